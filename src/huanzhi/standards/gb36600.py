"""GB 36600: soil of construction land (建设用地土壤), screening and control by land use. Its limits are unverified."""

from typing import Literal

from . import library
from .soil import HIGH, LOW, RISK, against
from .verdict import Verdict

__all__ = ["HIGH", "LOW", "RISK", "judge"]

NUMBER = "GB 36600-2018"
Use = Literal["first", "second"]


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
    found = [one for one in library.get(NUMBER).limits if (one.item, one.category) == (item, use)]
    if not found:
        raise LookupError(f"no item {item!r} for land of the {use} kind in {NUMBER}")
    by_table = {one.table.rsplit(" ", 1)[1]: one for one in found}
    decision, steps = against(value, by_table["screening"], by_table["control"])
    return Verdict(NUMBER, decision, True, inputs, {}, steps=steps)
