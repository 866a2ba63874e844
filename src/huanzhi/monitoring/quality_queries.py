"""Readings with their standing 带状态的读数: readings, ranges and reviews put through the checks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import polars as pl

from huanzhi.monitoring import limits, series
from huanzhi.monitoring.models import Channel, Review
from huanzhi.monitoring.quality import Span, assess, context
from huanzhi.monitoring.quality.checks import Ranges
from huanzhi.science.shanghai import OFFSET, day_of_hour

SPAN = ("point__code", "factor", "start", "end", "standing", "reason")


def assessed(points: Sequence[str], start: datetime, end: datetime, statistic: str = "hour") -> pl.DataFrame:
    """The readings that count (start < time <= end) with `standing` and `marks`, as exact as over a longer while."""
    more = context(statistic)
    rows = series.counting(points, None, start - more, end + more, statistic)
    on = day_of_hour(end)
    seen = assess(rows, ranges(points), spans(points, start, end), statistic, on)
    return seen.filter((pl.col("time") > start) & (pl.col("time") <= end))


def ranges(points: Sequence[str]) -> Ranges:
    """Between which values the channels of points can be believed, in thousandths."""
    held = Channel.objects.filter(device__point__code__in=points).order_by("pk")
    return {
        (point, factor): tuple(None if bound is None else int(bound * 1000) for bound in (low, high))  # type: ignore[misc]
        for point, factor, low, high in held.values_list("device__point__code", "factor", "low", "high")
    }


def spans(points: Sequence[str], start: datetime, end: datetime) -> list[Span]:
    """Reviews that hold and bear on readings of those times, in the order in which they were made."""
    held = Review.objects.filter(point__code__in=points, start__lt=end, end__gt=start, withdrawn_at=None)
    return [Span(*row) for row in held.order_by("at", "pk").values_list(*SPAN)]


def hour_limits(points: Sequence[str], day: date) -> dict[tuple[str, str], int]:
    """The hourly limit of each point and factor on a day, in thousandths: a permit's first, then the strictest."""
    held = limits.frame_of(points).filter(
        pl.col("averaging") == "hour",
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_until").is_null() | (pl.col("valid_until") >= day),
        pl.col("limit_e3").is_not_null(),
    )
    first = held.sort(pl.col("ground") != "permit", "limit_e3").unique(
        ["point", "factor"], keep="first", maintain_order=True
    )
    return {(row["point"], row["factor"]): row["limit_e3"] for row in first.iter_rows(named=True)}


def day_span(day: date) -> tuple[datetime, datetime]:
    """From when until when a day of Shanghai lasts."""
    opening = datetime.combine(day, time(), OFFSET)
    return opening, opening + timedelta(days=1)
