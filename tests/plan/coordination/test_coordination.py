"""Problems go through meetings; what is assigned is a case, and nothing is settled before its re-check."""

from datetime import timedelta

import pytest
from tests.plan.coordination.conftest import DAY, NOW

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.people.models import User
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination import (
    Task,
    call_meeting,
    decide,
    hold_meeting,
    raise_problem,
    set_agenda,
    settle_problem,
)
from huanzhi.plan.coordination.queries import escalated, problems, standing, unfinished
from huanzhi.plan.models import Meeting, Problem
from huanzhi.work.actions import accept, reopen, report_done, resume, suspend, verify
from huanzhi.work.models import Case

DUE = DAY + timedelta(days=10)


def seen(name="planner"):
    return problems(User.objects.get(username=name))


def assigned(people, held, problem, bodies, *names):
    tasks = [Task(bodies[name], f"Find a site ({name})", DUE) for name in names or ("HOUSE",)]
    return decide(people["planner"], held, problem, "A site by December", "assign", tasks=tasks, now=NOW)


def test_a_department_raises_its_own_problems_only(people, bodies):
    made = raise_problem(people["housing"], "No site", "", "", bodies["HOUSE"])
    assert (made.state, made.raised_name) == ("open", "housing")
    with pytest.raises(NotAllowed, match="its own problems"):
        raise_problem(people["housing"], "No site", "", "", bodies["LAW"])
    with pytest.raises(NotAllowed):
        raise_problem(people["leader"], "No site", "", "", bodies["EPB"])
    assert raise_problem(people["planner"], "For others", "", "", bodies["LAW"]).organisation == bodies["LAW"]


def test_an_origin_is_something_that_exists_and_has_one_unsettled_problem(people, problem, bodies):
    origin = f"problem:{problem.pk}"
    made = raise_problem(people["planner"], "Again", "", origin, bodies["EPB"])
    assert raise_problem(people["planner"], "Once more", "", origin, bodies["EPB"]) == made
    with pytest.raises(Refused, match="no “case:2026-9999”"):
        raise_problem(people["planner"], "x", "", "case:2026-9999", bodies["EPB"])
    for wrong in ("moon:1", "problem", "problem:x"):
        with pytest.raises(Refused, match="origin"):
            raise_problem(people["planner"], "x", "", wrong, bodies["EPB"])


def test_an_assignment_is_a_case_due_at_the_end_of_the_day_that_was_set(people, held, problem, bodies):
    decision = assigned(people, held, problem, bodies, "HOUSE", "LAW")
    problem.refresh_from_db()
    cases = [one.case for one in decision.assignments.all()]
    assert problem.state == "decided"
    assert [(c.kind, c.organisation.code, c.state, c.subject) for c in cases] == [
        ("assignment", "HOUSE", "assigned", f"problem:{problem.pk}"),
        ("assignment", "LAW", "assigned", f"problem:{problem.pk}"),
    ]
    assert {str(c.due_at.astimezone(NOW.tzinfo)) for c in cases} == {"2026-12-01 00:00:00+08:00"}
    assert {c.due_on for c in cases} == {DUE}


def test_a_suspension_moves_the_day_that_the_meeting_set(people, held, problem, bodies, clock):
    case = assigned(people, held, problem, bodies).assignments.get().case
    clock(1)
    accept(people["housing"], case)
    suspend(people["planner"], case, "waits for the survey")
    clock(4)
    resume(people["planner"], case)
    case.refresh_from_db()
    assert case.due_on == DUE + timedelta(days=3)


def test_it_is_settled_only_when_every_case_is_closed_by_another_organisation(
    people, held, problem, bodies, clock
):
    one, two = (a.case for a in assigned(people, held, problem, bodies, "HOUSE", "LAW").assignments.all())
    for who, case in (("housing", one), ("lawyer", two)):
        accept(people[who], case)
        report_done(people[who], case, "a site was found")
    with pytest.raises(Refused, match=f"{one.number}, {two.number}"):
        settle_problem(people["planner"], problem, "done")
    with pytest.raises(NotAllowed, match="organisation other"):
        verify(people["inspector"], two, "seen")  # of the body that reported
    verify(people["planner"], two, "seen")
    with pytest.raises(Refused, match=one.number):
        settle_problem(people["planner"], problem, "done")
    verify(people["inspector"], one, "seen")
    with pytest.raises(Refused, match="note"):
        settle_problem(people["planner"], problem, " ")
    assert settle_problem(people["planner"], problem, "The site is bought").state == "settled"
    assert standing(seen().get(pk=problem.pk)).reasons == ()
    reopen(people["planner"], one, "the site floods")
    assert standing(seen().get(pk=problem.pk)).reasons == ("settled, but an assignment was opened again",)
    later = call_meeting(people["planner"], "2026-4", DAY)
    set_agenda(people["planner"], later, [problem])
    problem.refresh_from_db()
    assert (problem.state, problem.settled_at) == ("agenda", None)


def test_a_case_joined_to_another_counts_as_that_one(people, held, problem, bodies):
    one, two = (a.case for a in assigned(people, held, problem, bodies, "HOUSE", "HOUSE").assignments.all())
    from huanzhi.work.actions import merge

    merge(people["planner"], two, one, "the same site")
    accept(people["housing"], one)
    report_done(people["housing"], one, "done")
    assert unfinished(problem).count() == 2
    verify(people["planner"], one, "seen")
    assert unfinished(problem).count() == 0


def test_put_off_twice_or_undecided_too_long_stands_out(people, held, problem, bodies, clock):
    planner = people["planner"]
    with pytest.raises(Refused, match="put off to"):
        decide(planner, held, problem, "Later", "defer", defer_to=DAY)
    decide(planner, held, problem, "Later", "defer", defer_to=DAY + timedelta(days=7))
    assert seen().get(pk=problem.pk).state == "open"
    assert not escalated(seen(), NOW).exists()
    assert list(escalated(seen(), NOW + timedelta(days=31))) == [problem]
    assert not escalated(seen(), NOW + timedelta(days=30)).exists()
    again = call_meeting(planner, "2026-4", DAY, chair="Head")
    set_agenda(planner, again, [problem])
    hold_meeting(planner, again, [bodies["EPB"]], now=NOW)
    decide(planner, again, problem, "Later still", "defer", defer_to=DAY + timedelta(days=9))
    assert list(escalated(seen(), NOW)) == [problem]
    assert standing(seen().get(pk=problem.pk), NOW).reasons == ("put off 2 times",)


@pytest.mark.parametrize(
    ("conclusion", "more", "says"),
    [
        ("assign", {}, "at least one department"),
        ("none", {}, "no action needs a reason"),
        ("none", {"reason": "x", "defer_to": DUE}, "only what is put off"),
        ("maybe", {}, "conclusion"),
        ("defer", {}, "put off to"),
    ],
)
def test_a_decision_that_does_not_hold_together_is_refused(people, held, problem, conclusion, more, says):
    with pytest.raises(Refused, match=says):
        decide(people["planner"], held, problem, "So be it", conclusion, **more)
    assert not Case.objects.exists()


def test_no_action_with_its_reason_can_be_settled(people, held, problem):
    decide(people["planner"], held, problem, "Nothing", "none", reason="the law changed")
    assert settle_problem(people["planner"], problem, "no longer one").state == "settled"


def test_the_agenda_is_exactly_what_was_set_and_what_leaves_it_is_where_it_came_from(people, problem, bodies):
    planner = people["planner"]
    other = raise_problem(planner, "Funds", "", "", bodies["LAW"])
    one, two = call_meeting(planner, "1", DAY, chair="Head"), call_meeting(planner, "2", DAY, chair="Head")
    set_agenda(planner, one, [problem, other])
    with pytest.raises(Refused, match="on the agenda"):
        set_agenda(planner, two, [problem])
    set_agenda(planner, one, [other])
    assert [(i.problem_id, i.order) for i in one.agenda.all()] == [(other.pk, 1)]
    assert Problem.objects.get(pk=problem.pk).state == "open"
    set_agenda(planner, two, [problem])
    hold_meeting(planner, one, [bodies["EPB"]], now=NOW)
    with pytest.raises(Refused, match="has been held"):
        set_agenda(planner, one, [])
    with pytest.raises(Refused, match="not on the agenda"):
        decide(planner, one, problem, "x", "none", reason="y")
    with pytest.raises(Refused, match="has not been held yet"):
        decide(planner, two, problem, "x", "none", reason="y")


def test_a_meeting_is_held_not_before_its_day_with_an_agenda_and_people(people, problem, bodies):
    planner = people["planner"]
    made = call_meeting(planner, "1", DAY + timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        hold_meeting(planner, made, [bodies["EPB"]], "Head", now=NOW)
    later = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="no problem to deal with"):
        hold_meeting(planner, made, [bodies["EPB"]], "Head", now=later)
    set_agenda(planner, made, [problem])
    with pytest.raises(Refused, match="present"):
        hold_meeting(planner, made, [], "Head", now=later)
    with pytest.raises(Refused, match="chair"):
        hold_meeting(planner, made, [bodies["EPB"]], now=later)
    assert Meeting.objects.get().state == "called"
    assert hold_meeting(planner, made, [bodies["EPB"]], "Head", now=later).state == "held"


def test_what_is_decided_stands_in_the_ledger(people, held, problem, bodies):
    assigned(people, held, problem, bodies)
    entry = Entry.objects.filter(verb="plan.decide", subject_type="plan.problem").get()
    assert entry.actor["name"] == "planner"
    assert entry.after["meeting"] == "2026-3"


def test_a_department_sees_its_own_problem_and_what_it_was_given(people, held, problem, bodies):
    assert not seen("lawyer").exists()
    assigned(people, held, problem, bodies, "LAW")
    assert seen("lawyer").get() == seen("housing").get() == problem
    assert seen("lawyer").get().assigned == 1


def test_with_the_problem_the_blocker_it_came_from_is_settled(people, bodies):
    from huanzhi.plan.models import Blocker, Document, Project

    document = Document.objects.create(
        title="P", first_year=2021, last_year=2025, source="t", sha256="0" * 64, imported_at=NOW
    )
    work = Project.objects.create(
        document=document, code="W01", key="1-W01", column=4, group="g", name="pipes"
    )
    blocker = Blocker.objects.create(project=work, title="no land", raised_at=NOW, raised_name="x")
    problem = raise_problem(people["planner"], "Land", "", f"blocker:{blocker.pk}", bodies["EPB"])
    called = call_meeting(people["planner"], "9", DAY, chair="Head")
    set_agenda(people["planner"], called, [problem])
    hold_meeting(people["planner"], called, [bodies["EPB"]], now=NOW)
    decide(people["planner"], called, problem, "Nothing", "none", reason="bought meanwhile")
    settle_problem(people["planner"], problem, "bought")
    blocker.refresh_from_db()
    assert (blocker.state, blocker.settlement, blocker.number) == (
        "settled",
        "bought",
        f"problem:{problem.pk}",
    )
