"""Writing hours and days of series: only where they differ from what stands, and each change of what stood."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from huanzhi.monitoring.actions.staging import staged
from huanzhi.monitoring.models import Change, DayValue, HourValue, Point
from huanzhi.monitoring.recompute.terms import end_of_day

BATCH = 2000
FIELDS = (
    "value_e3", "standing", "basis", "count", "marks", "decision", "limit", "reason", "simulated",
)  # fmt: skip
SHOWN = ("value_e3", "standing", "decision", "count", "basis")  # of a change
JSON = ("marks", "limit")
WHEN = {HourValue: "time", DayValue: "day"}
Model = type[HourValue] | type[DayValue]
Cause = Callable[[str, datetime], tuple[str, int | None]]


@dataclass(frozen=True)
class Writing:
    """What writing needs to know: the points by code, what is said of limits, what caused it, and when."""

    points: dict[str, Point]
    limits: dict[int, dict[str, Any]]
    cause: Cause  # of a point and a time: the cause and its frame
    now: datetime


@dataclass
class Written:
    """The values written (point, factor, time or day), those that were not there before, and changes of the others."""

    keys: list[tuple[str, str, Any]] = field(default_factory=list)
    new: list[tuple[str, str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def write(model: Model, rows: pl.DataFrame, how: Writing) -> Written:
    """Bring values in line with rows: point, factor, time or day, and FIELDS with the limit's number as `limit`.

    The rows go to the database at once, which says which of them differ from what stands and puts only those in.
    """
    written = Written()
    if rows.is_empty():
        return written
    stage = staged(model, _plain(model, rows, how))
    codes = {point.pk: code for code, point in how.points.items()}
    written.new = [(codes[pk], factor, when) for pk, factor, when in stage.new()]
    written.keys += written.new
    for (pk, factor, when), before, after in stage.differing(SHOWN):
        key = (codes[pk], factor, when)
        written.keys.append(key)
        if before != after:  # else only what it rests on is said otherwise
            written.changes.append(_change(model, how.points[key[0]], key, (before, after), how))
    stage.put(how.now)
    Change.objects.bulk_create(written.changes, batch_size=BATCH)
    return written


def _plain(model: Model, rows: pl.DataFrame, how: Writing) -> pl.DataFrame:
    """The rows as the table has them: points by number, marks and limits as JSON."""
    numbers = {code: how.points[code].pk for code in rows["point"].unique()}
    limits = {key: json.dumps(how.limits[key]) for key in rows["limit"].unique() if key in how.limits}
    return rows.select(
        pl.col("point").replace_strict(numbers, return_dtype=pl.Int64).alias("point_id"),
        "factor",
        WHEN[model],
        *(name for name in FIELDS if name not in JSON),
        pl.format("[{}]", pl.col("marks").list.eval(_mark()).list.join(", ")).alias("marks"),
        pl.col("limit").replace_strict(limits, default="{}", return_dtype=pl.String),
    )


def _mark() -> pl.Expr:
    """A mark as JSON; its numbers are JSON already."""
    part = pl.element().struct
    head = pl.struct(part.field("rule", "edition")).struct.json_encode().str.strip_suffix("}")
    return pl.format('{}, "numbers": {}}}', head, part.field("numbers").replace("", "{}").fill_null("{}"))


def _change(model: Model, point: Point, key: tuple, values: tuple, how: Writing) -> Change:
    """The change of a value that stood."""
    before, after = (dict(zip(SHOWN, one, strict=True)) for one in values)
    time = key[2] if model is HourValue else end_of_day(key[2])
    cause, frame = how.cause(point.code, time)
    what = WHEN[model] if model is DayValue else "hour"
    return Change(
        at=how.now, point=point, what=what, factor=key[1], time=time, before=before, after=after,
        cause=cause, frame=frame,
    )  # fmt: skip
