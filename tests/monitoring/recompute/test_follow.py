"""A limit or a channel is changed by its verb; the hours that rest on it are judged again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.monitoring.recompute.conftest import MIDNIGHT, arrive, reading, settle

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions.devices import save_channel, save_limit
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
