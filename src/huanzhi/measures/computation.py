"""What a measure is computed from: one contribution a part (a day, a member, a case), exact, with what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from huanzhi.science.rounding import to_decimals

Kind = Literal["mean", "share", "count"]
Over = Literal["days", "members", "cases", "document"]


@dataclass(frozen=True)
class Part:
    """A contribution in thousandths (a share or a count gives 0 or 1000); None when it is not valid, and why."""

    key: str
    value_e3: int | None
    aqi: int | None = None
    reason: str = ""
    name: str = ""


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
        """The sum of the contributions, in thousandths."""
        return sum(part.value_e3 or 0 for part in self.valid)

    @property
    def denominator(self) -> int:
        """Valid parts; a count has none."""
        return 1 if self.kind == "count" else len(self.valid)

    def value_e3(self, decimals: int) -> int | None:
        """The figure in thousandths of its unit, rounded by GB/T 8170; None when no part counts.

        A share is in per cent.
        """
        return settled(self.kind, self.numerator, self.denominator, decimals) if self.valid else None


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
    """
    return to_decimals(numerator * (100 if kind == "share" else 1), denominator, decimals)
