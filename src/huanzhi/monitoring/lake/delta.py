"""The lake's table: where it stands, which files it has, how files come into it: durably, and all of them or none.

Files are written here, row by row in the order of point, factor and time, so that one series lies together and the
smallest and largest values that Parquet and Delta keep say where; deltalake keeps the log.
"""

import fcntl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction
from django.conf import settings

from huanzhi.monitoring import durable
from huanzhi.monitoring.lake.columns import HELD, PARTITION, SCHEMA

BOUNDED = ["point", "factor", "time", "received"]  # columns whose smallest and largest value the log keeps
SETTLED = 2_000_000_000  # nanoseconds: file systems keep times of changes to two seconds or better
_read: dict[str, tuple[int, int]] = {}  # by table: its log's folder, and the change of it that was read
_looked: set[str] = set()  # tables beside which an earlier one was looked for
_indexes: dict[str, tuple[tuple[int, int], pl.DataFrame]] = {}  # by table: of which state, its files
_DELTA = {"String": "string", "Date": "date", "Int64": "long", "Boolean": "boolean"}
_HELD = {name: SCHEMA[name] for name in HELD}
_FIELDS = {**_HELD, "statistic": pl.String(), "period": pl.Date()}
_STATED = {"delta.appendOnly": "true", "delta.dataSkippingStatsColumns": ",".join(BOUNDED)}
_INDEX: dict[str, pl.DataType] = {
    "path": pl.String(),
    "size_bytes": pl.Int64(),
    "num_records": pl.Int64(),
    "partition.statistic": pl.String(),
    "partition.period": pl.Date(),
    **{f"{end}.{name}": SCHEMA[name] for name in BOUNDED for end in ("min", "max")},
}


def place() -> Path:
    """The folder of the table."""
    return Path(settings.LAKE) / "series"


def table() -> DeltaTable:
    """The table as it is now, made when not there yet. A process opens it once, then reads what is new."""
    path = place()
    try:
        opened = _opened(str(path), path.stat().st_ino)
    except (FileNotFoundError, TableNotFoundError):
        _make(path)
        opened = _opened(str(path), path.stat().st_ino)
    _renew(opened, path)
    if str(path) not in _looked:
        _looked.add(str(path))
        from huanzhi.monitoring.lake import earlier

        earlier.take_in()
        opened.update_incremental()
    return opened


def _renew(opened: DeltaTable, path: Path) -> None:
    """Read what is new in the log, if its folder changed; a change within SETTLED may not show in its time yet."""
    log = (path / "_delta_log").stat()
    if _read.get(str(path)) == (log.st_ino, log.st_mtime_ns):
        return
    opened.update_incremental()
    if time.time_ns() - log.st_mtime_ns > SETTLED:
        _read[str(path)] = (log.st_ino, log.st_mtime_ns)


def _make(path: Path) -> None:
    with alone("creation"):
        fields = [Field(name, _DELTA.get(str(kind), "timestamp")) for name, kind in _FIELDS.items()]
        DeltaTable.create(
            str(path), Schema(fields), mode="ignore", partition_by=PARTITION, configuration=_STATED
        )
        durable.sync(durable.added(path, 0))


@lru_cache(maxsize=4)
def _opened(path: str, inode: int) -> DeltaTable:
    try:
        return DeltaTable(path)
    except TableNotFoundError:
        raise
    except DeltaError:
        with alone("mending"):
            if not durable.mend(Path(path)):
                raise
        return DeltaTable(path)


@contextmanager
def alone(what: str, wait: bool = True) -> Iterator[bool]:
    """Only one process (and thread) at a time does this; without waiting, says whether it is this one."""
    folder = place().parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def index() -> pl.DataFrame:
    """Every file: path, bytes, rows, statistic, period, smallest and largest point, factor, time and received."""
    held, path = table(), place()
    state = (path.stat().st_ino, held.version())
    known = _indexes.get(str(path))
    if known is None or known[0] != state:
        known = _indexes[str(path)] = (state, _files(held))
    return known[1]


def _files(held: DeltaTable) -> pl.DataFrame:
    files = pl.DataFrame(held.get_add_actions(flatten=True))
    columns = [
        (pl.col(name) if name in files.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in _INDEX.items()
    ]
    short = {"size_bytes": "bytes", "num_records": "rows"}
    names = {name: short.get(name, name.removeprefix("partition.").replace(".", "_")) for name in _INDEX}
    return files.select(columns).rename(names)


def full(paths: Iterable[str]) -> list[str]:
    """Where those files of the index are."""
    root = place()
    return [str(root / path) for path in paths]


def scan(paths: Sequence[str], statistic: str | None = None) -> pl.LazyFrame:
    """The rows of files of the index, with the columns that are inside them (and their statistic)."""
    rows = pl.scan_parquet(full(paths), schema=_HELD, hive_partitioning=False, glob=False)
    return rows if statistic is None else rows.with_columns(statistic=pl.lit(statistic))


def done(transaction: str) -> int:
    """The number of the last step that a row of steps of that name has put into the table; 0 before the first."""
    return table().transaction_version(transaction) or 0


def commit(
    added: Sequence[AddAction],
    removed: pl.DataFrame | None = None,
    transaction: tuple[str, int] | None = None,
) -> bool:
    """Make files part of the table, and those of `removed` (rows of the index) no longer, in one step.

    With a transaction (a name and a number) nothing is done when that number, or a later one, is in the table
    already: False. Raises LookupError when a file to remove is no longer part of it.
    """
    durable.sync(place() / action.path for action in added)
    gone = [] if removed is None else removed["path"].to_list()
    with alone("commit"):
        if transaction is not None and done(transaction[0]) >= transaction[1]:
            return False
        target = table()
        if lost := set(gone) - set(index()["path"]):
            raise LookupError(f"no longer in the lake: {', '.join(sorted(lost))}")
        steps = [Transaction(*transaction)] if transaction else None
        removals = [] if removed is None else [_removal(row) for row in removed.iter_rows(named=True)]
        target.create_write_transaction(
            [*added, *removals],
            "append",
            target.schema(),
            PARTITION,
            commit_properties=CommitProperties(app_transactions=steps),
        )
        target.update_incremental()
        durable.sync(durable.logged(place(), target.version()))
    return True


def _removal(row: dict) -> RemoveAction:
    values = {"statistic": row["statistic"], "period": row["period"].isoformat()}
    return RemoveAction(row["path"], False, time.time_ns() // 1_000_000, row["bytes"], values)
