"""A file of the lake: rows in their order, and what the log says of them."""

import json
import time
from datetime import UTC, date, datetime
from uuid import uuid4

import polars as pl
from deltalake.transaction import AddAction

from huanzhi.monitoring.lake.columns import HELD
from huanzhi.monitoring.lake.delta import BOUNDED, place

ROW_GROUP = 32_768


def write(rows: pl.DataFrame, statistic: str, period: date, new: bool = True) -> AddAction:
    """A file with those rows, in their order, that is not part of the table yet. `new`: readings not yet in it."""
    if not statistic.isalpha():
        raise ValueError(f"statistic: {statistic!r} is no word")
    name = f"statistic={statistic}/period={period}/{uuid4().hex}.parquet"
    path = place() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.select(HELD).write_parquet(path, compression="zstd", row_group_size=ROW_GROUP)
    values = {"statistic": statistic, "period": period.isoformat()}
    return AddAction(
        name, path.stat().st_size, values, time.time_ns() // 1_000_000, new, json.dumps(_stated(rows))
    )


def _stated(rows: pl.DataFrame) -> dict[str, object]:
    """What the log says of a file's rows."""
    ends = {
        end: {name: _text(getattr(rows[name], end)()) for name in BOUNDED if rows[name].null_count() == 0}
        for end in ("min", "max")
    }
    nulls = {name: rows[name].null_count() for name in BOUNDED}
    return {
        "numRecords": rows.height, "minValues": ends["min"], "maxValues": ends["max"], "nullCount": nulls
    }  # fmt: skip


def _text(value: object) -> object:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value
