"""GB 13271: boilers (锅炉), concentrations at reference oxygen against the limits of fuel and kind."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from huanzhi.science.decimals import format_scaled, parse_scaled
from huanzhi.science.rounding import half_even

from . import library
from .library import Limit
from .verdict import Step, Verdict

NUMBER, PLACES = "GB 13271-2014", 3
Fuel = Literal["coal", "oil", "gas"]
Kind = Literal["in_use", "new", "special", "ultra_low"]


def at_reference_oxygen(value: int, oxygen: int, fuel: Fuel) -> int:
    """A measured concentration as it would be at the fuel's reference oxygen; thousandths in, thousandths out.

    C = C' (21 - reference) / (21 - measured), ``oxygen`` in thousandths of a per cent of volume. Raises ValueError when
    there is as much oxygen as in air: nothing burns. Source: GB 13271-2014, 5.2 (reference oxygen grade M).

    >>> at_reference_oxygen(40_000, 12_000, "coal"), at_reference_oxygen(40_000, 3_500, "gas")
    (53333, 40000)
    """
    rule = library.get(NUMBER).rules["oxygen"]
    air, reference = parse_scaled(rule["air"]), parse_scaled(rule["reference"][fuel])
    if not 0 <= oxygen < air:
        raise ValueError(f"oxygen of {format_scaled(oxygen)} % is not below that of air")
    exact = Fraction(value * (air - reference), air - oxygen)
    return half_even(exact.numerator, exact.denominator)


def judge(item: str, value: int | None, oxygen: int | None, fuel: Fuel, kind: Kind = "new") -> Verdict:
    """Whether a boiler's concentration keeps its limit, converted to reference oxygen first.

    Parameters
    ----------
    item : pm, so2, nox, hg.
    value : measured hourly mean in thousandths of mg/m³ (dry, standard state); None or negative is missing.
    oxygen : measured, thousandths of a per cent; without it nothing can be said.
    fuel, kind : which column and which table; ``ultra_low`` is a policy on coal and no part of the standard, its
        oxygen basis for industrial boilers uncertain: always unverified.

    Source: GB 13271-2014, tables 1 to 3, 5.2.

    >>> judge("nox", 180_000, 9_000, "coal").decision, judge("so2", 45_000, 8_000, "gas", "special").decision
    ('kept', 'exceeded')
    >>> judge("nox", 50_001, 9_000, "coal", "ultra_low").decision
    'exceeded'
    """
    inputs = {"item": item, "value": value, "oxygen": oxygen, "fuel": fuel, "kind": kind}
    if value is None or value < 0 or oxygen is None:
        return Verdict(NUMBER, "", False, inputs, {}, reason="a concentration and its oxygen are needed")
    standard = library.get(NUMBER)
    limit = _ultra_low(standard, item, fuel) if kind == "ultra_low" else standard.find(item, kind, fuel)
    converted = at_reference_oxygen(value, oxygen, fuel)
    rule = standard.rules["oxygen"]
    steps = (
        Step(
            "oxygen",
            f"{format_scaled(converted)} mg/m³ at reference oxygen",
            rule["note"],
            rule["clause"],
            rule["grade"],
        ),
        Step(item, f"{format_scaled(converted)} {limit.unit}", f"<= {limit.text}", limit.clause, limit.grade),
    )
    kept = converted <= limit.scaled(PLACES)
    return Verdict(
        NUMBER, "kept" if kept else "exceeded", True, inputs, {"converted": converted}, steps=steps
    )


def _ultra_low(standard: library.Standard, item: str, fuel: Fuel) -> Limit:
    rule = standard.rules["ultra_low"]
    if fuel != "coal" or item not in rule["limits"]:
        raise LookupError(f"no ultra-low limit for {item!r} of {fuel}")
    return replace(
        standard.find(item, "new", fuel),
        text=rule["limits"][item],
        clause=rule["clause"],
        grade=rule["grade"],
    )
