"""A limit or a channel is changed by its verb; the hours that rest on it are judged again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.monitoring.recompute.conftest import MIDNIGHT, arrive, reading, settle, state

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions.devices import save_channel, save_device, save_limit
from huanzhi.monitoring.actions.follow import follow_registers
from huanzhi.monitoring.models import Change, DayValue, HourValue, OutletLimit, Touched

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")


def test_a_limit_that_was_changed(district):
    arrive([reading("S", "a21026", h, 60 + h % 3, frame=h) for h in range(1, 27)])
    now = MIDNIGHT + timedelta(days=1, hours=2, minutes=5)
    settle(now)
    assert {row.decision for row in HourValue.objects.all()} == {"exceeded"}
    limits = [one.code for one in OutletLimit.objects.filter(factor="a21026")]
    save_limit(ME, limits[0], {"name": "a name binds nothing"})
    assert follow_registers(now) == 0
    for code in limits:
        save_limit(ME, code, {"text": "80", "valid_from": date(2026, 5, 2)})
    assert follow_registers(now) > 0
    assert follow_registers(now) == 0
    settle(now)
    assert [row.decision for row in HourValue.objects.order_by("time")] == [""] * 24 + ["kept"] * 2
    assert DayValue.objects.get().reason == "no limit"
    assert set(Change.objects.exclude(what="episode").values_list("cause", flat=True)) == {"limit"}
    assert Entry.objects.filter(verb="monitoring.follow-registers").count() == 2


def test_a_day_that_is_kept_without_its_hours(district):
    arrive([reading("S", "a21026", h, 60 + h % 3, frame=h) for h in range(1, 25)])
    now = MIDNIGHT + timedelta(days=60)
    settle(now)
    assert DayValue.objects.get().decision == "exceeded"
    save_limit(ME, OutletLimit.objects.get(factor="a21026", averaging="day").code, {"text": "80"})
    assert follow_registers(now) == 1
    settle(now)
    assert DayValue.objects.get().decision == "kept"


def test_a_channel_with_another_range(district):
    arrive([reading("S", "a21026", h, 60 + h % 3, frame=h) for h in (1, 2)])
    now = MIDNIGHT + timedelta(hours=2, minutes=5)
    settle(now)
    channel = district.stack.devices.get().channels.get(factor="a21026")
    save_channel(ME, channel.code, {"high": Decimal(61)})
    follow_registers(now)
    settle(now)
    assert [row.standing for row in HourValue.objects.order_by("time")] == ["valid", "invalid"]
    assert not Touched.objects.exists()


def touched():
    """Hours of points, counted from midnight, that wait."""
    rows = Touched.objects.values_list("point", "time", "statistic")
    return sorted(
        (point, round((time - MIDNIGHT) / timedelta(hours=1)), cause) for point, time, cause in rows
    )


def moved(before):
    """What stands otherwise: table, point, factor, and the hour counted from midnight."""
    after = state()
    rows = [row for key, row in after.items() if before.get(key) != row and key[0] == "HourValue"]
    return sorted((row["factor"], round((row["time"] - MIDNIGHT) / timedelta(hours=1))) for row in rows)


def test_other_intervals_touch_the_hours_made_of_such_readings_and_no_others(district):
    tens = range(-50, 10, 10)
    arrive([reading("S", "a21026", 2, 60)])
    arrive([reading("S", "a21026", 3, 30 + m / 10, "real", minute=m, frame=2) for m in tens])
    arrive([reading("S", "a21026", 4, 30 + m / 10, "minute", minute=m, frame=3) for m in tens])
    arrive([reading("S", "a99999", 5, 30 + m / 10, "real", minute=m, frame=4) for m in tens])
    arrive([reading("W", "w01018", 3, 30 + m / 10, "real", minute=m, frame=5) for m in tens])
    now = MIDNIGHT + timedelta(hours=5, minutes=30)
    settle(now)
    device = district.stack.devices.get()
    save_device(ME, device.code, {"maintainer": "a name binds nothing", "real_seconds": 600})
    assert follow_registers(now) == 0
    save_device(ME, device.code, {"real_seconds": 60})
    before = state()
    assert follow_registers(now) == 1
    assert touched() == [("S", 3, "channel")]
    settle(now)
    assert moved(before) == [("a21026", 3)]
    row = HourValue.objects.get(factor="a21026", time=MIDNIGHT + timedelta(hours=3))
    assert (row.standing, row.reason) == ("invalid", "6 of at least 45 valid minutes")
    save_device(ME, device.code, {"minute_minutes": 1})
    assert follow_registers(now) == 1
    assert touched() == [("S", 4, "channel")]


def test_a_device_that_is_moved_touches_its_series_where_it_was_and_where_it_is(district):
    arrive([reading("S", "a21026", h, 60 + h, frame=h) for h in (1, 2)])
    arrive([reading("S", "a99999", 3, 30)])
    arrive(
        [reading("W", "a21026", 4, 30), reading("W", "a21026-ZsAvg", 5, 30), reading("W", "w01018", 6, 30)]
    )
    arrive([reading("A", "o3", 6, 30)])
    now = MIDNIGHT + timedelta(hours=6, minutes=5)
    settle(now)
    made = {(row.point.code, row.factor) for row in HourValue.objects.exclude(standing="missing")}
    assert len(made) == 6
    device = district.stack.devices.get()
    save_channel(ME, device.channels.get(factor="a21026").code, {"high": Decimal("61.5")})
    follow_registers(now)
    settle(now)
    before = state()
    assert [row.standing for row in hours("S", "a21026")] == ["valid", "invalid"]
    save_device(ME, device.code, {"point": district.sewage})
    assert follow_registers(now) == 4
    assert touched() == [("S", 1, "channel"), ("S", 2, "channel"), ("W", 4, "channel"), ("W", 5, "channel")]
    settle(now)
    assert moved(before) == [("a21026", 2)], "the range went with the device"
    assert [row.standing for row in hours("S", "a21026")] == ["valid", "valid"]
    assert set(Change.objects.filter(what="hour").values_list("cause", flat=True)) == {"channel"}
    save_device(ME, device.code, {"point": None})
    assert follow_registers(now) == 2
    assert {point for point, _, _ in touched()} == {"W"}


def hours(point, factor):
    rows = HourValue.objects.filter(point__code=point, factor=factor).exclude(standing="missing")
    return list(rows.order_by("time"))


def test_days_whose_hours_are_let_go_are_touched_too(district):
    arrive([reading("S", "a21026", h, 60 + h % 3, frame=h) for h in range(1, 25)])
    arrive([reading("S", "a99999", h + 24, 60 + h % 3, frame=h) for h in range(1, 25)])
    now = MIDNIGHT + timedelta(days=60)
    settle(now)
    assert not HourValue.objects.exists()
    assert DayValue.objects.count() == 2
    save_device(ME, district.stack.devices.get().code, {"point": None})
    assert follow_registers(now) == 1
    assert touched() == [("S", 24, "channel")]
