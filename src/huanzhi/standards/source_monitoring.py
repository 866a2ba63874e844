"""Judging a source by its own instruments (污染源自动监测): hourly means of gas, daily means of water. Unverified.

A reading comes with the state flag of HJ 212. Faults, calibration and hand entries do not count; a source that stands
still is not judged. What is not enough for a mean is not evaluable and says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from huanzhi.science.rounding import half_even

from . import library
from .against import judge as against
from .library import Limit
from .verdict import Step, Verdict

NUMBER = "SMR-2017"
COUNTS, STOPPED, INVALID = "counts", "stopped", "invalid"


@dataclass(frozen=True)
class Reading:
    """A value in thousandths of its unit with its state flag; ``flow`` (thousandths of m³) weighs water."""

    value: int | None
    flag: str = "N"
    flow: int | None = None


@dataclass(frozen=True)
class Mean:
    """A mean in thousandths, how many readings took part, and why it does not count when it does not."""

    value: int | None
    readings: int
    valid: bool
    reason: str = ""
    stopped: bool = False


@cache
def uses() -> dict[str, str]:
    """What each flag of HJ 212 means for judging.

    >>> uses()["N"], uses()["D"], uses()["F"]
    ('counts', 'invalid', 'stopped')
    """
    return {row["code"]: row["use"] for row in library.get(NUMBER).rules["flags"]["rows"]}


def use(reading: Reading) -> str:
    """Whether one reading counts; LookupError for a flag that HJ 212 does not have.

    >>> use(Reading(5_000)), use(Reading(None)), use(Reading(0, "F"))
    ('counts', 'invalid', 'stopped')
    """
    if reading.flag not in uses():
        raise LookupError(f"no flag {reading.flag!r} in HJ 212; there are: {', '.join(uses())}")
    if reading.value is None or reading.value < 0:
        return STOPPED if uses()[reading.flag] == STOPPED else INVALID
    return uses()[reading.flag]


def hour(minutes: Sequence[Reading]) -> Mean:
    """The hourly mean of a gas from its minutes; valid with 45 that count. Source: HJ 75-2017 (grade M).

    >>> hour([Reading(30_000)] * 44 + [Reading(90_000, "D")] * 16).reason
    '44 of at least 45 valid minutes'
    >>> hour([Reading(30_000)] * 50 + [Reading(0, "C")] * 10).value
    30000
    """
    needed = library.get(NUMBER).rules["hour"]["minutes"]
    good = [one.value for one in minutes if use(one) == COUNTS and one.value is not None]
    if len(good) < needed:
        stopped = sum(use(one) == STOPPED for one in minutes) > len(minutes) - needed
        why = "the source stood still" if stopped else f"{len(good)} of at least {needed} valid minutes"
        return Mean(None, len(good), False, why, stopped)
    return Mean(half_even(sum(good), len(good)), len(good), True)


def day(hours: Sequence[Reading]) -> Mean:
    """The daily mean of water from its hours, weighted by flow; valid with three quarters of the discharging hours.

    An hour without flow did not discharge. Source: HJ 356-2019 (grade M).

    >>> day([Reading(20_000, flow=10_000)] * 12 + [Reading(80_000, flow=20_000)] * 6 + [Reading(0, flow=0)] * 6).value
    50000
    """
    share = library.get(NUMBER).rules["day"]["share_percent"]
    discharging = [one for one in hours if one.flow is None or one.flow > 0]
    discharging = [one for one in discharging if use(one) != STOPPED]
    if not discharging:
        return Mean(None, 0, False, "no discharge", True)
    good = [one for one in discharging if use(one) == COUNTS and one.flow is not None]
    if 100 * len(good) < share * len(discharging):
        why = f"{len(good)} of {len(discharging)} discharging hours valid, {share} % needed"
        return Mean(None, len(good), False, why)
    total = sum(one.flow or 0 for one in good)
    exact = Fraction(sum((one.value or 0) * (one.flow or 0) for one in good), total)
    return Mean(half_even(exact.numerator, exact.denominator), len(good), True)


def judge(item: str, mean: Mean, limits: Iterable[Limit], on: date) -> Verdict:
    """A mean against a standard's limits and the permit's own; what does not count is not evaluable.

    >>> from .against import own_limit
    >>> limits = [own_limit("nox", "50", "mg/m3", "permit", date(2023, 1, 1))]
    >>> judge("nox", hour([Reading(51_000)] * 60), limits, date(2024, 1, 1)).decision
    'exceeded'
    """
    if not mean.valid:
        return Verdict(NUMBER, "", False, {"item": item, "mean": mean}, {}, reason=mean.reason)
    verdict = against(item, mean.value, limits, on)
    rule = library.get(NUMBER).rules["flags"]
    how = Step("mean", f"{mean.readings} readings count", "flags of HJ 212", rule["clause"], rule["grade"])
    return replace(verdict, steps=(how, *verdict.steps))
