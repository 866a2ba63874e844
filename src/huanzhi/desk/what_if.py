"""What-if and comparison as a page asks for them in its address; nothing of it is kept."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from huanzhi.measures.computation import settled
from huanzhi.measures.measure import Measure
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import current
from huanzhi.measures.whatif import Assumed, Assumption, assume, common
from huanzhi.measures.words import number


@dataclass
class Asked:
    """The form, what it says, and what would come out; `error` in words when it cannot be computed."""

    members: list[tuple[str, str, bool, str]] = field(
        default_factory=list
    )  # code, name, left out, put instead
    candidates: list[tuple[str, str]] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    part: str = ""
    value: str = ""
    error: str = ""
    said: bool = False
    assumed: Assumed | None = None
    shown: str = ""
    shift: str = ""


def answer(query: QueryDict, measure: Measure, figure: Figure, due: int) -> Asked:
    """Read `leave=CODE`, `put-CODE=CODE`, `part=KEY` with `value=NUMBER` from an address and compute."""
    candidates = measure.candidates(figure.year, figure.as_of) if measure.candidates and figure.points else []
    names = dict(candidates)
    leave = frozenset(query.getlist("leave"))
    put = {code: str(query[f"put-{code}"]) for code in figure.points if query.get(f"put-{code}")}
    asked = Asked(
        members=[
            (code, names.get(code, figure.label(code)[0]), code in leave, put.get(code, ""))
            for code in figure.points
        ],
        candidates=[row for row in candidates if row[0] not in figure.points],
        parts=[(part["key"], part["name"]) for part in figure.parts()] if figure.over == "members" else [],
        part=query.get("part", ""),
        value=query.get("value", ""),
    )
    try:
        assumption = Assumption(leave, put, _values(asked))
        asked.said = bool(assumption)
        if asked.said:
            asked.assumed = assume(measure, figure, assumption, due)
    except (LookupError, ValueError) as error:
        asked.error = str(error.args[0])
    if asked.assumed is not None:
        asked.shown = number(asked.assumed.value_e3, figure.decimals)
        if asked.assumed.value_e3 is not None and figure.value_e3 is not None:
            places = min(figure.decimals + 1, 3)
            real = settled(figure.kind, figure.numerator, figure.denominator, places)  # type: ignore[arg-type]
            change = (asked.assumed.found.value_e3(places) or 0) - real
            asked.shift = ("+" if change > 0 else "") + number(change, places)
    return asked


def _values(asked: Asked) -> dict[str, int]:
    if not asked.part and not asked.value:
        return {}
    try:
        value = Decimal(asked.value)
        scaled = int(value * 1000)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(_("“%(value)s” is not a number") % {"value": asked.value}) from None
    if scaled != value * 1000 or abs(scaled) > 10**15:
        raise ValueError(
            _("%(value)s: at most three decimals, and no astronomical numbers") % {"value": value}
        )
    return {asked.part: scaled}


def compared(year: str, measure: Measure, figure: Figure) -> dict[str, Any] | None:
    """Another year beside this one over the members that both sets have; None when nobody asked."""
    other = current(measure.code, int(year)) if year.isdigit() and int(year) != figure.year else None
    if other is None or measure.over_members is None:
        return None
    codes, ours, theirs = common(measure, figure, other)
    return {
        "other": other,
        "codes": codes,
        "ours": number(ours, figure.decimals),
        "theirs": number(theirs, figure.decimals),
        "only_here": sorted(set(figure.points) - set(other.points)),
        "only_there": sorted(set(other.points) - set(figure.points)),
    }
