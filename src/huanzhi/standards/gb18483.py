"""GB 18483: cooking fumes (饮食业油烟), concentration at base flow, and how much the purifier takes away."""

from fractions import Fraction

from huanzhi.science.decimals import parse_scaled
from huanzhi.science.rounding import half_even

from . import library
from .against import EXCEEDED, KEPT
from .against import judge as against
from .verdict import Step, Verdict

NUMBER, PLACES = "GB 18483-2001", 3


def size(stoves: int | None = None, area_e3: int | None = None) -> str:
    """``small``, ``medium`` or ``large``, by base stoves or else by the area of the hoods (thousandths of m²).

    ValueError without either, or below the smallest. Source: table 1.

    >>> size(2), size(6), size(area_e3=3_300)
    ('small', 'large', 'medium')
    """
    value, key = (stoves * 1000, "stoves") if stoves is not None else (area_e3, "area")
    if value is None:
        raise ValueError("the number of stoves or the area of the hoods is needed")
    found = [
        row["code"] for row in library.get(NUMBER).rules["size"]["rows"] if value >= parse_scaled(row[key])
    ]
    if not found:
        raise ValueError(f"{key} {Fraction(value, 1000)}: smaller than the standard's smallest")
    return found[-1]


def at_base_flow(value: int, flow: int, stoves: int) -> int:
    """A measured concentration as it would be at 2000 m³/h for each working stove; thousandths of mg/m³.

    ``flow``: measured, thousandths of m³/h. Source: section 5.

    >>> at_base_flow(3_000, 4_000_000, 3)
    2000
    """
    base = library.get(NUMBER).rules["base_flow"]["cubic_metres_an_hour"]
    if stoves < 1 or flow < 0:
        raise ValueError("at least one working stove and a flow are needed")
    exact = Fraction(value * flow, stoves * base * 1000)
    return half_even(exact.numerator, exact.denominator)


def judge(value: int | None, flow: int | None, stoves: int, removal: int | None = None) -> Verdict:
    """Whether a kitchen keeps the concentration at base flow, and its purifier the removal where it was measured.

    ``value`` thousandths of mg/m³, ``flow`` thousandths of m³/h, ``removal`` thousandths of a per cent.
    Source: tables 1 and 2, section 5.

    >>> judge(3_000, 4_000_000, 3).decision, judge(3_000, 4_000_000, 3, removal=70_000).decision
    ('kept', 'exceeded')
    """
    inputs = {"value": value, "flow": flow, "stoves": stoves, "removal": removal}
    if value is None or flow is None or value < 0 or flow < 0:
        return Verdict(NUMBER, "", False, inputs, {}, reason="a concentration and its flow are needed")
    category, limits = size(stoves), library.get(NUMBER).limits
    own = [limit for limit in limits if limit.category == category]
    converted = at_base_flow(value, flow, stoves)
    verdicts = [against("fume", converted, own)]
    if removal is not None:
        verdicts.append(against("removal", removal, own))
    base = library.get(NUMBER).rules["base_flow"]
    first = Step(
        "base flow", f"{converted} thousandths of mg/m3", base["note"], base["clause"], base["grade"]
    )
    steps = (first, *(step for verdict in verdicts for step in verdict.steps))
    kept = all(verdict.decision == KEPT for verdict in verdicts)
    result = {"converted": converted, "size": category}
    return Verdict(NUMBER, KEPT if kept else EXCEEDED, True, inputs, result, steps=steps)
