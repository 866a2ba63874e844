"""Means and sliding maxima that know how many values they rest on (平均与有效性).

A mean is a ``Ratio``: numerator over denominator, kept exact until the rule says to round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .rounding import half_even


@dataclass(frozen=True)
class Ratio:
    """An exact quotient of integers, in thousandths of a unit."""

    numerator: int
    denominator: int

    @property
    def e3(self) -> int:
        """The value rounded half to even to a whole thousandth (for showing, not for deciding)."""
        return half_even(self.numerator, self.denominator)

    def above(self, other: "Ratio") -> bool:
        """Whether this is the larger one, exactly."""
        return self.numerator * other.denominator > other.numerator * self.denominator


def mean(values: Sequence[int | None]) -> tuple[Ratio | None, int]:
    """Arithmetic mean of the values that are there and not negative; with their count.

    >>> mean([1_000, None, 2_000])
    (Ratio(numerator=3000, denominator=2), 2)
    >>> mean([None])
    (None, 0)
    """
    there = [value for value in values if value is not None and value >= 0]
    return (Ratio(sum(there), len(there)) if there else None), len(there)


def sliding_maximum(
    hours: Sequence[int | None], width: int, at_least: int, first: int
) -> tuple[Ratio | None, int]:
    """Largest mean over ``width`` consecutive hours, among windows ending at hour ``first`` or later.

    ``hours[0]`` is the hour ending 01:00. A window counts with ``at_least`` values in it.
    Returns the maximum (None without any window) and the number of windows that count.

    >>> sliding_maximum([1_000] * 8, width=8, at_least=6, first=8)
    (Ratio(numerator=8000, denominator=8), 1)
    >>> sliding_maximum([1_000] * 5 + [None] * 3, width=8, at_least=6, first=8)
    (None, 0)
    """
    best, windows = None, 0
    for end in range(first, len(hours) + 1):
        ratio, count = mean(hours[max(0, end - width) : end])
        if ratio is None or count < at_least:
            continue
        windows += 1
        if best is None or ratio.above(best):
            best = ratio
    return best, windows
