"""Putting files together 合并: the same rows in fewer files, in the order of point, factor and time.

Each new file holds the whole of its points, so one series is read from one file. What is written is read back and
held against what was to be written before the old files leave the table; they stay on the disk until they are swept.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from huanzhi.monitoring import durable, lake
from huanzhi.monitoring.lake.columns import ORDER, last_day
from huanzhi.monitoring.lake.delta import alone, commit, full, index, place, scan, table
from huanzhi.monitoring.lake.writing import write

TIER = 8  # so many files of about one size are put together while a period is still growing
SMALL = 250_000  # rows; files from that size on wait until their period is closed
SPARE = 8  # files more than needed that a closed period may have


class NotTheSame(RuntimeError):
    """A file does not read as it was written; nothing was removed."""


@dataclass
class Compacted:
    """What was put together: how many rows, which files went, how many came."""

    rows: int = 0
    removed: set[str] = field(default_factory=set)
    added: int = 0


def compact(statistic: str, period: date, keep: Collection[str] = frozenset()) -> Compacted:
    """Put the files of a period together, but for those to keep; nothing when they are in order already."""
    with alone("compaction"):
        here = (pl.col("statistic") == statistic) & (pl.col("period") == period)
        return _together(index().filter(here, ~pl.col("path").is_in(list(keep))))


def tidy(kept: Callable[[date, date], Collection[str]] = lambda first, last: ()) -> Compacted:
    """Put small files together where there are many of one size; files `kept` of those days are left alone.

    Sizes go by powers of TIER, so a row is written again a few times at most while its period grows.
    """
    done = Compacted()
    with alone("compaction", wait=False) as mine:
        small = index().filter(pl.col("rows") < SMALL) if mine else index().clear()
        for (statistic, period), those in small.group_by("statistic", "period"):
            if those.height < TIER:
                continue
            free = those.filter(~pl.col("path").is_in(list(kept(period, last_day(statistic, period)))))  # type: ignore[arg-type]
            size = pl.col("rows").log(TIER).floor()
            crowded = free.filter(pl.len().over(size) >= TIER)
            if crowded.is_empty():
                continue
            most = crowded.select(size.max()).item()
            one = _together(free.filter(size <= most))
            done.rows, done.added = done.rows + one.rows, done.added + one.added
            done.removed |= one.removed
    return done


def loose(statistic: str, period: date) -> bool:
    """Whether a period is in clearly more files than its rows need."""
    held = index().filter(pl.col("statistic") == statistic, pl.col("period") == period)
    return held.height > math.ceil(held["rows"].sum() / lake.FILE_ROWS) + SPARE


def sweep(hours: int) -> int:
    """Remove from the disk what left the table, or never came into it, so many hours ago; how many files."""
    terms = {"retention_hours": hours, "enforce_retention_duration": False}
    with alone("commit"):
        target = table()
        gone = target.vacuum(dry_run=True, **terms)
        if gone:
            before = target.version()
            target.vacuum(dry_run=False, **terms)
            for version in range(before + 1, table().version() + 1):
                durable.sync(durable.logged(place(), version))
    return len(gone)


def _together(held: pl.DataFrame) -> Compacted:
    if held.height < 2 or _in_order(held):
        return Compacted()
    statistic, period = held.row(0, named=True)["statistic"], held.row(0, named=True)["period"]
    paths = held["path"].to_list()
    added, rows = [], 0
    for low, high in _spans(paths):
        part = scan(paths).filter(pl.col("point").is_between(pl.lit(low), pl.lit(high))).collect().sort(ORDER)
        action = write(part, statistic, period, new=False)
        if not pl.read_parquet(full([action.path])[0], hive_partitioning=False).equals(part):
            raise NotTheSame(f"{action.path} does not read as it was written")
        added.append(action)
        rows += part.height
    if rows != held["rows"].sum():
        raise NotTheSame(f"{statistic} {period}: {rows} rows put together, {held['rows'].sum()} were there")
    commit(added, removed=held)
    return Compacted(rows, set(paths), len(added))


def _spans(paths: list[str]) -> list[tuple[str, str]]:
    """Spans of points (both ends included), each with about as many rows as a file should have."""
    counts = scan(paths).group_by("point").len().sort("point").collect()
    spans = counts.group_by((pl.col("len").cum_sum() - pl.col("len")) // lake.FILE_ROWS, maintain_order=True)
    ends = spans.agg(pl.col("point").min().alias("low"), pl.col("point").max().alias("high"))
    return list(ends.select("low", "high").iter_rows())


def _in_order(held: pl.DataFrame) -> bool:
    """Whether every point is in one file, and no file but the last is small."""
    ordered = held.sort("min_point")
    apart = (ordered["min_point"] > ordered["max_point"].shift()).drop_nulls().all()
    return apart and bool((ordered["rows"].head(-1) >= lake.FILE_ROWS // 2).all())
