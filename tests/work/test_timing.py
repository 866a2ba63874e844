"""Clocks stand while a case is suspended; more time is granted by another; lateness rises rung by rung."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.work.moments import moment

from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.work.actions import (
    WrongStep,
    accept,
    decide_extension,
    escalate_overdue,
    open_case,
    report_done,
    request_extension,
    resume,
    return_case,
    suspend,
)
from huanzhi.work.models import Case, Escalation, Extension
from huanzhi.work.rates import rates, told

pytestmark = pytest.mark.django_db


def opened(bodies, kind="citizen-report"):
    return open_case(SYSTEM("t"), kind, bodies[0], "x", "s", "1", {}, now=moment(2, 9))


def test_working_days_stand_still_while_suspended(bodies, people, clock):
    """15 working days from Monday 2 November 2026 end on Monday the 23rd; five of them suspended: the 30th."""
    case = opened(bodies)
    assert case.due_at == moment(24, 0)
    clock(moment(3, 9))
    accept(people["worker"], case)
    clock(moment(9, 9))
    suspend(people["planner"], case, "weather")
    clock(moment(16, 8))
    resume(people["planner"], case, "dry again")
    assert Case.objects.get().due_at == moment(1, 0, month=12)


def test_more_time_is_granted_by_another(bodies, people):
    case = opened(bodies)
    accept(people["planner"], case)
    until = moment(30)
    with pytest.raises(WrongStep, match="is not after the deadline"):
        request_extension(people["planner"], case, moment(3), "more")
    request_extension(people["planner"], case, until, "parts are late")
    with pytest.raises(WrongStep, match="not decided yet"):
        request_extension(people["planner"], case, until, "again")
    with pytest.raises(NotAllowed, match="other than who asked"):
        decide_extension(people["planner"], case, True, "yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(decided_by=people["planner"].user_id)
    assert Case.objects.get().due_at == moment(24, 0)
    decide_extension(people["second"], case, True, "granted")
    held = Case.objects.get()
    assert (held.due_at, held.clock_at) == (until, until)


def test_refused_the_deadline_stays(bodies, people):
    case = opened(bodies)
    accept(people["planner"], case)
    request_extension(people["planner"], case, moment(30), "more")
    decide_extension(people["second"], case, False, "no")
    assert Case.objects.get().due_at == moment(24, 0)
    assert Extension.objects.get().granted is False


def test_a_return_leaves_time_for_rework(bodies, people, clock):
    case = opened(bodies, "exceedance")
    clock(moment(2, 10))
    accept(people["worker"], case)
    clock(moment(5, 20))
    report_done(people["worker"], case, "done")
    return_case(people["planner"], case, "no")
    held = Case.objects.get()
    assert held.due_at == held.clock_at == moment(11, 0)


def test_lateness_rises_once_for_each_clock_and_rung(bodies):
    case = opened(bodies)
    clock = case.clock_at
    assert escalate_overdue(SYSTEM("t"), clock - timedelta(minutes=1)) == []
    first = escalate_overdue(SYSTEM("t"), clock + timedelta(minutes=1))
    assert [(one.rung, one.organisation) for one in first] == [(1, bodies[0])]
    assert escalate_overdue(SYSTEM("t"), clock + timedelta(minutes=2)) == []
    later = escalate_overdue(SYSTEM("t"), clock + timedelta(days=20))
    assert [one.rung for one in later] == [2, 3]
    assert Escalation.objects.count() == 3


def test_what_was_done_without_a_signal_counts_from_when_it_was_done(bodies, people, clock):
    """Taken up at 10:00 and reported at noon of the last day, both sent two days later: in time, and said so."""
    case = opened(bodies, "exceedance")
    clock(moment(7, 12))
    accept(people["worker"], case, "", moment(2, 10) + timedelta(days=3))
    report_done(people["worker"], case, "done", moment(5, 12))
    counted = rates(told(Case.objects.all(), now=moment(8)))
    assert (counted["acceptance"].fulfilled, counted["acceptance"].failed) == (
        0,
        1,
    )  # its clock ran out on the 2nd
    assert (counted["handling"].fulfilled, counted["handling"].failed) == (1, 0)
    assert [step.done_at for step in case.steps.all()][-2:] == [moment(5, 10), moment(5, 12)]


@pytest.mark.parametrize("done", [moment(1), moment(3, 23, month=12), moment(8)])
def test_a_time_that_cannot_be_is_not_believed(bodies, people, clock, done):
    """Before the case was opened, in a month, later than it arrived."""
    case = opened(bodies, "exceedance")
    clock(moment(3, 12))
    assert accept(people["worker"], case, "", done).steps.last().done_at is None
