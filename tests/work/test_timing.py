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
