"""Unpacking: each frame once, readings once, the newest by data time, nothing lost silently."""

from datetime import UTC, datetime, timedelta

import pytest

from huanzhi.monitoring import series
from huanzhi.monitoring.actions.unpacking import Unpacker, open_again
from huanzhi.monitoring.gateway.entry import Entry
from huanzhi.monitoring.models import Contact, Device, DeviceDay, Lane, Latest, Quarantined, Recent, Touched

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 1, tzinfo=UTC)  # 08:00 in Shanghai
SO2 = "a21026"


def real(say, minute, value, flag="N"):
    return say("2011", f"202605010{8 + minute // 60}{minute % 60:02}00", a21026=("Rtd", value, flag))


def test_a_frame_becomes_readings_that_name_it(outlet, arrive, say):
    [number], done = arrive(real(say, 1, "12.345"))
    assert (done.frames, done.readings, done.quarantined) == (1, 1, 0)
    held = series.counting(["STACK"], [SO2], START, START + timedelta(hours=1), "real")
    assert held.select("value_e3", "flag", "source", "row").row(0) == (12_345, "N", "hj212", number)
    assert Lane.objects.get(name="hj212").unpacked == number
    assert Unpacker().run().frames == 0


def test_the_same_frame_again_is_counted_and_not_kept_twice(outlet, arrive, say):
    arrive(real(say, 1, "12"), real(say, 1, "12"))
    _, done = arrive(real(say, 1, "12"), received=START + timedelta(minutes=3))
    assert (done.frames, done.readings, done.repeats) == (1, 0, 1)
    assert Recent.objects.count() == 1
    assert DeviceDay.objects.get().repeats == 2


def test_a_repeat_is_known_from_the_lake_too(outlet, arrive, say):
    from huanzhi.monitoring.actions.flush import flush

    arrive(real(say, 1, "12"), real(say, 2, "13"))
    flush(least=1)
    assert Recent.objects.count() == 0
    _, done = arrive(real(say, 1, "12"), real(say, 1, "14"), received=START + timedelta(minutes=5))
    assert (done.readings, done.repeats) == (1, 1)


def test_late_ones_fill_their_place_and_the_newest_stays_the_newest(outlet, arrive, say):
    arrive(real(say, 30, "30"))
    arrive(real(say, 10, "10"), received=START + timedelta(hours=2))
    latest = Latest.objects.get(factor=SO2)
    assert (latest.value_e3, latest.time) == (30_000, START + timedelta(minutes=30))
    held = series.counting(["STACK"], [SO2], START, START + timedelta(hours=1), "real")
    assert held["value_e3"].to_list() == [10_000, 30_000]
    assert list(Touched.objects.order_by("pk").values_list("time", "late")) == [
        (START + timedelta(hours=1), False),
        (START + timedelta(hours=1), True),
    ]
    contact = Contact.objects.get()
    assert contact.data_time == START + timedelta(minutes=30)
    assert contact.late_seconds == -1800, "how late the newest was, not what came late to fill a place"


def test_hours_are_named_by_their_end(outlet, arrive, say):
    arrive(say("2061", "20260501080000", a21026=("Avg", "20.5", "N")))
    held = series.counting(["STACK"], [SO2], START, START + timedelta(hours=2), "hour")
    assert held["time"].to_list() == [START + timedelta(hours=1)]


def test_a_correction_in_the_same_batch_counts_and_both_are_kept(outlet, arrive, say):
    arrive(real(say, 1, "12"), real(say, 1, "99"))
    rows = series.received(["STACK"], [SO2], START, START + timedelta(hours=1), "real")
    assert rows["value_e3"].to_list() == [12_000, 99_000]
    assert Latest.objects.get().value_e3 == 99_000


def test_what_cannot_be_used_is_in_quarantine_with_its_reason(outlet, arrive, say):
    at = START
    arrive(
        real(say, 1, "abc"),
        Entry(at, "hj212", "10.0.0.9:7", "", b"\x00nonsense", "garbage", "no frame begins here"),
        Entry(
            at, "hj212", "10.0.0.9:7", "STRANGER", b"##0000", "unknown-device", "no device STRANGER in force"
        ),
    )
    rows = {row.kind: row for row in Quarantined.objects.all()}
    assert (rows["value"].field, rows["value"].value) == ("a21026-Rtd", "abc")
    assert rows["garbage"].reason == "no frame begins here"
    assert (rows["unknown-device"].mn, rows["unknown-device"].peer) == ("STRANGER", "10.0.0.9:7")


def test_a_frame_of_a_device_put_on_record_later_is_taken_after_all(arrive, say):
    from huanzhi.monitoring.models import Point
    from huanzhi.wire.hj212 import encode, segment

    message = real(say, 1, "12")
    refused = Entry(START, "hj212", "x", message.mn, encode(segment(message)), "unknown-device", "no device")
    [number], _ = arrive(refused)
    assert Quarantined.objects.filter(taken=False).count() == 1
    point = Point.objects.create(code="P", name="P", medium="stack")
    Device.objects.create(code=message.mn, name="D", point=point)
    assert open_again([number]) == 1
    assert Quarantined.objects.get().taken
    assert Latest.objects.get().point == "P"


def test_packets_wait_for_one_another_over_a_restart(outlet, arrive, say):
    from dataclasses import replace

    whole = say("2061", "20260501080000", a21026=("Avg", "20", "N"), a21002=("Avg", "30", "N"))
    first = replace(whole, flag=7, pnum=2, pno=1, items=whole.items[:2])
    second = replace(whole, flag=7, pnum=2, pno=2, items=(whole.items[0], whole.items[2]))
    _, done = arrive(first)
    assert done.readings == 0
    _, done = arrive(second, received=START + timedelta(seconds=5))  # another Unpacker
    assert done.readings == 2
    _, done = arrive(replace(first, qn="20260501090000000"))
    _, done = arrive(real(say, 1, "1"), received=START + timedelta(minutes=5))
    assert done.quarantined in (0, 1)


def test_a_crash_in_the_middle_leaves_nothing_half_done(outlet, arrive, say, monkeypatch):
    from huanzhi.monitoring.actions.voices import Voices

    arrive(real(say, 1, "12"), unpack=False)
    monkeypatch.setattr(Voices, "_days", lambda self, keys: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Unpacker().run(START)
    assert (Recent.objects.count(), Latest.objects.count(), Touched.objects.count()) == (0, 0, 0)
    monkeypatch.undo()
    assert Unpacker().run(START).readings == 1


def test_leniencies_are_counted_by_name(outlet, arrive, say):
    from dataclasses import replace

    arrive(replace(real(say, 1, "12"), pw=""))
    assert DeviceDay.objects.get().leniencies == {"password": 1}


def test_a_frame_that_nobody_foresaw_does_not_hold_up_those_behind_it(outlet, arrive, say, monkeypatch):
    from huanzhi.monitoring.doors import hj212

    whole = hj212.open_

    def stumbles(frame, book, packets):
        if b"Rtd=13" in bytes(frame.raw):
            raise KeyError("x")
        return whole(frame, book, packets)

    monkeypatch.setattr(hj212, "open_", stumbles)
    _, done = arrive(real(say, 1, "12"), real(say, 2, "13"), real(say, 3, "14"))
    assert (done.frames, done.readings, done.quarantined) == (3, 2, 1)
    assert "KeyError" in Quarantined.objects.get().reason


def test_a_model_of_device_knows_its_dialects():
    from django.core.exceptions import ValidationError

    from huanzhi.monitoring.models import DeviceModel

    DeviceModel(code="M", name="M", dialects="codes-2005").full_clean()
    with pytest.raises(ValidationError, match="no-such-dialect"):
        DeviceModel(code="M", name="M", dialects="no-such-dialect").full_clean()
