"""重算内核: frames in, frames out; the same for one late reading and for a year of a district."""

from collections.abc import Collection

import polars as pl

from huanzhi.monitoring.recompute.days import days
from huanzhi.monitoring.recompute.hours import hours
from huanzhi.monitoring.recompute.judged import judge

__all__ = ["days", "evaluate_days", "hours", "judge"]


def evaluate_days(hours: pl.DataFrame, limits: pl.DataFrame, weighted: Collection[str] = ()) -> pl.DataFrame:
    """Every day of every series with its mean, judged by the daily limit in force on it.

    Parameters
    ----------
    hours : point, factor, time (hour ending, aware), value_e3, standing (or flag); one row an hour, in any order.
        A year of a district is given in buckets of points, which bounds the memory.
    limits : columns of judged.LIMITS.
    weighted : the points (wastewater) whose days are weighted by flow.

    Returns point, factor, day, value_e3, standing, count, hours, reason, decision, limit, limit_e3.
    """
    return judge(days(hours, weighted), limits, "day")
