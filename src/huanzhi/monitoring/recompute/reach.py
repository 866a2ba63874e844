"""波及范围: which hours a new reading can change, and which readings must be looked at to say so exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from huanzhi.monitoring import lake
from huanzhi.monitoring.quality import context
from huanzhi.monitoring.recompute.terms import HOUR

STATISTICS = ("real", "minute", "hour")  # an hour is made of the last that there is
HOURS = {"point": pl.String(), "time": lake.UTC}


@dataclass(frozen=True)
class Stretch:
    """Readings to be read at once: of these points, start < time <= end."""

    points: list[str]
    start: datetime
    end: datetime


def wanted(touched: dict[str, set[tuple[str, datetime]]], last: datetime) -> dict[str, pl.DataFrame]:
    """For each statistic the hours (point, time) to work out from it, none later than `last`.

    A reading bears on others up to the quality chain's `context` away. What an hour is made of depends on the
    statistics that go before, so the hours of one are among the hours of the next.

    >>> from datetime import UTC
    >>> hour = datetime(2026, 1, 1, 8, tzinfo=UTC)
    >>> found = wanted({"real": {("P", hour)}}, hour)
    >>> found["real"]["time"].max() == found["hour"]["time"].max() == hour
    True
    """
    found: dict[str, pl.DataFrame] = {}
    held = pl.DataFrame(schema=HOURS)
    for statistic in STATISTICS:
        own = pl.DataFrame(list(touched.get(statistic, ())), schema=HOURS, orient="row")
        held = pl.concat([held, _around(own, _reach(statistic))]).unique()
        found[statistic] = held = held.filter(pl.col("time") <= last)
    return found


def stretches(hours: pl.DataFrame, statistic: str) -> Iterator[Stretch]:
    """What must be read of a statistic for exact answers about those hours, neighbouring days at once."""
    by_day = hours.group_by(day=lake.day_of()).agg(
        pl.col("point").unique().sort(), first=pl.col("time").min(), last=pl.col("time").max()
    )
    around = context(statistic)
    waiting: Stretch | None = None
    for points, first, last in by_day.sort("day").select("point", "first", "last").iter_rows():
        stretch = Stretch(points, first - HOUR - around, last + around)
        if waiting and waiting.points == points and stretch.start <= waiting.end:
            waiting = Stretch(points, waiting.start, stretch.end)
            continue
        if waiting:
            yield waiting
        waiting = stretch
    if waiting:
        yield waiting


def _reach(statistic: str) -> int:
    """The context in whole hours, rounded up."""
    return -(-context(statistic) // HOUR)


def _around(hours: pl.DataFrame, reach: int) -> pl.DataFrame:
    steps = pl.DataFrame({"step": [timedelta(hours=step) for step in range(-reach, reach + 1)]})
    near = hours.join(steps, how="cross")
    return near.select("point", (pl.col("time") + pl.col("step")).cast(lake.UTC).alias("time")).unique()
