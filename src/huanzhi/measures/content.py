"""What a figure rests on as canonical JSON, and the result computed from nothing but that: the same bytes again."""

import hashlib
import json
from datetime import date
from typing import Any

from huanzhi import __version__
from huanzhi.measures.computation import Computation, parts_of, plain
from huanzhi.measures.forecast import BEFORE_CHANCE, METHOD, look_ahead
from huanzhi.measures.measure import Measure

FORM = 1  # of the document; another form is another number


def inputs(
    measure: Measure, found: Computation, year: int, as_of: date, target: tuple[str, int | None, int]
) -> dict[str, Any]:
    """All that the result follows from; `target`: comparison, number in thousandths, the year it is due."""
    comparator, target_e3, due = target
    return {
        "form": FORM,
        "outlook": METHOD,
        "measure": {
            "code": measure.code,
            "edition": measure.edition,
            "unit": measure.unit,
            "decimals": measure.decimals,
            "kind": found.kind,
            "over": found.over,
        },
        "period": {"year": year, "as_of": as_of.isoformat()},
        "target": {"comparator": comparator, "value_e3": target_e3, "due": due},
        "set": {"version": found.set_version, "members": sorted(found.points)},
        "parts": plain(found.parts),
        "labels": {part.key: [part.name, part.reason] for part in found.parts if part.name or part.reason},
        "former": {str(before): plain(days) for before, days in found.former.items()},
        "editions": sorted(found.editions),
        "needed": found.needed,
        "simulated": found.simulated,
    }


def result(said: dict[str, Any]) -> dict[str, Any]:
    """Numerator, denominator, value, status and outlook, from the inputs alone."""
    about, period, target = said["measure"], said["period"], said["target"]
    found = Computation(
        kind=about["kind"],
        parts=parts_of(said["parts"]),
        former={int(year): parts_of(days) for year, days in said["former"].items()},
        editions=tuple(said["editions"]),
        points=tuple(said["set"]["members"]),
        set_version=said["set"]["version"],
        needed=said["needed"],
        simulated=said["simulated"],
        over=about["over"],
    )
    as_of = date.fromisoformat(period["as_of"])
    ahead = look_ahead(
        found,
        period["year"],
        as_of,
        about["decimals"],
        target["comparator"],
        target["value_e3"],
        target["due"],
    )
    outlook = ahead.plain()
    if said["outlook"] in BEFORE_CHANCE:
        del outlook["chance"]
    return {
        "numerator": found.numerator,
        "denominator": found.denominator,
        "value_e3": found.value_e3(about["decimals"]),
        "valid": len(found.valid),
        "status": ahead.status,
        "outlook": outlook,
    }


def canonical(content: Any) -> str:
    """One text for one content: sorted keys, no spaces, Han characters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen(said: dict[str, Any], software: str = __version__) -> str:
    """Inputs with the result they give and the edition of the software that gave it."""
    return canonical({"inputs": said, "result": result(said), "software": software})


def sha256(text: str) -> str:
    """The hash of a text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def broken(text: str, digest: str) -> str:
    """Why a frozen figure does not hold; empty when the same bytes come out again."""
    if sha256(text) != digest:
        return "the content is not the one that was hashed"
    held = json.loads(text)
    if frozen(held["inputs"], held["software"]) != text:
        again = result(held["inputs"])
        names = [name for name, value in again.items() if held["result"].get(name) != value]
        return (
            f"recomputed, {', '.join(names) or 'its form'} came out otherwise (made with {held['software']})"
        )
    return ""
