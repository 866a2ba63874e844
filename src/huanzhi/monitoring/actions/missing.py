"""缺失小时: hours of a series in which nothing came, written as missing, and hour values let go when they are old."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from huanzhi.monitoring import lake
from huanzhi.monitoring.actions.touched import touch
from huanzhi.monitoring.actions.values import Writing, Written, write
from huanzhi.monitoring.models import HourValue, Point, Touched
from huanzhi.monitoring.recompute.holes import gaps, open_ends, points_with_open_ends, points_without_day
from huanzhi.monitoring.recompute.hours import MARK
from huanzhi.monitoring.recompute.standing import MISSING
from huanzhi.monitoring.recompute.terms import HOUR, terms

POINTS = 500  # whose old hours are deleted at once
SCHEMA: dict[str, Any] = {"point": pl.String, "factor": pl.String, "time": lake.UTC, "simulated": pl.Boolean}


def mark_missing(now: datetime | None = None) -> int:
    """Put down for recomputation what is due without anything having come: to be called every minute.

    Those are points of which a series that spoke before has nothing at the newest hour that is over by the grace
    time, and points whose day is over and has no value yet. Returns how many; `recompute` writes.
    """
    due = terms().due(now or timezone.now())
    with transaction.atomic():
        without_day, end = points_without_day(due)
        return _once(points_with_open_ends(due), due) + _once(without_day, end)


def let_go(now: datetime | None = None) -> int:
    """Delete hour values older than they are kept, of some points at a time; the day values stay. Returns how many."""
    until = terms().kept_after(now or timezone.now())
    old = HourValue.objects.filter(point=OuterRef("pk"), time__lte=until)
    points = list(Point.objects.filter(Exists(old)).values_list("pk", flat=True)[:POINTS])
    return HourValue.objects.filter(point__in=points, time__lte=until).delete()[0] if points else 0


def fill(
    points: Collection[str], new: Collection[tuple[str, str, datetime]], how: Writing, kept: datetime
) -> Written:
    """Write missing hours: after the last of each series of points that were reached, and around hours that are new.

    So every series has a value for each hour between its first and the newest that is due, in whatever order its
    readings came.
    """
    due = terms().due(how.now)
    holes = gaps(new, due, kept) + open_ends(points, due)
    rows = {(hole.point, hole.factor, time) for hole in holes for time in hole.hours() if time > kept}
    return write(HourValue, _rows(rows, how), how)


def _rows(rows: Collection[tuple[str, str, datetime]], how: Writing) -> pl.DataFrame:
    marked = [(*row, how.points[row[0]].simulated) for row in sorted(rows)]
    return pl.DataFrame(marked, schema=SCHEMA, orient="row").with_columns(
        value_e3=pl.lit(None, pl.Int64),
        standing=pl.lit(MISSING),
        basis=pl.lit(""),
        count=pl.lit(0),
        marks=pl.lit([], pl.List(MARK)),
        decision=pl.lit(""),
        limit=pl.lit(None, pl.Int64),
        reason=pl.lit("nothing came"),
    )


def _once(points: Collection[str], time: datetime) -> int:
    """Put an hour of points down that is not down already."""
    waiting = Touched.objects.filter(statistic="due", time=time).values_list("point", flat=True)
    return touch(sorted(set(points) - set(waiting)), time - HOUR, time, "due")
