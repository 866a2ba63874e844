"""A district's day (区域日评价): means over the points of a set, judged like a point's day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from huanzhi.monitoring.queries import day_verdicts
from huanzhi.science.rounding import half_even
from huanzhi.standards import hj633, library


@cache
def rules(day: date) -> dict[str, Any]:
    """The rules of HJ 663 that hold on a day."""
    return dict(library.edition_for("HJ 663", day).rules)


@dataclass(frozen=True)
class DistrictDay:
    """Statistics of a day over the points: thousandths, None where too few points were valid; and the index."""

    day: date
    edition: str
    values: dict[str, int | None]
    counts: dict[str, int]
    aqi: int | None
    primary: tuple[str, ...]
    simulated: bool


def district_days(points: Sequence[str], start: date, end: date) -> list[DistrictDay]:
    """Every day from `start` to `end`, both included, over those points (codes).

    A statistic is the mean over the points that have it, when enough of the set's points do (HJ 663).
    """
    by_day: dict[date, list[Any]] = {}
    if points:  # rows, not records: years of them are read for every figure
        rows = day_verdicts(points, start, end).values_list("day", "statistics", "simulated", named=True)
        for verdict in rows.iterator(chunk_size=2000):
            by_day.setdefault(verdict.day, []).append(verdict)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [_judge(day, by_day.get(day, ()), len(points)) for day in days]


def _judge(day: date, verdicts: Iterable[Any], size: int) -> DistrictDay:
    verdicts = list(verdicts)
    compiled = hj633.compiled(hj633.edition_for(day))
    share = rules(day)["district"]["valid_points_percent"]
    values: dict[str, int | None] = {}
    counts: dict[str, int] = {}
    sub: dict[str, int | None] = {}
    for name, curve in compiled.daily.items():
        found = [
            s["value_e3"] for v in verdicts if (s := v.statistics.get(name)) and s["value_e3"] is not None
        ]
        counts[name] = len(found)
        enough = bool(found) and len(found) * 100 >= share * size
        values[name] = half_even(sum(found), len(found)) if enough else None
        sub[name] = curve.iaqi(sum(found), len(found)) if enough else None
    aqi, primary = compiled.combine(sub)
    simulated = any(v.simulated for v in verdicts)
    return DistrictDay(day, f"HJ 633-{compiled.edition}", values, counts, aqi, tuple(primary), simulated)
