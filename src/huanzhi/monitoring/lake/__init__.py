"""The lake 数据湖: every reading ever received, append-only, as a Delta table that any engine can read.

A correction is a new row. On reading, for each point, factor and hour a real reading hides a simulated one,
and among those the one received last counts; ties go by source, row, value and flag, so that the order of
arrival never matters.
"""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from huanzhi.monitoring.lake.columns import (
    HELD,
    KEY,
    ORDER,
    PARTITION,
    PRECEDENCE,
    SCHEMA,
    UTC,
    arranged,
    bounds,
    day_of,
    period_of,
)  # fmt: skip
from huanzhi.monitoring.lake.delta import commit, done, full, index, place, scan, table
from huanzhi.monitoring.lake.writing import write
from huanzhi.science.shanghai import day_of_hour

__all__ = [
    "FILE_ROWS", "KEY", "ORDER", "PRECEDENCE", "SCHEMA", "UTC", "append", "bounds", "counting", "day_of", "days_since",
    "done", "files", "hours", "index_of", "newest", "nothing", "place", "received", "repeated", "table",
    "unordered",
]  # fmt: skip
FILE_ROWS = (
    1_000_000  # rows of a file: one series of a month then lies in one file, and a few of its row groups
)


def files(start: date, end: date, statistic: str = "hour", points: Sequence[str] | None = None) -> list[str]:
    """The Parquet files of those days (both included): the exact list to hand to another engine.

    A file may hold other days too (hours lie together by month); with points only files that can hold one of them.
    """
    return full(index_of(start, end, statistic, points)["path"])


def append(frame: pl.DataFrame, transaction: tuple[str, int] | None = None) -> int:
    """Add readings in one step, durably: files, log and folders are fsynced before this returns the number of rows.

    `statistic` defaults to "hour"; `day` is always computed from `time`. Missing columns are a ValueError. With a
    transaction (a name and a growing number) readings whose number is in the lake already are not added again: 0.
    """
    if "statistic" not in frame.columns:
        frame = frame.with_columns(statistic=pl.lit("hour"))
    if missing := [name for name in SCHEMA if name not in frame.columns and name != "day"]:
        raise ValueError(f"readings without the columns {', '.join(missing)}")
    if transaction is not None and done(transaction[0]) >= transaction[1]:
        return 0
    kinds = {name: SCHEMA[name] for name in (*HELD, "statistic")}
    rows = frame.select(pl.col(name).cast(kind) for name, kind in kinds.items()).with_columns(arranged())
    added = []
    for (statistic, period), part in rows.partition_by(PARTITION, as_dict=True).items():
        ordered = part.sort(*KEY, *PRECEDENCE)
        added += [write(piece, statistic, period) for piece in ordered.iter_slices(FILE_ROWS)]
    if not added and transaction is None:
        table()
        return 0
    return frame.height if commit(added, transaction=transaction) else 0


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
    return unordered(points, factors, start, end, statistic).sort(ORDER)


def hours(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
) -> pl.DataFrame:
    """One row for each point, factor and hour: the reading that counts. None means all of them."""
    return counting(unordered(points, factors, start, end, "hour"))


def counting(rows: pl.DataFrame) -> pl.DataFrame:
    """Of rows of one statistic, for each point, factor and time the one that counts, in that order."""
    several = [name for name in KEY[:2] if rows[name].n_unique() > 1]  # of one series the time alone orders
    rows = rows.sort(*several, "time").with_row_index("_place")
    again = rows.select(repeated()).to_series()
    if again.any():  # only these have to be weighed against one another
        counted = rows.filter(again).sort(ORDER).unique(KEY, keep="last")
        rows = rows.filter(~again | pl.col("_place").is_in(counted["_place"].implode()))
    return rows.drop("_place")


def repeated() -> pl.Expr:
    """Whether there is another row of the same point, factor and time, in rows in that order."""
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in KEY).fill_null(False)
    return same | same.shift(-1, fill_value=False)


def nothing() -> pl.DataFrame:
    """No readings."""
    return pl.DataFrame(schema=SCHEMA)


def newest(column: str = "time", simulated: bool | None = None) -> datetime | None:
    """The newest hour (or `received`) of all readings, or of the simulated (or real) ones only."""
    held = index().sort(f"max_{column}", descending=True)
    if simulated is None:
        return held[f"max_{column}"].max()  # type: ignore[return-value]
    found: datetime | None = None
    for path, most in held.select("path", f"max_{column}").iter_rows():
        if found is not None and found >= most:
            break
        rows = scan([path]).filter(pl.col("simulated") == simulated)
        here = rows.select(pl.col(column).max()).collect().item()
        found = here if found is None or (here is not None and here > found) else found
    return found


def days_since(received: datetime | None) -> tuple[date, date] | None:
    """The first and last day that has a row received after that moment (ever, without one); None when none has."""
    held = index()
    if received is None:
        first, last = held["min_time"].min(), held["max_time"].max()
    else:
        late = held.filter(pl.col("max_received") > received)["path"].to_list()
        if not late:
            return None
        rows = scan(late).filter(pl.col("received") > received)
        first, last = rows.select(pl.col("time").min(), last=pl.col("time").max()).collect().row(0)
    if first is None or last is None:
        return None
    return day_of_hour(first), day_of_hour(last)  # type: ignore[arg-type]


def unordered(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str = "hour",
) -> pl.DataFrame:
    """The same rows in any order."""
    since, until = bounds(start, end)
    found = index_of(since, until, statistic, points)["path"].to_list()
    if not found:
        return nothing()
    keep = [pl.col("time") > since, pl.col("time") <= until]
    for name, wanted in (("point", points), ("factor", factors)):
        if wanted is not None:
            one = len(wanted) == 1
            keep.append(pl.col(name) == wanted[0] if one else pl.col(name).is_in(list(wanted)))
    rows = scan(found, statistic).filter(keep).with_columns(day=day_of())
    return rows.select(list(SCHEMA)).collect()


def index_of(
    start: date | datetime, end: date | datetime, statistic: str, points: Sequence[str] | None = None
) -> pl.DataFrame:
    """The files that can hold readings of those days or moments (and points), as rows of the index."""
    since, until = bounds(start, end)
    first, last = day_of_hour(since), day_of_hour(until)
    keep = [
        pl.col("statistic") == statistic,
        pl.col("period").is_between(period_of(statistic, first), period_of(statistic, last)),
        pl.col("max_time") > since,
        pl.col("min_time") <= until,
    ]
    if points is not None:
        low, high = min(points, default=""), max(points, default="")
        keep += [pl.col("max_point") >= pl.lit(low), pl.col("min_point") <= pl.lit(high)]
    return index().filter(keep).sort("path")
