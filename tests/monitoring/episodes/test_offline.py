"""A device is off line when it was silent for too long while somebody listened."""

from datetime import UTC, datetime, timedelta

import pytest

from huanzhi.monitoring.actions.offline import settle_offline
from huanzhi.monitoring.actions.silences import settle_silences
from huanzhi.monitoring.episodes.hearing import LOCK, Hearing, hearing
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Contact, Declaration, Device, Episode, Frame, Lane, Point

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def lane():
    return Lane.objects.create(name="t")


@pytest.fixture
def device():
    return Device.objects.create(
        code="MN1", name="数采仪", point=Point.objects.create(code="P1", name="排口")
    )


@pytest.fixture
def frame(lane, device):
    count = 0

    def frame(at, mn="MN1", refusal="", contact=True):
        nonlocal count
        count += 1
        made = Frame.objects.create(
            id=lane.first + count,
            received=at,
            door="hj212",
            peer="p",
            mn=mn,
            raw=b"##",
            refusal=refusal,
            reason="",
        )
        if contact:
            Contact.objects.update_or_create(device=device, defaults={"received": at, "frame": made.pk})
        return made.pk

    return frame


def listening(lane, now, since=NOON - 600 * MINUTE):
    return {lane.pk: Hearing(since, now)}


def test_it_begins_after_the_threshold_and_ends_with_the_first_frame(lane, device, frame):
    last = frame(NOON)
    settle_offline(NOON + 5 * MINUTE, listening(lane, NOON + 5 * MINUTE))
    assert not Episode.objects.exists()
    for late in (6, 7, 50):
        settle_offline(NOON + late * MINUTE, listening(lane, NOON + late * MINUTE))
    row = Episode.objects.get()
    assert (row.onset, row.end, row.first_frame, row.device) == (NOON, None, last, device)
    frame(NOON + 55 * MINUTE, refusal="password", contact=False)
    first = frame(NOON + 60 * MINUTE)
    frame(NOON + 61 * MINUTE)
    settle_offline(NOON + 61 * MINUTE, listening(lane, NOON + 61 * MINUTE))
    row.refresh_from_db()
    assert (row.end, row.last_frame, row.numbers["minutes"]) == (NOON + 60 * MINUTE, first, 60)


def test_a_slow_device_is_given_more_time(lane, device, frame):
    Device.objects.update(real_seconds=600)
    frame(NOON)
    settle_offline(NOON + 49 * MINUTE, listening(lane, NOON + 49 * MINUTE))
    assert not Episode.objects.exists()
    settle_offline(NOON + 51 * MINUTE, listening(lane, NOON + 51 * MINUTE))
    assert Episode.objects.count() == 1


def test_our_own_silence_is_not_the_devices(lane, frame):
    frame(NOON)
    now = NOON + 60 * MINUTE
    settle_offline(now, {})  # nobody listens
    settle_offline(now, listening(lane, now, since=now - 2 * MINUTE))  # the gateway has just come back
    assert not Episode.objects.exists()
    settle_offline(
        now, {lane.pk: Hearing(NOON - MINUTE, NOON + 2 * MINUTE)}
    )  # what came later is not unpacked yet
    assert not Episode.objects.exists()
    settle_offline(now, listening(lane, now, since=now - 20 * MINUTE))
    assert Episode.objects.get().onset == NOON


def test_one_that_never_spoke_is_not_off_line(lane, device):
    settle_offline(NOON, listening(lane, NOON))
    assert not Episode.objects.exists()


def test_it_rests_in_a_declared_shutdown_and_no_longer(lane, device, frame):
    frame(NOON)
    declared = {"kind": "shutdown", "reason": "检修", "by": "t", "at": NOON}
    Declaration.objects.create(
        point=device.point, start=NOON + 2 * MINUTE, end=NOON + 60 * MINUTE, **declared
    )
    settle_offline(NOON + 30 * MINUTE, listening(lane, NOON + 30 * MINUTE))
    assert "检修" in Episode.objects.get().suppressed
    settle_offline(NOON + 70 * MINUTE, listening(lane, NOON + 70 * MINUTE))
    assert Episode.objects.get().suppressed == ""


def test_listening_is_known_from_the_lock_and_from_what_is_unpacked(lane, frame):
    from django.db import connection

    assert hearing(NOON) == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, lane.pk])
    try:
        assert hearing(NOON)[lane.pk].until == NOON
        frame(NOON - MINUTE)
        assert hearing(NOON)[lane.pk].until == NOON - MINUTE
        Lane.objects.update(unpacked=lane.first + 1)
        assert hearing(NOON)[lane.pk].until == NOON
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, lane.pk])


def test_a_few_queries_for_two_thousand_devices(lane, device, django_assert_max_num_queries):
    point = device.point
    devices = Device.objects.bulk_create(Device(code=f"D{n}", name="d", point=point) for n in range(2000))
    Contact.objects.bulk_create(
        Contact(device=one, received=NOON, frame=lane.pk * SPAN + 1) for one in devices
    )
    now = NOON + 60 * MINUTE
    with django_assert_max_num_queries(8):
        settle_offline(now, listening(lane, now))
    assert Episode.objects.count() == 2000
    with django_assert_max_num_queries(7):
        settle_offline(now + MINUTE, listening(lane, now + MINUTE))


def test_a_silence_that_nobody_noticed_is_written_down_from_the_journal(lane, device, frame):
    frame(NOON - MINUTE)
    last = frame(NOON)
    Lane.objects.update(unpacked=last)  # and here nobody unpacks any more
    first = frame(NOON + 30 * MINUTE)
    frame(NOON + 31 * MINUTE)
    now = NOON + 32 * MINUTE
    assert settle_silences(now).new == 1
    row = Episode.objects.get()
    assert (row.onset, row.end, row.first_frame, row.last_frame) == (NOON, NOON + 30 * MINUTE, last, first)
    assert settle_silences(now).new == 0
    settle_offline(now, listening(lane, now))
    assert Episode.objects.count() == 1
