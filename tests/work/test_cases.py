"""A case closes only by the hand of somebody other than who reported."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.work.actions import (
    WrongStep,
    accept,
    open_case,
    refuse,
    reopen,
    report_done,
    return_case,
    verify,
)
from huanzhi.work.models import Case, CaseStep, State

pytestmark = pytest.mark.django_db
KIND = "indicator-off-track"


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
    assert case.steps.count() == 2


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


def test_nobody_who_ever_reported_closes(case, people):
    """The first report was the planner's, the last the worker's: neither re-checks, in form or database."""
    accept(people["planner"], case)
    report_done(people["planner"], case, "done")
    return_case(people["second"], case, "not seen")
    report_done(people["worker"], case, "done now")
    with pytest.raises(NotAllowed, match="other than who reported"):
        verify(people["planner"], case, "seen")
    with pytest.raises(IntegrityError, match="somebody other"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(
            state="closed", clock_at=None, verified_by=people["planner"].user_id
        )
    verify(people["second"], case, "seen")


def test_another_organisation_re_checks_where_the_kind_says_so(bodies, people):
    case = open_case(SYSTEM("t"), "citizen-report", bodies[0], "smell", "report:1", "1", {})
    accept(people["worker"], case)
    report_done(people["worker"], case, "source found and closed")
    with pytest.raises(NotAllowed, match="an organisation other"):
        verify(people["planner"], case, "seen")
    assert verify(people["outside"], case, "seen").state == State.CLOSED


def test_refused_it_is_handed_out_anew(case, people):
    refuse(people["worker"], case, "not in our area")
    case.refresh_from_db()
    assert (case.state, case.assignee) == (State.OPENED, None)
    with pytest.raises(WrongStep, match="empty"):
        refuse(people["worker"], case, " ")


def test_closed_it_can_be_opened_again(case, people):
    accept(people["worker"], case)
    report_done(people["worker"], case, "washed")
    verify(people["second"], case, "seen")
    reopen(people["planner"], case, "dust again")
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.verified_by) == (State.OPENED, None, None)
    assert case.clock_at is not None


def test_numbers_have_no_gaps(bodies):
    made = [open_case(SYSTEM("t"), KIND, bodies[0], "x", "s", str(n), {}).number for n in range(3)]
    with pytest.raises(WrongStep, match="no kind of case"):
        open_case(SYSTEM("t"), "nothing", bodies[0], "x", "s", "9", {})
    made.append(open_case(SYSTEM("t"), KIND, bodies[0], "x", "s", "10", {}).number)
    counts = [int(number.split("-")[1]) for number in made]
    assert counts == list(range(counts[0], counts[0] + 4))
