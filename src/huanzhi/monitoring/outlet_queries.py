"""Reads for a point's page: its hours and days as they stand, and what was recomputed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from huanzhi.monitoring.models import Change, DayValue, HourValue, Point
from huanzhi.monitoring.recompute.terms import HOUR, end_of_day


def hours_of(point: Point, day: date) -> list[dict[str, Any]]:
    """The 24 hours of a day at a point as they stand: {time, label, values}.

    `values` has for every factor of that day its HourValue, or None where there is none.
    """
    end = end_of_day(day)
    held = HourValue.objects.filter(point=point, time__gt=end - 24 * HOUR, time__lte=end)
    by_hour: dict[datetime, dict[str, HourValue]] = {}
    factors: set[str] = set()
    for row in held:
        by_hour.setdefault(row.time, {})[row.factor] = row
        factors.add(row.factor)
    ends = [end - HOUR * back for back in reversed(range(24))]
    return [
        {
            "time": time,
            "label": f"{hour:02}:00",
            "values": {factor: by_hour.get(time, {}).get(factor) for factor in sorted(factors)},
        }
        for hour, time in enumerate(ends, 1)
    ]


def days_of(point: Point, start: date, end: date, factors: Iterable[str] | None = None) -> QuerySet[DayValue]:
    """The day values of a point, both ends included, by factor and day."""
    held = DayValue.objects.filter(point=point, day__range=(start, end))
    if factors is not None:
        held = held.filter(factor__in=list(factors))
    return held.order_by("factor", "day")


def changes_of(point: Point, start: date | datetime, end: date | datetime) -> QuerySet[Change]:
    """What came out otherwise of that time of a point, the newest recomputation first.

    `start` and `end` are both dates (days, both included) or both aware datetimes (start < time <= end).
    """
    if not isinstance(start, datetime):
        start = end_of_day(start) - timedelta(days=1)
    if not isinstance(end, datetime):
        end = end_of_day(end)
    return Change.objects.filter(point=point, time__gt=start, time__lte=end)
