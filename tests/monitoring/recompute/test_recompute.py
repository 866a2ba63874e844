"""A reading arrives; what it touches is worked out, and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.monitoring.recompute.conftest import MIDNIGHT, arrive, reading, settle, state

from huanzhi.ledger.models import Entry
from huanzhi.monitoring import outlet_queries
from huanzhi.monitoring.actions.missing import let_go
from huanzhi.monitoring.actions.recompute import recompute
from huanzhi.monitoring.actions.touched import LOCK
from huanzhi.monitoring.models import Change, DayValue, HourValue, Recent, Touched

pytestmark = pytest.mark.django_db
NOW = MIDNIGHT + timedelta(days=1, hours=6, minutes=30)


def value(**key):
    return HourValue.objects.get(**key)


def test_an_hour_sent_is_judged_by_its_limit(district):
    arrive([reading("S", "a21026", 8, 60), reading("S", "a21002", 8, 10)])
    settle(MIDNIGHT + timedelta(hours=8, minutes=1))
    row = value(factor="a21026")
    assert (row.value_e3, row.standing, row.basis, row.decision) == (60_000, "valid", "sent", "exceeded")
    assert row.limit["text"] == "50"
    assert row.limit["limit_e3"] == 50_000
    assert value(factor="a21002").reason == "no limit"
    assert not Touched.objects.exists()
    assert not Change.objects.exists()
    assert not Entry.objects.filter(verb="monitoring.recompute").exists()


def test_an_hour_that_is_not_over_stays_touched(district):
    arrive([reading("S", "a21026", 8, 60, "real", minute=-30)])
    settle(MIDNIGHT + timedelta(hours=7, minutes=40))
    assert Touched.objects.count() == 1
    assert not HourValue.objects.exists()
    settle(MIDNIGHT + timedelta(hours=8, minutes=9))
    assert not HourValue.objects.exists(), "the device may still send the hour itself"
    settle(MIDNIGHT + timedelta(hours=8, minutes=10))
    assert value().reason == "10 of at least 45 valid minutes"
    assert value().standing == "invalid"


def test_an_hour_that_is_sent_after_its_minutes_is_worked_out_once(district):
    arrive([reading("S", "a21026", 8, 30, "real", minute=-30)])
    settle(MIDNIGHT + timedelta(hours=8, minutes=1))
    arrive([reading("S", "a21026", 8, 60)])
    settle(MIDNIGHT + timedelta(hours=8, minutes=2))
    assert (value().basis, value().value_e3) == ("sent", 60_000)
    assert not Change.objects.exists()
    assert not Touched.objects.exists()


def test_a_gap_is_missing_until_its_supplement_comes_and_then_changed(district):
    arrive([reading("S", "a21026", hour, 30, frame=hour) for hour in (8, 11)])
    settle(MIDNIGHT + timedelta(hours=11, minutes=5))
    assert [row.standing for row in HourValue.objects.order_by("time")] == [
        "valid",
        "missing",
        "missing",
        "valid",
    ]
    arrive([reading("S", "a21026", 9, 70, frame=99)])
    settle(MIDNIGHT + timedelta(hours=11, minutes=6))
    change = Change.objects.get(what="hour")
    assert change.before == {"value_e3": None, "standing": "missing", "decision": "", "count": 0, "basis": ""}
    assert change.after == {
        "value_e3": 70_000, "standing": "valid", "decision": "exceeded", "count": 1, "basis": "sent"
    }  # fmt: skip
    assert (change.cause, change.frame, change.time) == ("frame", 99, MIDNIGHT + timedelta(hours=9))
    entry = Entry.objects.get(verb="monitoring.recompute")
    assert change.pk in entry.after["changes"]
    assert entry.actor["role"] == "system"


def test_silence_is_missing_after_the_grace_time_hour_by_hour_and_at_once_after_an_outage(district):
    arrive([reading("S", "a21026", 8, 10), reading("S", "a21002", 8, 10), reading("S", "a21002", 9, 10)])
    settle(MIDNIGHT + timedelta(hours=9, minutes=9))
    assert HourValue.objects.count() == 3
    settle(MIDNIGHT + timedelta(hours=9, minutes=10))
    assert value(factor="a21026", time=MIDNIGHT + timedelta(hours=9)).standing == "missing"
    settle(MIDNIGHT + timedelta(hours=15, minutes=30))
    assert HourValue.objects.filter(standing="missing").count() == 1 + 6 + 6
    assert not Change.objects.filter(what="hour").exists()


def test_a_series_ends_with_its_channel(district):
    arrive([reading("S", "a21026", 23, 10)])
    channel = district.stack.devices.get().channels.get(factor="a21026")
    channel.valid_until = MIDNIGHT.date() + timedelta(days=1)  # 1 May in Shanghai
    channel.save()
    settle(NOW)
    assert [row.time for row in HourValue.objects.order_by("time")] == [
        MIDNIGHT + timedelta(hours=23), MIDNIGHT + timedelta(hours=24)
    ]  # fmt: skip


def test_a_late_reading_moves_its_hour_its_day_and_nothing_else(district):
    hours = [h for h in range(1, 30) if h != 7]
    arrive([reading("S", f, h, 10 + h % 3, frame=h) for h in hours for f in ("a21026", "a21002")])
    arrive([reading("W", f, h, 10 + h % 3, frame=h) for h in hours for f in ("w01018", "w00000")])
    settle(NOW)
    before = state()
    arrive([reading("W", "w01018", 7, 40, frame=500), reading("W", "w00000", 7, 12, frame=500)])
    settle(NOW)
    after = state()
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    rows = {(key[0], key[3], key[4], key[5]) for key in moved if key[0] != "Episode"}
    hour, day = str(MIDNIGHT + timedelta(hours=7)), "2026-05-01"
    assert rows == {
        ("HourValue", "w01018", hour, "None"),
        ("HourValue", "w00000", hour, "None"),
        ("DayValue", "w01018", "None", day),
        ("DayValue", "w00000", "None", day),
    }
    assert {key[1] for key in moved} == {district.sewage.pk}
    assert {c.what for c in Change.objects.filter(frame=500)} >= {"hour", "day"}
    day_change = Change.objects.get(what="day", factor="w01018")
    assert (day_change.before["count"], day_change.after["count"]) == (23, 24)
    assert day_change.time == MIDNIGHT + timedelta(days=1)


def test_a_correction_says_before_and_after(district):
    arrive([reading("S", "a21026", 8, 60, frame=1)])
    settle(MIDNIGHT + timedelta(hours=8, minutes=1))
    arrive([reading("S", "a21026", 8, 40, frame=2)])
    outcome = settle(MIDNIGHT + timedelta(hours=8, minutes=2))[0]
    change = Change.objects.get(what="hour")
    assert (change.before["value_e3"], change.before["decision"]) == (60_000, "exceeded")
    assert (change.after["value_e3"], change.after["decision"]) == (40_000, "kept")
    assert outcome.changes[0] == change.pk
    arrive([reading("S", "a21026", 8, 60, frame=1)])  # the same again
    assert settle(MIDNIGHT + timedelta(hours=8, minutes=3))[0].hours == 0


def test_a_day_that_was_over_long_ago_is_worked_out_from_its_readings(district):
    later = MIDNIGHT + timedelta(days=60, minutes=30)
    arrive([reading("S", "a21026", h, 10, frame=h) for h in range(1, 25)])
    settle(later)
    assert not HourValue.objects.exists()
    assert DayValue.objects.get().value_e3 == 10_000
    arrive([reading("S", "a21026", 3, 34, frame=99)])
    settle(later)
    assert DayValue.objects.get().value_e3 == 11_000
    assert Change.objects.get().after["value_e3"] == 11_000


def test_the_air_is_judged_again_by_hour_and_day(district):
    items = ("pm2_5", "pm10", "so2", "no2", "co", "o3")
    arrive([reading("A", item, h, 20 + h % 3, frame=h) for h in range(1, 25) for item in items])
    settle(NOW)
    before = state()
    arrive([reading("A", "pm2_5", 5, 400, frame=77)])
    settle(NOW)
    moved = {
        (key[0], key[4], key[5])
        for key, row in state().items()
        if before.get(key) != row and key[0] != "Episode"
    }
    hour, day = str(MIDNIGHT + timedelta(hours=5)), "2026-05-01"
    assert moved == {
        ("HourValue", hour, "None"),
        ("HourVerdict", hour, "None"),
        ("DayVerdict", "None", day),
    }
    verdict = Change.objects.get(what="air-hour")
    assert verdict.before["level"] < verdict.after["level"]
    assert verdict.frame == 77
    day_change = Change.objects.get(what="air-day")
    assert day_change.before["values"]["pm2_5"] < day_change.after["values"]["pm2_5"]
    assert not DayValue.objects.exists()


def test_touched_points_that_are_no_points_are_let_go(district):
    arrive([reading("nobody", "a21026", 8, 60)])
    assert recompute(NOW).touched == 1
    assert not HourValue.objects.exists()
    assert not Touched.objects.exists()
    assert Recent.objects.exists()


def test_two_at_once_do_not_both_recompute(district):
    arrive([reading("S", "a21026", 8, 60)])
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert recompute(NOW).busy
        assert Touched.objects.count() == 1
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        assert recompute(NOW).touched == 1
    finally:
        other.close()


def test_old_hours_are_let_go_and_days_stay(district):
    arrive([reading("S", "a21026", h, 10 + h % 2, frame=h) for h in range(1, 27)])
    settle(NOW)
    assert let_go(NOW) == 0
    assert let_go(MIDNIGHT + timedelta(days=36, minutes=1)) == 24
    assert {row.time > MIDNIGHT + timedelta(days=1) for row in HourValue.objects.all()} == {True}
    assert DayValue.objects.count() == 1


def test_what_a_page_reads(district):
    arrive([reading("S", "a21026", h, 30, frame=h) for h in (8, 10)])
    settle(MIDNIGHT + timedelta(hours=10, minutes=20))
    arrive([reading("S", "a21026", 9, 40, frame=99)])
    settle(NOW)
    day = date(2026, 5, 1)
    hours = outlet_queries.hours_of(district.stack, day)
    assert [hour["label"] for hour in hours[:1] + hours[-1:]] == ["01:00", "24:00"]
    assert hours[0]["values"] == {"a21026": None}
    assert hours[8]["values"]["a21026"].value_e3 == 40_000
    changes = outlet_queries.changes_of(district.stack, day, day)
    assert [change.frame for change in changes.filter(what="hour")] == [99]
    assert outlet_queries.days_of(district.stack, day, day).get().standing == "invalid"
