"""What a measure is computed from: one contribution a part (a day, a member, a record), with what it rests on.

A ratio's part brings its own share of the denominator (hectares of hectares); a fall has two parts, the base year
and the year, each an amount and what it is divided by (carbon and GDP).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from huanzhi.science.rounding import to_decimals

Kind = Literal["mean", "share", "count", "ratio", "fall"]
Over = Literal["days", "members", "cases", "records", "document"]
WEIGHED = ("ratio", "fall")  # kinds whose parts bring a weight of their own


@dataclass(frozen=True)
class Part:
    """A contribution in thousandths (a share or a count gives 0 or 1000); None when it is not valid, and why."""

    key: str
    value_e3: int | None
    aqi: int | None = None
    reason: str = ""
    name: str = ""

    @property
    def weight_e3(self) -> int:
        """Of a ratio or a fall: what the part is divided by; it stands where a day's AQI does."""
        return self.aqi or 0


def Weighed(key: str, value_e3: int | None, weight_e3: int, reason: str = "", name: str = "") -> Part:
    """A part of a ratio or a fall; `reason` may also say why it counts."""
    return Part(key, value_e3, weight_e3, reason, name)


def Day(day: date, value_e3: int | None, aqi: int | None = None, reason: str = "") -> Part:
    """A day's contribution."""
    return Part(day.isoformat(), value_e3, aqi, reason)


@dataclass(frozen=True)
class Computation:
    """The parts of a year up to a day, and the days of former years for the outlook."""

    kind: Kind
    parts: tuple[Part, ...]
    former: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    points: tuple[str, ...] = ()  # codes of the set's members, sorted
    set_version: str = ""
    needed: int = 0  # valid parts that a whole year must have
    simulated: bool = False
    over: Over = "days"

    @property
    def valid(self) -> list[Part]:
        """The parts that count."""
        return [part for part in self.parts if part.value_e3 is not None]

    @property
    def numerator(self) -> int:
        """The sum of the contributions, in thousandths; of a fall this year's amount times the base's divisor."""
        if self.kind == "fall":
            return self._crossed(1, 0)
        return sum(part.value_e3 or 0 for part in self.valid)

    @property
    def denominator(self) -> int:
        """Valid parts; a count has none; a ratio sums its weights; of a fall the base's amount times this divisor."""
        if self.kind == "ratio":
            return sum(part.weight_e3 for part in self.valid)
        if self.kind == "fall":
            return self._crossed(0, 1)
        return 1 if self.kind == "count" else len(self.valid)

    def value_e3(self, decimals: int) -> int | None:
        """The figure in thousandths of its unit, rounded by GB/T 8170; None when no part counts.

        A share, a ratio and a fall are in per cent.
        """
        if not self.valid or self.denominator <= 0:
            return None
        return settled(self.kind, self.numerator, self.denominator, decimals)

    def _crossed(self, amount: int, divisor: int) -> int:
        """Of two years in order: the amount of one times the divisor of the other; 0 while one is missing."""
        rows = sorted(self.valid, key=lambda part: part.key)
        return (rows[amount].value_e3 or 0) * rows[divisor].weight_e3 if len(rows) == 2 else 0


def plain(parts: Iterable[Part]) -> list[list[Any]]:
    """Parts as a record keeps them, in the order of their keys whatever order they came in."""
    return [[part.key, part.value_e3, part.aqi] for part in sorted(parts, key=lambda part: part.key)]


def parts_of(rows: Iterable[list[Any]]) -> tuple[Part, ...]:
    """Parts from what a record keeps."""
    return tuple(Part(*row) for row in rows)


def settled(kind: Kind, numerator: int, denominator: int, decimals: int) -> int:
    """Numerator over denominator as the figure is printed, in thousandths.

    >>> settled("share", 289_000, 365, 1), settled("mean", 10_950_000, 365, 0), settled("count", 6000, 1, 0)
    (79200, 30000, 6000)
    >>> settled("ratio", 253_000, 1_000_000, 1), settled("fall", 82, 100, 2)
    (25300, 18000)
    """
    if kind == "fall":
        return to_decimals((denominator - numerator) * 100_000, denominator, decimals)
    if kind == "ratio":
        return to_decimals(numerator * 100_000, denominator, decimals)
    return to_decimals(numerator * (100 if kind == "share" else 1), denominator, decimals)
