"""The lake 数据湖: every reading ever received, append-only, as a Delta table that any engine can read.

A correction is a new row. On reading, for each point, factor and hour a real reading hides a simulated one,
and among those the one received last counts; ties go by source, row, value and flag, so that the order of
arrival never matters.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, Field, Schema, write_deltalake
from django.conf import settings

from huanzhi.monitoring import durable
from huanzhi.science.shanghai import ZONE, day_of_hour

UTC = pl.Datetime("us", "UTC")
SCHEMA: dict[str, pl.DataType] = {
    "point": pl.String(),
    "factor": pl.String(),
    "statistic": pl.String(),
    "day": pl.Date(),
    "time": UTC,
    "value_e3": pl.Int64(),
    "flag": pl.String(),
    "received": UTC,
    "source": pl.String(),
    "row": pl.Int64(),
    "simulated": pl.Boolean(),
}
KEY = ["point", "factor", "time"]
PRECEDENCE = ["received", "source", "row", "value_e3", "flag"]
ORDER = [*map(pl.col, KEY), ~pl.col("simulated"), *map(pl.col, PRECEDENCE)]  # what counts comes last
PARTITION = ["statistic", "day"]
CHUNK = 400_000  # rows a commit: keeps the memory of a six-year load flat
_DELTA = {"String": "string", "Date": "date", "Int64": "long", "Boolean": "boolean"}


def place() -> Path:
    """The folder of the table."""
    return Path(settings.LAKE) / "readings"


def table() -> DeltaTable:
    """The table as it is now, made when not there yet. A process opens it once, then reads what is new."""
    path = place()
    if not DeltaTable.is_deltatable(str(path)):
        fields = [Field(name, _DELTA.get(str(kind), "timestamp")) for name, kind in SCHEMA.items()]
        DeltaTable.create(str(path), Schema(fields), mode="ignore", partition_by=PARTITION)
        durable.sync(durable.added(path, 0))
    opened = _opened(str(path), path.stat().st_ino)
    opened.update_incremental()
    return opened


@lru_cache(maxsize=4)
def _opened(path: str, inode: int) -> DeltaTable:
    return DeltaTable(path)


def files(start: date, end: date, statistic: str = "hour") -> list[str]:
    """The Parquet files of those days (both included): the exact list to hand to another engine."""
    days: list[tuple[str, str, object]] = [("day", ">=", start), ("day", "<=", end)]
    return table().file_uris(file_pruning_predicate=[("statistic", "=", statistic), *days])


def day_of(time: str | pl.Expr = "time") -> pl.Expr:
    """The day (Shanghai) an hour-ending time belongs to: 00:00 belongs to the day before."""
    column = pl.col(time) if isinstance(time, str) else time
    return (column - pl.duration(microseconds=1)).dt.convert_time_zone(ZONE).dt.date()


def append(frame: pl.DataFrame) -> int:
    """Add readings, durably: files, log and folders are fsynced before this returns the number of rows.

    `statistic` defaults to "hour"; `day` is always computed from `time`. Missing columns are a ValueError.
    """
    if "statistic" not in frame.columns:
        frame = frame.with_columns(statistic=pl.lit("hour"))
    frame = frame.with_columns(day=day_of())
    if missing := [name for name in SCHEMA if name not in frame.columns]:
        raise ValueError(f"readings without the columns {', '.join(missing)}")
    frame = frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(*PARTITION, *KEY)
    target = table()
    for start in range(0, frame.height, CHUNK):
        write_deltalake(target, frame.slice(start, CHUNK), mode="append")
        target.update_incremental()
        durable.sync(durable.added(place(), target.version()))
    return frame.height


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
    return _read(points, factors, start, end, statistic).sort(ORDER)


def hours(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
) -> pl.DataFrame:
    """One row for each point, factor and hour: the reading that counts. None means all of them."""
    rows = _read(points, factors, start, end, "hour")
    again = rows.select(KEY).is_duplicated()
    if again.any():  # only these have to be weighed against one another
        counted = rows.filter(again).sort(ORDER).unique(KEY, keep="last", maintain_order=True)
        rows = pl.concat([rows.filter(~again), counted])
    return rows.sort(KEY)


def newest(column: str = "time", simulated: bool | None = None) -> datetime | None:
    """The newest hour (or `received`) of all readings, or of the simulated (or real) ones only."""
    rows = pl.scan_delta(table())
    if simulated is not None:
        rows = rows.filter(pl.col("simulated") == simulated)
    return rows.select(pl.col(column).max()).collect().item()


def days_since(received: datetime | None) -> tuple[date, date] | None:
    """The first and last day that has a row received after that moment (ever, without one); None when none has."""
    rows = pl.scan_delta(table())
    if received is not None:
        rows = rows.filter(pl.col("received") > received)
    first, last = rows.select(pl.col("day").min(), last=pl.col("day").max()).collect().row(0)
    return None if first is None else (first, last)


def compact(day: date) -> dict:
    """Put the small files of a closed day together; the old files stay until they are vacuumed."""
    target = table()
    outcome = target.optimize.compact([("day", "=", day.isoformat())])
    if outcome["numFilesAdded"]:
        durable.sync(durable.added(place(), target.version()))
    return outcome


def _read(
    points: Sequence[str] | None,
    factors: Sequence[str] | None,
    start: date | datetime,
    end: date | datetime,
    statistic: str,
) -> pl.DataFrame:
    keep = [pl.lit(True)]
    first, last = start, end
    if isinstance(start, datetime) and isinstance(end, datetime):
        first, last = day_of_hour(start), day_of_hour(end)
        keep += [pl.col("time") > start, pl.col("time") <= end]
    if points is not None:
        keep.append(pl.col("point").is_in(list(points)))
    if factors is not None:
        keep.append(pl.col("factor").is_in(list(factors)))
    found = files(first, last, statistic)
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    hive = {name: SCHEMA[name] for name in PARTITION}
    return pl.scan_parquet(found, hive_schema=hive).filter(keep).select(list(SCHEMA)).collect()
