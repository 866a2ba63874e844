"""A case closes only by the hand of somebody other than who reported."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.work.actions import VERBS, WrongStep, accept, open_case, report_done, return_case, verify
from huanzhi.work.kinds import kinds
from huanzhi.work.models import Case, CaseStep, State
from huanzhi.work.words import STEPS

pytestmark = pytest.mark.django_db
KIND = "indicator-off-track"


@pytest.fixture
def bodies():
    return [save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("EPB", "HOUSE")]


@pytest.fixture
def people(bodies):
    def person(name, body, role) -> Actor:
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, body, role)
        return user.as_actor("test")

    epb, house = bodies
    return {
        "worker": person("worker", epb, "liaison"),
        "other": person("other", house, "liaison"),
        "planner": person("planner", epb, "planner"),
        "second": person("second", epb, "planner"),
        "leader": person("leader", epb, "leader"),
    }


@pytest.fixture
def case(bodies):
    return open_case(SYSTEM("t"), KIND, bodies[0], "PM2.5", "indicator:1", "e1", {"reason": "r"})


def test_once_an_episode(bodies, case):
    again = open_case(SYSTEM("t"), KIND, bodies[0], "PM2.5", "indicator:1", "e1", {})
    other = open_case(SYSTEM("t"), KIND, bodies[0], "PM2.5", "indicator:1", "e2", {})
    assert again == case
    assert other != case
    assert Case.objects.count() == 2
    assert other.number != case.number


def test_the_whole_way(case, people):
    accept(people["worker"], case)
    report_done(people["worker"], case, "street washed")
    return_case(people["planner"], case, "not seen")
    report_done(people["worker"], case, "washed again")
    verify(people["planner"], case, "seen on site")
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert (case.reported_by.username, case.verified_by.username) == ("worker", "planner")
    ways = list(case.steps.values_list("from_state", "to_state"))
    assert ways[0] == ("", "opened")
    assert [a for _, a in ways[:-1]] == [b for b, _ in ways[1:]]


def test_who_reported_cannot_re_check(case, people):
    accept(people["planner"], case)
    report_done(people["planner"], case, "done")
    with pytest.raises(NotAllowed, match="other than who reported"):
        verify(people["planner"], case, "seen")
    verify(people["second"], case, "seen")


def test_the_database_holds_it_too(case, people):
    user = people["planner"].user_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(reported_by=user, verified_by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed")


def test_another_department_cannot_take_it_up(case, people):
    with pytest.raises(NotAllowed, match="in the hands of"):
        accept(people["other"], case)


@pytest.mark.parametrize("act", [report_done, verify, return_case])
def test_a_step_that_leads_nowhere_is_refused(case, people, act):
    actor = people["worker"] if act is report_done else people["planner"]
    with pytest.raises(WrongStep, match="leads nowhere"):
        act(actor, case, "note")
    assert case.steps.count() == 1


def test_an_empty_note_is_no_report(case, people):
    accept(people["worker"], case)
    with pytest.raises(WrongStep, match="note is empty"):
        report_done(people["worker"], case, "  ")


def test_a_leader_looks_and_does_nothing(case, people):
    with pytest.raises(NotAllowed):
        accept(people["leader"], case)


def test_a_step_is_never_changed(case):
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseStep.objects.update(note="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseStep.objects.all().delete()


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_every_kind_reaches_its_end_from_everywhere(kind):
    states = {step.start for step in kind.steps} | {step.end for step in kind.steps}
    assert states <= set(State.values)
    assert {step.verb for step in kind.steps} <= set(VERBS)
    assert set(VERBS) <= set(STEPS)
    for start in states - {"closed"}:
        reached, grown = {start}, True
        while grown:
            more = {step.end for step in kind.steps if step.start in reached} - reached
            reached, grown = reached | more, bool(more)
        assert "closed" in reached, start
