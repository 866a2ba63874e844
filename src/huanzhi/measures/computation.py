"""What a measure is computed from: one contribution a day, exact, with what it rests on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from huanzhi.science.rounding import to_decimals

Kind = Literal["mean", "share", "count"]


@dataclass(frozen=True)
class Day:
    """A day's contribution in thousandths (a share or a count gives 0 or 1000); None when it is not valid."""

    day: date
    value_e3: int | None
    aqi: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Computation:
    """The days of a year up to a day, and the same season's days of former years for the outlook."""

    kind: Kind
    days: tuple[Day, ...]
    former: dict[int, tuple[Day, ...]] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    set_version: str = ""
    needed_days: int = 0  # valid days that a whole year must have
    simulated: bool = False

    @property
    def valid(self) -> list[Day]:
        """The days that count."""
        return [day for day in self.days if day.value_e3 is not None]

    @property
    def numerator(self) -> int:
        """The sum of the contributions, in thousandths."""
        return sum(day.value_e3 or 0 for day in self.valid)

    @property
    def denominator(self) -> int:
        """Valid days; a count has none."""
        return 1 if self.kind == "count" else len(self.valid)

    def value_e3(self, decimals: int) -> int | None:
        """The figure in thousandths of its unit, rounded by GB/T 8170; None when no day counts.

        A share is in per cent.
        """
        return settled(self.kind, self.numerator, self.denominator, decimals) if self.valid else None


def settled(kind: Kind, numerator: int, denominator: int, decimals: int) -> int:
    """Numerator over denominator as the figure is printed, in thousandths.

    >>> settled("share", 289_000, 365, 1), settled("mean", 10_950_000, 365, 0), settled("count", 6000, 1, 0)
    (79200, 30000, 6000)
    """
    return to_decimals(numerator * (100 if kind == "share" else 1), denominator, decimals)
