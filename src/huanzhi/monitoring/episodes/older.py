"""Hours older than those that are kept (历史小时): worked out again from the readings, as the recomputation would."""

from datetime import datetime

import polars as pl

from huanzhi.monitoring import limits
from huanzhi.monitoring.episodes.detect import HOUR, Hour
from huanzhi.monitoring.episodes.window import whole
from huanzhi.monitoring.lake import day_of
from huanzhi.monitoring.recompute import kernel
from huanzhi.monitoring.recompute.loading import hours_at
from huanzhi.monitoring.recompute.reach import HOURS, STATISTICS

COLUMNS = ("time", "value_e3", "standing", "decision", "limit_e3", "simulated", "basis", "floor_e3")


def hours_of_point(point: str, start: datetime, end: datetime) -> dict[str, list[Hour]]:
    """Hours of a point's series (by factor) in start < hour <= end; of hours in which nothing came there is none."""
    first = whole(start) + HOUR
    times = [first + HOUR * n for n in range(int((end - first) // HOUR) + 1)] if first <= end else []
    frame = pl.DataFrame([(point, time) for time in times], schema=HOURS, orient="row")
    if frame.is_empty():
        return {}
    rows = hours_at(dict.fromkeys(STATISTICS, frame), end)
    rows = kernel.judge(rows.with_columns(day=day_of()), limits.frame_of([point]), "hour")
    found: dict[str, list[Hour]] = {}
    for factor, *hour in rows.sort("time").select("factor", *COLUMNS).iter_rows():
        hour[3] = hour[3] or ""
        found.setdefault(factor, []).append(Hour(*hour))
    return found
