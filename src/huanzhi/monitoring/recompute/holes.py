"""缺口 Holes: hours of a series between its first and the newest that is due in which nothing stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from huanzhi.monitoring.models import Channel, DayValue, DayVerdict, HourValue, Point
from huanzhi.monitoring.recompute.days import TOTAL
from huanzhi.monitoring.recompute.terms import HOUR, day_end, end_of_day, terms
from huanzhi.science.shanghai import day_of_hour

SILENT = """
SELECT p.code FROM {point} p
CROSS JOIN LATERAL (SELECT max(h.time) AS last FROM {hour} h WHERE h.point_id = p.id AND h.time <= %(due)s) newest
WHERE newest.last < %(due)s AND newest.last > %(since)s
UNION
SELECT p.code FROM {point} p
CROSS JOIN LATERAL (SELECT h.factor FROM {hour} h WHERE h.point_id = p.id AND h.time = %(before)s) known
WHERE NOT EXISTS (
    SELECT 1 FROM {hour} h WHERE h.point_id = p.id AND h.factor = known.factor AND h.time = %(due)s)
"""
BESIDE = """
SELECT s.code, s.factor, s.time,
    (SELECT max(h.time) FROM {hour} h
     WHERE h.point_id = p.id AND h.factor = s.factor AND h.time < s.time AND h.time > %(kept)s),
    (SELECT min(h.time) FROM {hour} h WHERE h.point_id = p.id AND h.factor = s.factor AND h.time > s.time)
FROM unnest(%(points)s::text[], %(factors)s::text[], %(times)s::timestamptz[]) AS s(code, factor, time)
JOIN {point} p ON p.code = s.code
"""
UNDATED = """
SELECT DISTINCT p.code FROM {point} p
CROSS JOIN LATERAL (SELECT h.factor FROM {hour} h WHERE h.point_id = p.id AND h.time = %(end)s) known
WHERE p.medium <> 'air' AND known.factor NOT LIKE %(total)s AND NOT EXISTS (
    SELECT 1 FROM {day} d WHERE d.point_id = p.id AND d.factor = known.factor AND d.day = %(day)s)
UNION
SELECT p.code FROM {point} p
WHERE p.medium = 'air' AND EXISTS (SELECT 1 FROM {hour} h WHERE h.point_id = p.id AND h.time = %(end)s)
AND NOT EXISTS (SELECT 1 FROM {verdict} v WHERE v.point_id = p.id AND v.day = %(day)s)
"""
MODELS = {"point": Point, "hour": HourValue, "day": DayValue, "verdict": DayVerdict}
TABLES = {name: model._meta.db_table for name, model in MODELS.items()}


@dataclass(frozen=True)
class Hole:
    """Hours of a series without a value, both ends among them."""

    point: str
    factor: str
    first: datetime
    last: datetime

    def hours(self) -> list[datetime]:
        """Each of them."""
        return [self.first + HOUR * n for n in range((self.last - self.first) // HOUR + 1)]


def open_ends(points: Collection[str], due: datetime) -> list[Hole]:
    """From the last hour of every series of those points to the newest that is due, as long as it is still sent."""
    since = due - HOUR * terms().look_back_hours
    held = HourValue.objects.filter(point__code__in=points, time__gt=since, time__lte=due)
    lasts = held.values_list("point__code", "factor").annotate(last=Max("time")).filter(last__lt=due)
    return _until_it_ends([Hole(code, factor, last + HOUR, due) for code, factor, last in lasts])


def gaps(new: Iterable[tuple[str, str, datetime]], due: datetime, kept: datetime) -> list[Hole]:
    """Between hours that were not there before and those that stand before and after them in their series."""
    new = list(new)
    asked = {
        "points": [one[0] for one in new],
        "factors": [one[1] for one in new],
        "times": [one[2] for one in new],
    }
    inner, outer = [], []
    for code, factor, time, before, after in _rows(BESIDE, kept=kept, **asked) if new else ():
        if before is not None and before < time - HOUR:
            inner.append(Hole(code, factor, before + HOUR, time - HOUR))
        if after is not None and after > time + HOUR:
            inner.append(Hole(code, factor, time + HOUR, after - HOUR))
        if after is None and time < due:
            outer.append(Hole(code, factor, time + HOUR, due))
    return inner + _until_it_ends(outer)


def points_with_open_ends(due: datetime) -> list[str]:
    """Points of which a series that stood until then has nothing at the newest hour that is due."""
    look_back = HOUR * terms().look_back_hours
    some = _codes(SILENT, due=due, before=due - HOUR, since=due - look_back)
    return sorted({hole.point for hole in open_ends(some, due)})


def points_without_day(due: datetime) -> tuple[list[str], datetime]:
    """Points that have the last hour of the newest day that is over, but not that day; and when it ended."""
    end = day_end(due) if day_end(due) == due else day_end(due) - timedelta(days=1)
    return _codes(UNDATED, end=end, day=day_of_hour(end), total=f"%{TOTAL}"), end


def _codes(query: str, **values: Any) -> list[str]:
    return [row[0] for row in _rows(query, **values)]


def _rows(query: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(**TABLES), values)
        return cursor.fetchall()


def _until_it_ends(holes: Sequence[Hole]) -> list[Hole]:
    """Cut at the last day on which a channel sends the series, or on which the point stands."""
    if not holes:
        return []
    codes = {hole.point for hole in holes}
    points = dict(Point.objects.filter(code__in=codes).values_list("code", "valid_until"))
    channels = _channels_end(codes)
    cut = []
    for hole in holes:
        ends = [points.get(hole.point), channels.get((hole.point, hole.factor.split("-")[0]))]
        known = [end for end in ends if end is not None]
        last = min([hole.last, *(end_of_day(end) for end in known if end < date.max)])
        if hole.first <= last:
            cut.append(Hole(hole.point, hole.factor, hole.first, last))
    return cut


def _channels_end(points: Collection[str]) -> dict[tuple[str, str], date]:
    """The last day on which some channel sends a factor; date.max when one goes on."""
    found: dict[tuple[str, str], date] = {}
    held = Channel.objects.filter(device__point__code__in=points)
    fields = ("device__point__code", "factor", "valid_until", "device__valid_until")
    for code, factor, *ends in held.values_list(*fields):
        end = min(one or date.max for one in ends)
        found[code, factor] = max(end, found.get((code, factor), end))
    return found
