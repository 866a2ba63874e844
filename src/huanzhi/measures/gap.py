"""Where the gap to a target comes from (差距来源): months, members, causes; each part in the figure's own unit. Pure.

The parts of a mean or a share add up to the gap: each day gives its distance from the target, divided by the days that
count. A count's parts are what each month counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

ENOUGH = 60  # per cent of what lies on the wrong side that the parts named must make up
Step = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class Part:
    """A month, a member or a cause; above zero it takes the figure away from its target. Thousandths of the unit."""

    key: str
    away_e3: int
    days: int


@dataclass(frozen=True)
class Group:
    """Parts of one sort, as a pack tells them: `title` in words; `unit` where it is not the figure's own."""

    title: Any
    parts: list[Part]
    unit: str = ""


def by_month(kind: str, series: Iterable[Step], comparator: str, target_e3: int) -> list[Part]:
    """Every month's part of the gap, in their order.

    >>> year = [("2025-01-01", 50_000, 1), ("2025-02-01", 20_000, 1)]
    >>> [(part.key, part.away_e3) for part in by_month("mean", year, "<=", 30_000)]
    [('2025-01', 10000), ('2025-02', -5000)]
    """
    days: dict[str, list[int]] = {}
    for day, value, _aqi in series:
        if value is not None:
            days.setdefault(day[:7], []).append(value)
    all_days = sum(map(len, days.values()))
    side = -1 if comparator == ">=" else 1
    return [
        Part(key, _away(kind, values, side, target_e3, all_days), len(values)) for key, values in days.items()
    ]


def by_member(values: Mapping[str, int | None], comparator: str, target_e3: int) -> list[Part]:
    """Each member's own figure against the target, the farthest on the wrong side first; those without one left out."""
    side = -1 if comparator == ">=" else 1
    parts = [Part(key, side * (value - target_e3), 0) for key, value in values.items() if value is not None]
    return sorted(parts, key=lambda part: (-part.away_e3, part.key))


def most(parts: Iterable[Part]) -> tuple[list[Part], int]:
    """The fewest parts that make up most of what lies on the wrong side, and their share of it in per cent.

    >>> most([Part("1", 50, 0), Part("2", 40, 0), Part("3", 10, 0), Part("4", -30, 0)])
    ([Part(key='1', away_e3=50, days=0), Part(key='2', away_e3=40, days=0)], 90)
    """
    wrong = sorted((part for part in parts if part.away_e3 > 0), key=lambda part: (-part.away_e3, part.key))
    total, held, named = sum(part.away_e3 for part in wrong), 0, []
    for part in wrong:
        if held * 100 >= total * ENOUGH:
            break
        held += part.away_e3
        named.append(part)
    return named, round(100 * held / total) if total else 0


def _away(kind: str, values: list[int], side: int, target_e3: int, all_days: int) -> int:
    if kind == "count":
        return side * sum(values)
    total = sum(values) * (100 if kind == "share" else 1) - target_e3 * len(values)
    return round(Fraction(side * total, all_days))
