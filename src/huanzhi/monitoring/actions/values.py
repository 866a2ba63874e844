"""Writing hours and days of series: only where they differ from what stands, and each change of what stood."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import TextField
from django.db.models.functions import Cast

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
    """Bring values in line with rows: point, factor, time or day, and FIELDS with the limit's number as `limit`."""
    written, batch, when = Written(), [], WHEN[model]
    if rows.is_empty():
        return written
    held = _held(model, rows, how.points)
    for row in rows.select("point", "factor", when, *FIELDS).iter_rows(named=True):
        code = row.pop("point")
        if row["marks"]:
            row["marks"] = [mark | {"numbers": json.loads(mark["numbers"] or "{}")} for mark in row["marks"]]
        row["limit"] = how.limits.get(row["limit"], {})
        point, key = how.points[code], (code, row["factor"], row[when])
        after, before = tuple(row[name] for name in FIELDS), held.get((point.pk, *key[1:]))
        if before == after:
            continue
        batch.append(model(point=point, evaluated_at=how.now, **row))
        written.keys.append(key)
        if before is None:
            written.new.append(key)
        else:
            written.changes += _changes(model, point, key, (before, after), how)
    _put(model, batch)
    Change.objects.bulk_create(written.changes, batch_size=BATCH)
    return written


def _held(model: Model, rows: pl.DataFrame, points: dict[str, Point]) -> dict[tuple, tuple]:
    when = WHEN[model]
    span = (rows[when].min(), rows[when].max())
    wanted = [points[code].pk for code in rows["point"].unique()]
    held = model._default_manager.filter(point__in=wanted, **{f"{when}__range": span})
    known: dict[str, Any] = {}  # most are the same few texts: each is read once

    def read(text: str) -> Any:
        if text not in known:
            known[text] = json.loads(text)
        return known[text]

    plain = held.annotate(**{f"{name}_text": Cast(name, TextField()) for name in JSON})
    names = [f"{name}_text" if name in JSON else name for name in FIELDS]
    first, second = (names.index(f"{name}_text") for name in JSON)
    found = {}
    for point, factor, at, *row in plain.values_list("point_id", "factor", when, *names).iterator(BATCH):
        row[first], row[second] = read(row[first]), read(row[second])
        found[point, factor, at] = tuple(row)
    return found


def _changes(model: Model, point: Point, key: tuple, values: tuple, how: Writing) -> list[Change]:
    """The change of a value that stood; none when only what it rests on is said otherwise."""
    before, after = (dict(zip(FIELDS, one, strict=True)) for one in values)
    before, after = ({name: one[name] for name in SHOWN} for one in (before, after))
    if before == after:
        return []
    time = key[2] if model is HourValue else end_of_day(key[2])
    cause, frame = how.cause(point.code, time)
    what = WHEN[model] if model is DayValue else "hour"
    return [
        Change(
            at=how.now, point=point, what=what, factor=key[1], time=time, before=before, after=after,
            cause=cause, frame=frame,
        )
    ]  # fmt: skip


def _put(model: Model, batch: list) -> None:
    model._default_manager.bulk_create(
        batch,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["point", "factor", WHEN[model]],
        update_fields=[*FIELDS, "evaluated_at"],
    )
