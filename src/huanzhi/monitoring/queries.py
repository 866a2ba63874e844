"""Reads of monitoring that deserve a name; each is meant for a page and takes a few milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from huanzhi.kit.models import Intake
from huanzhi.monitoring import series
from huanzhi.monitoring.models import DayVerdict, HourVerdict, Point, PointSet
from huanzhi.monitoring.vocabulary import factors
from huanzhi.science.shanghai import OFFSET

STRIP = 24


@dataclass(frozen=True)
class Latest:
    """What a point says now: its newest hour, and the last 24 hours with None where there is no verdict."""

    point: Point
    newest: HourVerdict | None
    strip: list[HourVerdict | None]

    @property
    def silent_hours(self) -> int | None:
        """Hours at the end of the strip without a verdict; None when nothing was ever heard."""
        if self.newest is None:
            return None
        return next((i for i, hour in enumerate(reversed(self.strip)) if hour), len(self.strip))


def point_set(code: str, day: date | None = None) -> PointSet:
    """The version of a set that holds on a day (today unless stated); LookupError when none does."""
    day = day or timezone.localdate()
    held = PointSet.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), code=code)
    found = held.filter(valid_from__lte=day).order_by("-version").first()
    if found is None:
        raise LookupError(f"no set of points {code} on {day}")
    return found


def any_simulated() -> bool:
    """Whether anything in the system was simulated; every page then says so."""
    return Intake.objects.filter(simulated=True).exists()


def latest_hours(points: Iterable[Point], now: datetime | None = None) -> list[Latest]:
    """For each point its newest hour and the strip of the 24 hours up to the last one that has ended."""
    now = now or timezone.now()
    last = now.replace(minute=0, second=0, microsecond=0)
    axis = [last - timedelta(hours=back) for back in reversed(range(STRIP))]
    points = list(points)
    strips: dict[int, dict[datetime, HourVerdict]] = {point.pk: {} for point in points}
    for hour in HourVerdict.objects.filter(point__in=points, time__gte=axis[0], time__lte=last):
        strips[hour.point_id][hour.time] = hour
    silent = [key for key, hours in strips.items() if not hours]
    older = HourVerdict.objects.filter(point__in=silent).order_by("point_id", "-time").distinct("point_id")
    newest = {hour.point_id: hour for hour in older} if silent else {}
    for key, hours in strips.items():
        if hours:
            newest[key] = hours[max(hours)]
    return [
        Latest(point, newest.get(point.pk), [strips[point.pk].get(hour) for hour in axis]) for point in points
    ]


def hours_of_day(point: Point, day: date) -> list[dict[str, Any]]:
    """The 24 hours of a day at a point, as the lake holds them now.

    Each is {time, label, readings}; readings has for every item None or {value_e3, flag, received, source,
    row, simulated, replaced}: `replaced` counts readings of that hour that came earlier and no longer count.
    """
    midnight = datetime.combine(day, time(), OFFSET)
    cells: dict[tuple[datetime, str], dict[str, Any]] = {}
    for row in series.received([point.code], list(factors()), day, day).iter_rows(named=True):
        before = cells.get((row["time"], row["factor"]))
        kept = {name: row[name] for name in ("value_e3", "flag", "received", "source", "row", "simulated")}
        cells[row["time"], row["factor"]] = kept | {"replaced": before["replaced"] + 1 if before else 0}
    ends = [midnight + timedelta(hours=hour) for hour in range(1, 25)]
    return [
        {
            "time": end,
            "label": f"{hour:02}:00",
            "readings": {item: cells.get((end, item)) for item in factors()},
        }
        for hour, end in enumerate(ends, 1)
    ]


def day_verdicts(points: Iterable[Point] | Sequence[str], start: date, end: date) -> QuerySet[DayVerdict]:
    """Verdicts of those points (or codes) and days, both ends included, by day and point's code."""
    wanted: list[Any] = list(points)
    named = {"point__code__in" if wanted and isinstance(wanted[0], str) else "point__in": wanted}
    return (
        DayVerdict.objects.filter(day__range=(start, end), **named)
        .select_related("point")
        .order_by("day", "point__code")
    )
