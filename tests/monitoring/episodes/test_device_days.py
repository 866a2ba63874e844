"""Rates of devices: what was due, what came, what counts; and nothing where nothing was due."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from huanzhi.monitoring.actions.device_days import settle_device_days, settle_today
from huanzhi.monitoring.device_queries import device_list, rates, rates_of, timeline
from huanzhi.monitoring.models import (
    Change,
    Channel,
    Command,
    Contact,
    Declaration,
    Device,
    DeviceDay,
    Episode,
    HourValue,
    Point,
    Review,
)
from huanzhi.science.shanghai import OFFSET

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
MIDNIGHT = datetime(2026, 3, 1, tzinfo=OFFSET)
HOUR = timedelta(hours=1)
AFTER = MIDNIGHT + 30 * HOUR


@pytest.fixture
def device():
    point = Point.objects.create(code="P1", name="排口", medium="stack")
    made = Device.objects.create(code="MN1", name="数采仪", point=point, installed_on=date(2026, 1, 1))
    for factor in ("a21026", "a21002", "a21026-Cou"):
        Channel.objects.create(
            code=factor, name=factor, device=made, sent=factor[:8], factor=factor, unit="mg/m³"
        )
    DeviceDay.objects.create(device=made, day=date(2026, 2, 1), frames=10)
    return made


def put(device, factor, text):
    signs = {"v": "valid", "s": "suspect", "i": "invalid", "m": "missing", "f": "stopped"}
    HourValue.objects.bulk_create(
        HourValue(
            point=device.point, factor=factor, time=MIDNIGHT + place * HOUR, standing=signs[sign], basis="sent",
            evaluated_at=MIDNIGHT,
        )
        for place, sign in enumerate(text, 1)
    )  # fmt: skip


def counts(device):
    row = DeviceDay.objects.get(device=device, day=DAY)
    return row.online_minutes, row.due_minutes, row.due, row.sent, row.valid


def test_a_days_counts(device):
    put(device, "a21026", "v" * 20 + "siim")
    put(device, "a21002", "v" * 10)
    Episode.objects.create(
        kind="offline", point=device.point, device=device, onset=MIDNIGHT - HOUR, end=MIDNIGHT + HOUR, rule="offline",
        edition="t", evaluated_at=MIDNIGHT,
    )  # fmt: skip
    settle_device_days(DAY, AFTER)
    assert counts(device) == (23 * 60, 24 * 60, 48, 33, 31)
    told = rates(device, DAY, DAY)
    (day,) = told.days
    assert (day.online, day.transmission, day.validity) == (
        Fraction(23, 24),
        Fraction(33, 48),
        Fraction(31, 33),
    )
    assert day.effective == Fraction(31, 48)
    assert day.permille == {"online": 958, "transmission": 688, "validity": 939, "effective": 646}
    assert day.below_mark
    assert [month.day for month in told.months] == [date(2026, 3, 1)]
    assert settle_device_days(DAY, AFTER).changed == 0


def test_nothing_is_due_in_a_declared_shutdown_or_while_the_source_stands(device):
    put(device, "a21026", "f" * 4 + "m" * 4 + "v" * 16)
    put(device, "a21002", "m" * 8 + "v" * 16)
    Declaration.objects.create(
        point=device.point,
        kind="shutdown",
        start=MIDNIGHT + 4 * HOUR,
        end=MIDNIGHT + 8 * HOUR,
        reason="r",
        by="t",
        at=AFTER,
    )
    settle_device_days(DAY, AFTER)
    assert counts(device) == (20 * 60, 20 * 60, 40 - 4, 32, 32)
    Declaration.objects.update(start=MIDNIGHT - HOUR, end=AFTER)
    settle_device_days(DAY, AFTER)
    assert counts(device) == (0, 0, 0, 0, 0)
    told = rates_of([device], DAY, DAY)[device.pk]
    assert set(told.permille.values()) == {None}
    assert not told.below_mark


def test_one_that_was_to_speak_and_never_did_has_nothing_and_one_not_installed_owes_nothing(device):
    DeviceDay.objects.all().delete()
    settle_device_days(DAY, AFTER)
    assert counts(device) == (0, 1440, 48, 0, 0)
    DeviceDay.objects.all().delete()
    Device.objects.update(installed_on=None)
    settle_device_days(DAY, AFTER)
    assert not DeviceDay.objects.exists()


def test_a_day_that_still_goes_on_owes_only_hours_that_are_over(device):
    put(device, "a21026", "vv")
    settle_device_days(DAY, MIDNIGHT + 2 * HOUR + timedelta(minutes=20))
    assert counts(device) == (140, 140, 4, 2, 2)


def test_counts_of_frames_stay_and_settling_writes_only_differences(device):
    DeviceDay.objects.create(device=device, day=DAY, frames=7, refused=2)
    put(device, "a21026", "v" * 24)
    settle_device_days(DAY, AFTER)
    row = DeviceDay.objects.get(device=device, day=DAY)
    assert (row.frames, row.refused, row.sent) == (7, 2, 24)


def test_the_list_needs_few_queries(device, django_assert_max_num_queries):
    from huanzhi.people.models import User

    user = User.objects.create(username="u", is_superuser=True)
    devices = Device.objects.bulk_create(
        Device(code=f"D{n}", name="d", point=device.point) for n in range(300)
    )
    Contact.objects.bulk_create(Contact(device=one, received=MIDNIGHT, frame=1) for one in devices[1:])
    DeviceDay.objects.create(device=devices[2], day=DAY, refused=3, due_minutes=100, online_minutes=50)
    Episode.objects.create(
        kind="offline", point=device.point, device=devices[2], onset=MIDNIGHT, rule="offline", edition="t",
        evaluated_at=MIDNIGHT,
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        rows = {row.device.code: row for row in device_list(user, MIDNIGHT + HOUR)}
    assert (rows["D0"].state, rows["D1"].state, rows["D2"].state) == ("unheard", "online", "offline")
    assert (rows["D2"].since, rows["D2"].refused) == (MIDNIGHT, 3)
    assert rows["D2"].today.online == Fraction(1, 2)
    assert [one.kind for one in rows["D2"].episodes] == ["offline"]


def test_the_timeline_tells_the_pulled_cable_in_order(device):
    point, at = device.point, MIDNIGHT + 10 * HOUR
    Episode.objects.create(
        kind="offline", point=point, device=device, onset=at, end=at + HOUR, rule="offline", edition="t",
        first_frame=5, last_frame=6, evaluated_at=at,
    )  # fmt: skip
    for factor in ("a21026", "a21002"):
        Change.objects.create(
            at=at + 1.1 * HOUR,
            point=point,
            what="hour",
            factor=factor,
            time=at + HOUR,
            cause="frame",
            frame=9,
        )
    Command.objects.create(device=device, cn="2061", by="t", at=at + 1.05 * HOUR)
    Review.objects.create(
        point=point,
        factor="a21026",
        start=at,
        end=at + HOUR,
        standing="valid",
        reason="r",
        by="t",
        at=at + 2 * HOUR,
    )
    events = timeline(device, MIDNIGHT, AFTER)
    assert [(event["kind"], event["frame"]) for event in events] == [
        ("last-frame", 5), ("offline", None), ("first-frame", 6), ("command", None), ("recomputed", 9),
        ("review", None),
    ]  # fmt: skip
    assert len(events[4]["object"]) == 2
    assert "60" in str(events[1]["words"])
    assert [event["kind"] for event in timeline(point, MIDNIGHT, AFTER)] == [
        event["kind"] for event in events
    ]
    assert timeline(device, AFTER, AFTER + HOUR) == []


def test_a_day_of_which_an_hour_has_just_changed_is_settled_again(device):
    now = timezone.now()
    put(device, "a21026", "v" * 24)
    settle_today()
    assert not DeviceDay.objects.filter(day=DAY).exists()
    Change.objects.create(at=now, point=device.point, what="hour", time=MIDNIGHT + 24 * HOUR, cause="frame")
    settle_today()
    assert counts(device)[2:] == (48, 24, 24)
