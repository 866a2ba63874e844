"""Flush 落湖: recent readings move to the lake, each exactly once. Machinery: its trace is the lake's own log.

A step takes all rows up to a number below which none can appear any more, adds them to the lake under that number,
then deletes them here. After a crash between the two the lake knows the number, and what still stands here is held
against what stands there.
"""

from datetime import datetime, timedelta

import polars as pl
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from huanzhi.monitoring import lake, seals
from huanzhi.monitoring.actions.turns import turn
from huanzhi.monitoring.keeping import keeping
from huanzhi.monitoring.lake import compaction
from huanzhi.monitoring.readings import Recent

NAME = "recent"  # of the lake's transactions
STEP = 500_000  # rows at a time: bounds the memory when much has piled up
PATIENCE = "1s"  # a writer that takes longer is not waited for; the next round will do
_LOCK = 0x464C5553  # "FLUS"
_COLUMNS = [name for name in lake.SCHEMA if name != "day"]
_TIMES = ("time", "received")


def flush(now: datetime | None = None, least: int | None = None, oldest_seconds: int | None = None) -> int:
    """Move what is there to the lake when it is at least so many readings, or one waits longer than so many seconds.

    Returns how many readings were moved; 0 when it was not worth it, or another process is at it.
    """
    now = now or timezone.now()
    least = keeping().flush_rows if least is None else least
    oldest = now - timedelta(seconds=keeping().flush_seconds if oldest_seconds is None else oldest_seconds)
    moved = 0
    with turn(_LOCK) as mine:
        if not mine:
            return 0
        moved += _finish()
        while _worth(least, oldest) and (last := _horizon()) is not None:
            rows = _rows(last)
            lake.append(rows, (NAME, last))
            _forget(last)
            moved += rows.height
    if moved:
        compaction.tidy(seals.paths)
    return moved


def _worth(least: int, oldest: datetime) -> bool:
    """Whether enough is there, or something waits too long; looks at no more rows than it needs."""
    first = Recent.objects.order_by("pk").values_list("received", flat=True).first()
    if first is None:
        return False
    return first <= oldest or Recent.objects.all()[: max(least, 1)].count() >= max(least, 1)


def _horizon() -> int | None:
    """The number of the last row of this step: up to it every row is seen, and none can appear any more. None: wait.

    Numbers are given before a transaction ends, so a smaller one may become visible later. For a moment writers are
    waited for and new ones held back; whoever comes after has a larger number.
    """
    table = connection.ops.quote_name(Recent._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            cursor.execute(
                f"SELECT max(id) FROM (SELECT id FROM {table} ORDER BY id LIMIT %s) AS step", [STEP]
            )
            return cursor.fetchone()[0]
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return None
        raise


def _rows(last: int) -> pl.DataFrame:
    """The rows up to that number, as the lake has them."""
    taken = [
        f'(extract(epoch FROM "{name}") * 1000000)::bigint' if name in _TIMES else f'"{name}"'
        for name in _COLUMNS
    ]
    table = connection.ops.quote_name(Recent._meta.db_table)
    chosen = f"SELECT {', '.join(taken)} FROM {table} WHERE id <= {int(last)} ORDER BY id"
    with connection.cursor() as cursor:
        connection.ensure_connection()
        with cursor.copy(f"COPY ({chosen}) TO STDOUT (FORMAT csv)") as copy:
            content = b"".join(copy)
    raw = {name: pl.Int64() if name in _TIMES else lake.SCHEMA[name] for name in _COLUMNS}
    kinds = {**raw, "simulated": pl.String()}
    if not content:
        return pl.DataFrame(schema={name: lake.SCHEMA[name] for name in _COLUMNS})
    rows = pl.read_csv(content, has_header=False, schema=kinds).with_columns(pl.col(pl.String).fill_null(""))
    moments = [
        pl.col(name).cast(pl.Datetime("us")).dt.replace_time_zone("UTC").alias(name) for name in _TIMES
    ]
    return rows.with_columns(*moments, simulated=pl.col("simulated") == "t")


def _forget(last: int) -> None:
    """Delete what is in the lake."""
    Recent.objects.filter(pk__lte=last).delete()


def _finish() -> int:
    """What a crash left here that the lake has already is deleted; what it has not is added first."""
    last = lake.done(NAME)
    keys = list(Recent.objects.filter(pk__lte=last).values_list("pk", flat=True)) if last else []
    if not keys:
        return 0
    rows = _rows(last)
    absent = rows.join(_in_lake(rows), on=_COLUMNS, how="anti", nulls_equal=True)
    if absent.height:  # numbers began anew: a database put back from a copy
        lake.append(absent)
    Recent.objects.filter(pk__in=keys).delete()
    return rows.height


def _in_lake(rows: pl.DataFrame) -> pl.DataFrame:
    """Those rows' periods as the lake holds them."""
    held = []
    for (statistic,), part in rows.partition_by("statistic", as_dict=True).items():
        first, last = part.select(first=pl.col("time").min(), last=pl.col("time").max()).row(0)
        points, factors = part["point"].unique().to_list(), part["factor"].unique().to_list()
        held.append(lake.received(points, factors, first - timedelta(microseconds=1), last, statistic))
    return pl.concat(held).select(_COLUMNS)
