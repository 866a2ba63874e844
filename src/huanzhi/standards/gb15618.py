"""GB 15618: farmland soil (农用地土壤), screening and control values by pH and use. Its limits are unverified."""

from typing import Literal

from huanzhi.science.decimals import parse_scaled

from . import library
from .library import Limit
from .soil import HIGH, LOW, PLACES, RISK, against
from .verdict import Verdict

__all__ = ["HIGH", "LOW", "RISK", "band", "judge"]

NUMBER = "GB 15618-2018"
Use = Literal["rice", "orchard", "other"]


def band(ph: int) -> str:
    """The pH band (pH in ten-thousandths).

    >>> band(55_000), band(55_001), band(80_000)
    ('5.5', '6.5', 'above')
    """
    for text in library.get(NUMBER).rules["bands"]["up_to"]:
        if ph <= parse_scaled(text, PLACES):
            return str(text)
    return "above"


def _limit(table: str, item: str, use: str, at: str) -> Limit | None:
    rows = [
        limit
        for limit in library.get(NUMBER).limits
        if (limit.table, limit.item, limit.category) == (table, item, at)
    ]
    for wanted in (use, "other", "any"):
        found = [limit for limit in rows if limit.averaging == wanted]
        if found:
            return found[0]
    return None


def judge(item: str, value: int | None, ph: int | None, use: Use = "other") -> Verdict:
    """Where a content stands: low risk, a risk that asks for safe use, or a high risk that asks for strict control.

    Parameters
    ----------
    item : cd, hg, as, pb, cr, cu, ni, zn.
    value : total content in ten-thousandths of mg/kg; None or negative is missing.
    ph : soil pH in ten-thousandths; without it nothing can be said.
    use : rice paddy, orchard (copper), other.

    Copper, nickel and zinc have no control value. Source: GB 15618-2018, tables 1 and 3 (grade M: unverified).

    >>> judge("cd", 3_500, 60_000, "rice").decision, judge("cd", 21_000, 60_000, "rice").decision
    ('below screening', 'above control')
    >>> judge("cd", 3_500, 60_000, "rice").unverified
    True
    """
    inputs = {"item": item, "value": value, "ph": ph, "use": use}
    if value is None or value < 0 or ph is None:
        return Verdict(NUMBER, "", False, inputs, {}, reason="a content and a pH are needed")
    at = band(ph)
    screening = _limit("table 1, screening", item, use, at)
    if screening is None:
        raise LookupError(f"no item {item!r} in {NUMBER}")
    control = _limit("table 3, control", item, "any", at)
    decision, steps = against(value, screening, control)
    return Verdict(NUMBER, decision, True, inputs, {"band": at}, steps=steps)
