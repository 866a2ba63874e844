"""Verbs of monitoring: points and their sets, readings taken in, days and hours judged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.forms.models import model_to_dict
from django.utils import timezone

from huanzhi.kit.models import Intake
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring import judging, lake
from huanzhi.monitoring.actions import intake
from huanzhi.monitoring.actions.files import import_cnemc_hourly, import_laboratory
from huanzhi.monitoring.actions.verdicts import Outcome, settle
from huanzhi.monitoring.models import DayVerdict, HourVerdict, Point, PointSet, PointSetMember
from huanzhi.science.shanghai import day_of_hour

__all__ = [
    "define_point_set", "import_cnemc_hourly", "import_laboratory", "judge_days", "judge_hours", "save_point",
    "take_simulated",
]  # fmt: skip
KEEP_HOURS = 96  # verdicts of hours kept ready; older ones are judged when asked for


@verb("monitoring.save-point")
def save_point(actor: Actor, code: str, values: Mapping[str, Any]) -> Point:
    """Make or change a point; values that differ from those on record are written down."""
    point = Point.objects.filter(code=code).first()
    before = model_to_dict(point) if point else None
    point = point or Point(code=code)
    for name, value in values.items():
        setattr(point, name, value)
    point.full_clean()
    point.save()
    record(point, before=before, after=model_to_dict(point))
    return point


@verb("monitoring.define-point-set")
def define_point_set(
    actor: Actor,
    code: str,
    name: str,
    points: Sequence[str],
    valid_from: date,
    valid_until: date | None = None,
    note: str = "",
) -> PointSet:
    """A set of points: the version on record when it holds the same points, a new version otherwise."""
    found = {point.code: point for point in Point.objects.filter(code__in=points)}
    if absent := [point for point in points if point not in found]:
        raise LookupError(f"point set {code}: no point {', '.join(absent)}")
    newest = PointSet.objects.filter(code=code).order_by("-version").first()
    held = set(newest.points.values_list("code", flat=True)) if newest else set()
    if newest and held == set(points):
        record(newest, reason="already so")
        return newest
    version = newest.version + 1 if newest else 1
    made = PointSet.objects.create(
        code=code, version=version, name=name, valid_from=valid_from, valid_until=valid_until, note=note
    )
    PointSetMember.objects.bulk_create(PointSetMember(set=made, point=found[point]) for point in points)
    before = {"version": newest.version, "points": sorted(held)} if newest else None
    record(made, before=before, after={"version": version, "points": list(points)})
    return made


@verb("monitoring.take-simulated")
def take_simulated(actor: Actor, name: str, rows: pl.DataFrame) -> tuple[Intake | None, date | None]:
    """Take in those rows of a simulation that were received since the last time.

    Returns:
        the intake (None when there was nothing new) and the earliest day that has a new row.
    """
    last = lake.newest("received", simulated=True)
    fresh = rows if last is None else rows.filter(pl.col("received") > last)
    if fresh.is_empty():
        record(f"simulation:{name}", reason="nothing new")
        return None, None
    lake.append(fresh)
    done = intake.simulated_intake(name, fresh.height, [name, last, fresh.height], actor.name)
    record(done, after=model_to_dict(done))
    return done, day_of_hour(fresh["time"].min())  # type: ignore[arg-type]


@verb("monitoring.judge-days")
def judge_days(
    actor: Actor, points: Iterable[Point], start: date, end: date, now: datetime | None = None
) -> Outcome:
    """Judge the days that are over, both ends included; a verdict is written only where it differs."""
    now = now or timezone.now()
    end = min(end, day_of_hour(now) - timedelta(days=1))
    by_code = {point.code: point for point in points}
    rows = judging.days(list(by_code), start, end)
    outcome = settle(DayVerdict, "day", rows, by_code, (start, end), now)
    record("monitoring:days", after={"from": start, "to": end, "points": sorted(by_code), **outcome.plain()})
    return outcome


@verb("monitoring.judge-hours")
def judge_hours(actor: Actor, points: Iterable[Point], now: datetime | None = None) -> Outcome:
    """Judge the newest hours from what the lake holds now, and let go of older ones.

    Each hour is judged from the readings that count, so a late one fills its own hour and changes no newer
    one. Of a point that has gone silent the newest hour stays.
    """
    now = now or timezone.now()
    by_code = {point.code: point for point in points}
    start = now - timedelta(hours=KEEP_HOURS)
    outcome = settle(
        HourVerdict, "time", judging.hours(list(by_code), start, now), by_code, (start, now), now
    )
    held = HourVerdict.objects.filter(point__in=by_code.values())
    newest = held.order_by("point_id", "-time").distinct("point_id").values("pk")
    held.filter(time__lte=start).exclude(pk__in=newest).delete()
    record("monitoring:hours", after={"to": now, "points": sorted(by_code), **outcome.plain()})
    return outcome
