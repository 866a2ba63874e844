"""Verb of deciding: what a meeting concluded about a problem; each assignment becomes a case with its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.people.working_days import deadline
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination.problems import moved
from huanzhi.plan.coordination.decision import Assignment, Conclusion, Decision
from huanzhi.plan.coordination.meeting import Meeting, MeetingState
from huanzhi.plan.coordination.problem import Problem
from huanzhi.work.actions import Finding, open_found

KIND = "assignment"


@dataclass(frozen=True)
class Task:
    """交办: who is to do what until when."""

    organisation: Organisation
    text: str
    due_on: date


@verb("plan.decide")
def decide(
    actor: Actor,
    meeting: Meeting,
    problem: Problem,
    text: str,
    conclusion: str,
    *,
    tasks: Sequence[Task] = (),
    defer_to: date | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Decision:
    """议定: assign (with at least one task), put off to a day, or no action with its reason; once a problem."""
    at = now or timezone.now()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.HELD:
        raise Refused(_("“%(meeting)s” has not been held yet: nothing was decided") % {"meeting": held})
    if not held.agenda.filter(problem=problem).exists():
        raise Refused(
            _("“%(problem)s” is not on the agenda of “%(meeting)s”") % {"problem": problem, "meeting": held}
        )
    if held.decisions.filter(problem=problem).exists():
        raise Refused(
            _("“%(problem)s” has been decided in “%(meeting)s”") % {"problem": problem, "meeting": held}
        )
    _sound(held, text, conclusion, tasks, defer_to, reason)
    subject = moved(problem, "plan.defer" if conclusion == Conclusion.DEFER else "plan.decide")
    subject.save()
    made = Decision.objects.create(
        meeting=held,
        problem=subject,
        text=text.strip(),
        conclusion=conclusion,
        defer_to=defer_to,
        reason=reason.strip(),
        at=at,
        actor_name=actor.name,
    )
    cases = [_assign(actor, made, nth, task, at) for nth, task in enumerate(tasks, 1)]
    record(
        subject,
        after={"state": subject.state, "meeting": held.number, "conclusion": conclusion, "cases": cases},
        reason=made.text,
    )
    return made


def _sound(
    meeting: Meeting, text: str, conclusion: str, tasks: Sequence[Task], defer_to: date | None, reason: str
) -> None:
    """Whether the decision holds together; Refused names the field."""
    wrong = {
        _("text: say what was decided"): not text.strip(),
        _("conclusion: “%(value)s” is none") % {"value": conclusion}: conclusion not in Conclusion.values,
        _("assignments: to assign means at least one department, what it is to do and until when"): conclusion
        == Conclusion.ASSIGN
        and not tasks,
        _("assignments: only what is assigned has any"): conclusion != Conclusion.ASSIGN and bool(tasks),
        _("put off to: a day after the meeting"): conclusion == Conclusion.DEFER
        and (defer_to is None or defer_to <= meeting.day),
        _("put off to: only what is put off has a day"): conclusion != Conclusion.DEFER
        and defer_to is not None,
        _("reason: no action needs a reason"): conclusion == Conclusion.NO_ACTION and not reason.strip(),
    }
    for words, is_wrong in wrong.items():
        if is_wrong:
            raise Refused(words)
    for task in tasks:
        if not task.text.strip():
            raise Refused(_("assignments: %(body)s: say what is to be done") % {"body": task.organisation})
        if task.due_on < meeting.day:
            raise Refused(
                _("assignments: %(body)s: %(day)s is before the meeting")
                % {"body": task.organisation, "day": task.due_on}
            )


def _assign(actor: Actor, decision: Decision, nth: int, task: Task, at: datetime) -> str:
    """The case of a task, due at the end of its day; it closes when another organisation has re-checked it."""
    meeting, problem = decision.meeting, decision.problem
    start = at.combine(task.due_on, at.time(), timezone.get_default_timezone())
    told = {
        "reason": decision.text,
        "meeting": meeting.number,
        "problem": problem.title,
        "due_on": task.due_on.isoformat(),
    }
    finding = Finding(
        KIND,
        task.text.strip()[:200],
        f"problem:{problem.pk}",
        f"meeting:{meeting.pk}:{nth}",
        told,
        simulated=problem.simulated,
        due_at=deadline(start, 0, "days"),
    )
    case = open_found(actor, finding, task.organisation, now=at)
    Assignment.objects.create(
        decision=decision,
        organisation=task.organisation,
        text=task.text.strip()[:200],
        due_on=task.due_on,
        case=case,
    )
    return case.number
