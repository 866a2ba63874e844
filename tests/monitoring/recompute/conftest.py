"""A district in small, readings as unpacking leaves them, and everything that stands, to be compared."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from huanzhi.monitoring.actions.missing import mark_missing
from huanzhi.monitoring.actions.recompute import recompute
from huanzhi.monitoring.models import (
    Channel,
    DayValue,
    DayVerdict,
    Device,
    Episode,
    HourValue,
    HourVerdict,
    OutletLimit,
    Point,
    Recent,
    Touched,
)
from huanzhi.monitoring.recompute.hours import hour_end

MIDNIGHT = datetime(2026, 4, 30, 16, tzinfo=UTC)  # 1 May in Shanghai
VOLATILE = {"id", "evaluated_at"}


def _outlet(code, medium, factors, limits):
    point = Point.objects.create(code=code, name=code, medium=medium)
    device = Device.objects.create(
        code=f"MN{code}", name=code, point=point, real_seconds=600, minute_minutes=10
    )
    for factor in factors:
        Channel.objects.create(
            code=f"{code}-{factor}",
            name=factor,
            device=device,
            sent=factor,
            factor=factor,
            unit="mg/L",
            high=5000,
        )
    for factor, averaging, text in limits:
        OutletLimit.objects.create(
            code=f"L{code}{factor}{averaging}", name=factor, point=point, factor=factor, averaging=averaging,
            text=text, unit="mg/L", document="permit",
        )  # fmt: skip
    return point


@pytest.fixture
def district(db):
    """A stack, a wastewater outlet weighted by flow, and a station of the air."""
    return SimpleNamespace(
        stack=_outlet(
            "S", "stack", ["a21026", "a21002"], [("a21026", "hour", "50"), ("a21026", "day", "50")]
        ),
        sewage=_outlet("W", "sewage", ["w01018", "w00000"], [("w01018", "day", "50")]),
        air=Point.objects.create(code="A", name="A", medium="air"),
    )


def reading(point, factor, hour, value, statistic="hour", frame=1, flag="N", late=0, minute=0):
    """A reading of an hour counted from midnight; `frame` orders it: a later frame's counts."""
    time = MIDNIGHT + timedelta(hours=hour, minutes=minute)
    value_e3 = None if value is None else int(Decimal(str(value)) * 1000)
    return Recent(
        point=point, factor=factor, statistic=statistic, time=time, value_e3=value_e3, flag=flag,
        received=MIDNIGHT + timedelta(days=3, seconds=frame), source="hj212", row=frame,
    )  # fmt: skip


def arrive(readings):
    """What unpacking does."""
    copies = [
        Recent(**{f.name: getattr(one, f.name) for f in Recent._meta.fields if f.name != "id"})
        for one in readings
    ]
    Recent.objects.bulk_create(copies)
    hours = {(one.point, one.statistic, hour_end(one.time)): one.row for one in readings}
    Touched.objects.bulk_create(
        Touched(point=point, statistic=statistic, time=time, row=row)
        for (point, statistic, time), row in hours.items()
    )


def settle(now):
    """Recompute until nothing is left; what a worker does."""
    outcomes = [recompute(now)]
    while outcomes[-1].touched:
        outcomes.append(recompute(now))
    if mark_missing(now):
        outcomes += settle(now)
    return [one for one in outcomes if one.touched]


def state():
    """Every row that stands, by its key, without numbers of rows and without when it was worked out."""
    found = {}
    for model in (HourValue, DayValue, HourVerdict, DayVerdict, Episode):
        for row in model.objects.all().values():
            row = {name: value for name, value in row.items() if name not in VOLATILE}
            key = [model.__name__, row["point_id"]]
            key += [str(row.get(name)) for name in ("kind", "factor", "time", "day", "onset")]
            assert tuple(key) not in found
            found[tuple(key)] = row
    return found


__all__ = ["MIDNIGHT", "arrive", "date", "reading", "settle", "state"]
