"""What the shipped profile brings of duties, and how a change of the register of devices reaches them."""

from datetime import UTC, date, datetime

import pytest

from huanzhi.kit.actions import save_record
from huanzhi.kit.register import find
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.models import Device
from huanzhi.people.actions import save_organisation
from huanzhi.people.working_days import add_working_days
from huanzhi.plan.models import Document, Task
from huanzhi.plan.profile import demonstration, load_profile
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.obligation import Obligation
from huanzhi.work.obligations.declaration import rules

ACTOR = SYSTEM("t")
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
def district(db):
    list(load_profile(ACTOR, demonstration()))


def change(device: Device, **values):
    """Change a device as a form of the register does."""
    register = find("device")
    held = {name: getattr(device, name) or "" for name in register.form_fields}
    for name in ("point", "model"):
        held[name] = getattr(getattr(device, name), "code", "")
    return save_record(ACTOR, register, {**held, **values}, Device.objects.get(pk=device.pk))


def test_without_a_plan_nobody_has_a_duty(db):
    assert keep_duties(ACTOR, NOW).made == 0


def test_the_profile_brings_its_duties(district):
    kept = keep_duties(ACTOR, NOW)
    assert kept.nobody == []
    by_rule = {rule.code: Obligation.objects.filter(rule=rule.code) for rule in rules()}
    document = Document.objects.get()
    subjects = {code: rows.values("subject").distinct().count() for code, rows in by_rule.items()}
    assert subjects["task-progress"] == Task.objects.filter(document=document).count()
    assert subjects["device-maintenance"] == Device.objects.count()
    assert subjects["progress-to-government"] == 1
    assert not by_rule["plan-midterm"].exists(), "its day lies before the list"
    task = Task.objects.filter(roles__role="lead").first()
    row = by_rule["task-progress"].get(subject=f"task:{document.pk}/{task.code}", period="2026")
    assert row.organisation == task.roles.get(role="lead").organisation
    assert row.due_on == add_working_days(date(2026, 12, 31), 10, provisional=True)


def test_a_device_changed_in_its_register_changes_its_duties_to_come(district):
    keep_duties(ACTOR, datetime(2026, 10, 1, 4, tzinfo=UTC))
    device = Device.objects.order_by("pk").first()
    mine = Obligation.objects.filter(rule="device-maintenance", subject=f"device:{device.code}")
    past = mine.order_by("due_on").first()
    keeper = save_organisation(ACTOR, "KEEP", {"name": "运维公司", "kind": "other"})
    change(device, maintainer="运维公司")
    keep_duties(ACTOR, NOW)
    past.refresh_from_db()
    assert past.due_on < date(2026, 11, 25)
    assert past.organisation != keeper
    coming = mine.filter(due_on__gte=date(2026, 11, 25))
    assert coming.exists()
    assert set(coming.values_list("organisation", flat=True)) == {keeper.pk}
    change(device, maintainer="运维公司", valid_until="2026-12-31")
    keep_duties(ACTOR, NOW)
    assert {row.period for row in mine.open().filter(due_on__gte=date(2026, 11, 25))} == {
        "2026-11",
        "2026-12",
    }
    assert Obligation.objects.get(pk=past.pk).organisation == past.organisation
