"""Series 数据序列: every reading of a point and factor, from the lake and from what has not reached it yet.

The recent ones are read first: a reading that moves to the lake meanwhile is then seen twice, never missed; the same
frame's reading counts once.
"""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from huanzhi.monitoring import lake
from huanzhi.monitoring.models import Recent

COLUMNS = [name for name in lake.SCHEMA if name != "day"]


def received(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str = "hour",
) -> pl.DataFrame:
    """Every row ever received, corrections and all, ordered by point, factor, time and precedence.

    `start` and `end` are both dates (days, both included) or both aware datetimes (start < time <= end).
    """
    return _rows(points, factors, start, end, statistic).sort(lake.ORDER)


def counting(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str = "hour",
) -> pl.DataFrame:
    """One row for each point, factor and time: the reading that counts."""
    return lake.counting(_rows(points, factors, start, end, statistic))


def recent(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str,
) -> pl.DataFrame:
    """Those of the rows that are not in the lake yet, in the lake's columns."""
    since, until = lake.bounds(start, end)
    rows = Recent.objects.filter(statistic=statistic, time__gt=since, time__lte=until)
    if points is not None:
        rows = rows.filter(point__in=list(points))
    if factors is not None:
        rows = rows.filter(factor__in=list(factors))
    held = list(rows.values_list(*COLUMNS))
    if not held:
        return lake.nothing()
    schema = {name: lake.SCHEMA[name] for name in COLUMNS}
    frame = pl.DataFrame(held, schema=schema, orient="row")
    return frame.with_columns(day=lake.day_of()).select(list(lake.SCHEMA))


def _rows(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str,
) -> pl.DataFrame:
    """In any order: first those that are not in the lake yet, then those that are."""
    fresh = recent(points, factors, start, end, statistic)
    held = lake.unordered(points, factors, start, end, statistic)
    return held if fresh.is_empty() else pl.concat([held, fresh]).unique(maintain_order=False)
