"""The lake that is measured: 101 million invented readings of a district of 2,000 devices.

Hours of a year of three factors (the three of a stack that have limits) 52.6 M, real-time data of a week of two
factors, each minute, 40.3 M, ten-minute data of a week 6.0 M, days of a year 2.2 M. They are filled in pieces and put
together as the product does, the last day of the week still open, in the files of its flushes; one reading in a
thousand comes again, corrected and late, and stays in small files.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import polars as pl
from peers.readings import readings

DEVICES = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 2_000
SAMPLE = max(DEVICES * 3 // 20, 1)
POINTS = [f"PT{n:06}" for n in range(DEVICES)]
FACTORS = ["a21002", "a21026", "a34013"]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WEEK = (date(2026, 12, 21), date(2026, 12, 27))
MIDNIGHT = timedelta(hours=-8)  # Shanghai's, in UTC
FLUSHES = 288  # of the day still open: 20,000 readings each, as a minute of a district with ten factors


def say(text: str) -> None:
    """Progress, for people."""
    print(f"· {text}", file=sys.stderr, flush=True)


def at(day: date) -> datetime:
    """When a day begins in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + MIDNIGHT


def parts() -> Iterator[tuple[str, date, Callable[[list[str]], pl.DataFrame]]]:
    """Statistic, period, and what makes its readings for a list of points."""
    for month in range(1, 13):
        first = date(2026, month, 1)
        days = ((first + timedelta(days=31)).replace(day=1) - first).days
        yield (
            "hour",
            first,
            lambda p, f=first, d=days: readings(p, FACTORS, "hour", at(f), 3600, 24 * d, f.month),
        )
        yield "day", first, lambda p, f=first, d=days: readings(p, FACTORS, "day", at(f), 86400, d, f.month)
    for number in range(7):
        day = WEEK[0] + timedelta(days=number)
        yield "real", day, lambda p, d=day: readings(p, FACTORS[:2], "real", at(d), 60, 1440, d.day)
        yield "minute", day, lambda p, d=day: readings(p, FACTORS, "minute", at(d), 600, 144, d.day)


def fill() -> tuple[float, float]:
    """The lake as it stands after its days and months were closed, and then late readings; the last day still open.

    Returns millions of readings a second, appended and put together.
    """
    from huanzhi.monitoring import lake
    from huanzhi.monitoring.lake import compaction
    from huanzhi.monitoring.lake.delta import index

    seconds, rows_put = {"append": 0.0, "together": 0.0}, 0
    for statistic, period, make in parts():
        rows = make(POINTS)
        still_open = (statistic, period) == ("real", WEEK[1])
        count = FLUSHES if still_open else 4
        for piece in _pieces(rows, count):  # as flushed: each piece holds every point
            seconds["append"] += spent(lambda p=piece: lake.append(p))
            if still_open:
                compaction.tidy()
        if not still_open:
            seconds["together"] += spent(lambda s=statistic, p=period: compaction.compact(s, p))
            rows_put += rows.height
        late = rows.sample(rows.height // 1000, seed=1)
        day = pl.duration(days=1)
        lake.append(
            late.with_columns(pl.col("received") + day, pl.col("value_e3") + 10, pl.col("row") + 10**12)
        )
        files = len(lake.files(period, period, statistic))
        say(f"{statistic} {period}: {rows.height / 1e6:.2f} M readings, {files} files")
    return index()["rows"].sum() / seconds["append"] / 1e6, rows_put / seconds["together"] / 1e6


def _pieces(rows: pl.DataFrame, count: int) -> Iterator[pl.DataFrame]:
    """Rows by time, so many pieces."""
    times = rows["time"].unique().sort()
    step = -(-len(times) // count)
    for first in range(0, len(times), step):
        span = times[first : first + step]
        yield rows.filter(pl.col("time").is_between(span[0], span[-1]))


def spent(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
