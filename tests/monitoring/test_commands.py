"""What a silence left open is asked for: once, for whole hours, and not when the device has sent it by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions.commands import advance, ask_for_missing, fail_lost
from huanzhi.monitoring.models import Command, Episode, HourValue

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")
ONSET = datetime(2026, 5, 1, 0, 20, tzinfo=UTC)  # 08:20 in Shanghai
END = ONSET + timedelta(hours=1)
NOW = ONSET + timedelta(hours=2)


@pytest.fixture
def silence(outlet):
    return Episode.objects.create(
        kind="offline", point=outlet.point, device=outlet.device, onset=ONSET, end=END,
        rule="silent", edition="1", evaluated_at=END,
    )  # fmt: skip


def hour(outlet, at, basis):
    HourValue.objects.create(
        point=outlet.point, factor="a21026", time=at, standing="valid", basis=basis, evaluated_at=NOW
    )


def test_the_hours_that_a_silence_touched_are_asked_for_once(silence, outlet):
    made = ask_for_missing(ME, NOW)
    assert [one.cn for one in made] == ["2051", "2061"]
    assert made[0].parameters == {"BeginTime": "20260501080000", "EndTime": "20260501092000"}
    assert ask_for_missing(ME, NOW) == []


def test_a_device_has_time_to_send_by_itself(silence):
    assert ask_for_missing(ME, END + timedelta(minutes=1)) == []


def test_what_is_there_already_is_not_asked_for(silence, outlet):
    first = ONSET.replace(minute=0) + timedelta(hours=1)
    hour(outlet, first, "sent")
    hour(outlet, first + timedelta(hours=1), "minutes")
    assert len(ask_for_missing(ME, NOW)) == 2
    Command.objects.all().delete()
    HourValue.objects.update(basis="sent")
    assert ask_for_missing(ME, NOW) == []


def test_who_is_not_to_be_asked_is_not_asked(silence, outlet):
    outlet.device.supplements = False
    outlet.device.save()
    assert ask_for_missing(ME, NOW) == []


def test_a_declared_silence_is_left_alone(silence):
    Episode.objects.update(suppressed="shutdown")
    assert ask_for_missing(ME, NOW) == []


def test_a_password_does_not_outlive_its_command(outlet):
    made = Command.objects.create(
        device=outlet.device, cn="1072", parameters={"NewPW": "654321"}, by="t", at=NOW
    )
    advance(made.pk, "sent", qn="1", attempts=1)
    assert Command.objects.get().parameters == {"NewPW": "654321"}
    advance(made.pk, "done", answer="ExeRtn=1")
    assert Command.objects.get().parameters == {"NewPW": "******"}


def test_a_command_that_a_gateway_did_not_live_to_see_answered_ends(outlet):
    made = Command.objects.create(device=outlet.device, cn="1011", by="t", at=NOW)
    advance(made.pk, "sent")
    Command.objects.update(sent_at=NOW)
    assert fail_lost(NOW + timedelta(minutes=5)) == 0
    assert fail_lost(NOW + timedelta(minutes=11)) == 1
    assert Command.objects.get().state == "silent"
