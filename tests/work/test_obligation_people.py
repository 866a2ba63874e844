"""A duty in somebody's name, or of a cell of the grid: whose it is while they are away, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import appoint, create_user, grant, save_area, save_organisation, substitute
from huanzhi.people.models import User
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.actions.obligations import fulfil_duty
from huanzhi.work.obligation import Obligation
from huanzhi.work.obligations import declaration
from huanzhi.work.obligations.declaration import DutyRule, Subject
from huanzhi.work.obligations.queries import Due, addressees, duties
from huanzhi.work.obligations.recurrence import Recurrence

pytestmark = pytest.mark.django_db
ACTOR = SYSTEM("t")


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(declaration, "_RULES", {})
    body, town = (save_organisation(ACTOR, code, {"name": code}) for code in ("B", "T"))
    people = {name: create_user(ACTOR, name, name) for name in ("named", "away", "member")}
    for user in people.values():
        grant(ACTOR, user, town, "liaison")
    cell = save_area(ACTOR, "C1", {"name": "村", "level": "village"})
    register = [
        Subject("r:1", "甲", body.pk, user=people["named"].pk),
        Subject("r:2", "乙", body.pk, area=cell.pk),
    ]
    rule = DutyRule("r", "月报", "monthly", lambda: register, Recurrence("month"), "c", "inspection", ahead=1)
    declaration.add(rule)
    keep_duties(ACTOR)
    return people, cell, Obligation.objects.get(subject="r:1"), Obligation.objects.get(subject="r:2")


def test_who_stands_in_has_the_duty_and_proves_it(world):
    people, _cell, row, _other = world
    now = timezone.now()
    assert list(duties(people["named"], "mine")) == [row]
    assert not duties(people["away"], "mine").exists()
    day = timezone.localdate(now)
    with pytest.raises(NotAllowed):
        fulfil_duty(people["away"].as_actor("t"), row, day, reference="J")
    substitute(
        ACTOR, people["named"], people["away"], now - timedelta(hours=1), now + timedelta(days=3), "leave"
    )
    away = User.objects.get(pk=people["away"].pk)  # as the next request reads it
    assert list(duties(away, "mine")) == [row]
    assert addressees([Due(row, 0)], now) == {row.pk: [people["away"]]}
    fulfil_duty(people["away"].as_actor("t"), row, day, reference="J")


def test_the_member_of_the_cell_is_told(world):
    people, cell, _named, row = world
    now = datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert addressees([Due(row, 0)], now) == {row.pk: []}
    appoint(ACTOR, cell, people["member"], since=date(2026, 1, 1))
    assert addressees([Due(row, 0)], now) == {row.pk: [people["member"]]}
