"""A case in other hands: handed out, handed over, by a substitute, many at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import substitute
from huanzhi.work.actions import WrongStep, accept, assign, hand_over, hand_over_many, open_case, report_done
from huanzhi.work.models import Case, State
from huanzhi.work.queries import mine, nobodys, to_re_check

pytestmark = pytest.mark.django_db


def stand_in(absent, other):
    now = timezone.now()
    start, end = now - timedelta(hours=1), now + timedelta(hours=1)
    substitute(SYSTEM("t"), absent, other, start, end, "leave")


def test_handed_over_it_is_taken_up_anew_and_its_deadline_stays(case, people, bodies):
    accept(people["worker"], case)
    due = Case.objects.get().due_at
    hand_over(people["worker"], case, bodies[1], None, "theirs")
    held = Case.objects.get()
    assert (held.state, held.organisation, held.assignee, held.due_at) == (
        State.ASSIGNED,
        bodies[1],
        None,
        due,
    )
    with pytest.raises(NotAllowed, match="in the hands of HOUSE"):
        accept(people["worker"], case)
    assert accept(people["other"], case).assignee.username == "other"


def test_nobody_of_another_body_is_given_it(case, people, bodies, user):
    with pytest.raises(WrongStep, match="other holds no role in EPB"):
        assign(people["planner"], case, bodies[0], user("other"))
    assign(people["planner"], case, bodies[0], user("worker"))
    with pytest.raises(WrongStep, match="with worker already"):
        assign(people["planner"], case, bodies[0], user("worker"))


def test_all_or_none(bodies, people):
    cases = [open_case(SYSTEM("t"), "exceedance", bodies[0], "x", "s", str(n), {}) for n in range(3)]
    accept(people["worker"], cases[2])
    report_done(people["worker"], cases[2], "done")
    with pytest.raises(WrongStep, match=cases[2].number):
        hand_over_many(people["planner"], cases, bodies[1], None, "moved")
    assert set(Case.objects.values_list("organisation__code", flat=True)) == {"EPB"}
    hand_over_many(people["planner"], cases[:2], bodies[1], None, "moved")
    assert Case.objects.filter(organisation=bodies[1]).count() == 2


def test_who_stands_in_has_it_and_acts_for_the_holder(case, people, bodies, user):
    assign(people["planner"], case, bodies[0], user("worker"))
    assert case not in mine(user("other"))
    with pytest.raises(NotAllowed):
        accept(people["other"], case)
    stand_in(user("worker"), user("other"))
    assert case in mine(user("other"))
    accept(people["other"], case)
    step = case.steps.last()
    assert (step.actor_user.username, step.acting_for.username) == ("other", "worker")
    assert Case.objects.get().assignee == user("worker"), "when the leave is over the holder has it again"


def test_who_reported_for_another_does_not_find_it_to_re_check(case, people, user):
    accept(people["worker"], case)
    report_done(people["worker"], case, "done")
    assert case not in to_re_check(user("worker"))
    assert case in to_re_check(user("second"))


def test_a_case_of_nobody_is_seen(case, people, bodies, user):
    planner = user("planner")
    assert not nobodys(planner)
    assign(people["planner"], case, bodies[0], user("worker"))
    gone = user("worker")
    gone.is_active = False
    gone.save()
    assert case in nobodys(planner)
