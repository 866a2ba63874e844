"""Discharged mass (排放总量) from concentration and flow, against a permit's yearly limit. Exact integers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huanzhi.science.rounding import half_even

from .library import Limit


def grams(concentration: int, flow: int, gas: bool) -> Fraction:
    """The mass of one hour, exact grams: thousandths of mg/m³ times thousandths of m³ (gas), of mg/L (water).

    >>> grams(30_000, 100_000_000, gas=True), grams(30_000, 100_000, gas=False)
    (Fraction(3000, 1), Fraction(3000, 1))
    """
    if concentration < 0 or flow < 0:
        raise ValueError("concentration and flow are not negative")
    return Fraction(concentration * flow, 10**9 if gas else 10**6)


def total(hours: Iterable[tuple[int | None, int | None]], gas: bool) -> tuple[int, int]:
    """Grams (half to even) over hours of (concentration, flow), and how many hours lacked one: never passed over.

    >>> total([(30_000, 100_000_000), (None, 90_000_000)], gas=True)
    (3000, 1)
    """
    exact, missing = Fraction(), 0
    for concentration, flow in hours:
        if concentration is None or flow is None or concentration < 0 or flow < 0:
            missing += 1
            continue
        exact += grams(concentration, flow, gas)
    return half_even(exact.numerator, exact.denominator), missing


@dataclass(frozen=True)
class Allowance:
    """How much of a yearly limit is used, against how much of the year has gone; per cent in hundredths."""

    limit_grams: int
    used_grams: int
    used_e2: int
    gone_e2: int

    @property
    def exceeded(self) -> bool:
        """More was discharged than the whole year allows."""
        return self.used_grams > self.limit_grams

    @property
    def ahead(self) -> bool:
        """More of the limit is used than of the year has gone."""
        return self.used_e2 > self.gone_e2


def against_year(used_grams: int, limit: Limit, on: date) -> Allowance:
    """What a permit's yearly limit (in t/a) still leaves at the end of a day. ValueError for another unit, or zero.

    >>> from .against import own_limit
    >>> permit = own_limit("nox", "12.5", "t/a", "permit", date(2023, 1, 1))
    >>> one = against_year(8_000_000, permit, date(2025, 6, 30))
    >>> one.used_e2, one.gone_e2, one.ahead, one.exceeded
    (6400, 4959, True, False)
    """
    if limit.unit != "t/a":
        raise ValueError(f"a yearly limit is in t/a, not {limit.unit}")
    allowed = limit.scaled(6)
    if allowed <= 0:
        raise ValueError(f"a limit of {limit.text} t/a")
    days = (date(on.year + 1, 1, 1) - date(on.year, 1, 1)).days
    gone = half_even(10_000 * on.timetuple().tm_yday, days)
    return Allowance(allowed, used_grams, half_even(10_000 * used_grams, allowed), gone)
