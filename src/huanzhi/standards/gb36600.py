"""GB 36600: soil of construction land (建设用地土壤), screening and control by land use. Its limits are unverified."""

from typing import Literal

from huanzhi.science.decimals import format_scaled

from . import library
from .verdict import Step, Verdict

NUMBER, PLACES = "GB 36600-2018", 4
Use = Literal["first", "second"]
LOW, RISK, HIGH = "below screening", "between screening and control", "above control"


def judge(item: str, value: int | None, use: Use) -> Verdict:
    """Where a content stands: the risk can be passed over, asks for an inquiry, or asks for control or repair.

    Parameters
    ----------
    item : one of the 45 basic items, by code.
    value : content in ten-thousandths of mg/kg; None or negative is missing.
    use : land of the first kind (homes, schools, hospitals, …) or the second (industry, roads, …).

    Source: GB 36600-2018, table 1 (grade C, items 35 to 45 M: unverified).

    >>> judge("as", 200_000, "first").decision, judge("as", 200_001, "first").decision
    ('below screening', 'between screening and control')
    >>> judge("as", 1_400_001, "second").decision
    'above control'
    """
    inputs = {"item": item, "value": value, "use": use}
    if value is None or value < 0:
        return Verdict(NUMBER, "", False, inputs, {}, reason="no content")
    steps, decision = [], LOW
    for title, above in (("screening", RISK), ("control", HIGH)):
        rows = library.get(NUMBER).limits
        found = [one for one in rows if (one.item, one.category) == (item, use) and one.table.endswith(title)]
        if not found:
            raise LookupError(f"no item {item!r} for land of the {use} kind in {NUMBER}")
        words = f"{format_scaled(value, PLACES)} {found[0].unit}"
        bound = f"<= {found[0].text} {found[0].unit}"
        steps.append(Step(title, words, bound, found[0].clause, found[0].grade))
        if value > found[0].scaled(PLACES):
            decision = above
    return Verdict(NUMBER, decision, True, inputs, {}, steps=tuple(steps))
