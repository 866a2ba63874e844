"""One value against every limit that binds it (限值比较): a standard's, and those that a permit adds beside it."""

from collections.abc import Iterable
from datetime import date

from huanzhi.science.decimals import format_scaled

from .library import Limit
from .verdict import Step, Verdict

KEPT, EXCEEDED = "kept", "exceeded"


def own_limit(
    item: str,
    text: str,
    unit: str,
    document: str,
    since: date,
    until: date | None = None,
    averaging: str = "",
    sense: str = "<=",
) -> Limit:
    """A limit that a permit or a local document sets (许可限值), as dated and cited as a standard's.

    ``text`` is the number as printed; ``document`` names where. Its grade is A: somebody holds the document.

    >>> own_limit("nox", "50", "mg/m3", "912201011239989159001V", date(2023, 1, 1)).scaled()
    50000
    """
    return Limit(
        standard=document,
        table="",
        clause=document,
        item=item,
        unit=unit,
        averaging=averaging,
        category="own",
        sense=sense,
        text=text,
        effective=since,
        superseded=until,
        grade="A",
    )


def judge(
    item: str, value: int | None, limits: Iterable[Limit], on: date | None = None, places: int = 3
) -> Verdict:
    """Whether a value keeps all limits in force on a day; each is a step of the proof, the strictest decides.

    Parameters
    ----------
    item : only limits of this item take part.
    value : whole 10^-places of the unit that the limits share; None or negative is missing.
    on : the day that chooses among dated limits; all take part without it.

    Limits of both senses may bind together (pH from 6 to 9): a value outside either has exceeded. Named as the limit is
    the first that is not kept, else the strictest, one of the upper ones before one of the lower.

    Raises ValueError when limits have different units. Without a limit nothing can be said.

    >>> from dataclasses import replace
    >>> permit = own_limit("nox", "50", "mg/m3", "permit 001V", date(2023, 1, 1))
    >>> verdict = judge("nox", 80_000, [permit, replace(permit, standard="GB", text="200")], date(2024, 5, 1))
    >>> verdict.decision, verdict.result["limit"], [step.statement for step in verdict.steps]
    ('exceeded', '50', ['80 mg/m3: exceeded', '80 mg/m3: kept'])
    >>> high = own_limit("ph", "9", "1", "permit", date(2023, 1, 1))
    >>> both = [high, replace(high, text="6", sense=">=")]
    >>> [judge("ph", value, both).decision for value in (5_990, 6_000, 9_000, 9_010)]
    ['exceeded', 'kept', 'kept', 'exceeded']
    """
    found = [one for one in limits if one.item == item and (on is None or one.holds_on(on))]
    found.sort(
        key=lambda one: (one.sense == ">=", -one.scaled(places) if one.sense == ">=" else one.scaled(places))
    )
    inputs = {"item": item, "value": value, "on": on}
    if not found:
        return Verdict("", "", False, inputs, {}, reason=f"no limit for {item}")
    first = found[0]
    if {one.unit for one in found} != {first.unit}:
        raise ValueError(f"limits of {item} in different units: {', '.join(one.unit for one in found)}")
    if value is None or value < 0:
        return Verdict(first.standard, "", False, inputs, {}, reason=f"no value for {item}")
    steps, kept = [], []
    for one in found:
        limit = one.scaled(places)
        kept.append(value <= limit if one.sense == "<=" else value >= limit)
        words = f"{format_scaled(value, places)} {one.unit}: {KEPT if kept[-1] else EXCEEDED}"
        steps.append(Step(item, words, f"{one.sense} {one.text} ({one.standard})", one.clause, one.grade))
    first = next((one for one, good in zip(found, kept, strict=True) if not good), first)
    over = (
        max(value - first.scaled(places), 0) if first.sense == "<=" else max(first.scaled(places) - value, 0)
    )
    result = {"limit": first.text, "unit": first.unit, "over": over, "failed": kept.count(False)}
    return Verdict(first.standard, KEPT if all(kept) else EXCEEDED, True, inputs, result, steps=tuple(steps))
