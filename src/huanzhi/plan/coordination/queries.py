"""Reads of coordination: problems with their age, what stands out, what is not closed yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.plan.coordination.decision import Assignment, Decision
from huanzhi.plan.coordination.flow import escalation
from huanzhi.plan.coordination.meeting import AgendaItem, Meeting, MeetingState
from huanzhi.plan.coordination.problem import Problem, ProblemState

DONE = Q(case__state="closed") | Q(case__state="merged", case__merged_into__state="closed")


@dataclass(frozen=True)
class Standing:
    """A problem as a list shows it: how old, how far its assignments are, and why it stands out."""

    problem: Problem
    days: int
    assigned: int
    closed: int
    reasons: tuple[str, ...] = ()


def unfinished(problem: Problem) -> QuerySet[Assignment]:
    """Assignments of a problem whose cases are not closed; a case that was joined to another counts as that one."""
    return Assignment.objects.filter(decision__problem=problem).exclude(DONE)


def problems(user: Any) -> QuerySet[Problem]:
    """The problems that a user may see, with counts of deferrals and of assignments, all and closed."""
    rows = Problem.objects.filter(pk__in=Problem.objects.visible_to(user).values("pk"))
    closed = Q(decisions__assignments__case__state="closed") | Q(
        decisions__assignments__case__state="merged",
        decisions__assignments__case__merged_into__state="closed",
    )
    return rows.select_related("organisation").annotate(
        deferred=Count("decisions", filter=Q(decisions__conclusion="defer"), distinct=True),
        assigned=Count("decisions__assignments", distinct=True),
        closed=Count("decisions__assignments", filter=closed, distinct=True),
    )


def standing(problem: Any, now: datetime | None = None) -> Standing:
    """How an annotated problem stands; its age ends when it is settled."""
    until = problem.settled_at or now or timezone.now()
    days = max(0, (timezone.localdate(until) - timezone.localdate(problem.raised_at)).days)
    reasons = []
    if problem.state != ProblemState.SETTLED:
        if problem.state != ProblemState.DECIDED and days > escalation()["open_days"]:
            reasons.append(
                _("undecided for %(n)s days, more than %(most)s")
                % {"n": days, "most": escalation()["open_days"]}
            )
        if problem.deferred >= escalation()["deferred"]:
            reasons.append(_("put off %(n)s times") % {"n": problem.deferred})
    elif problem.closed < problem.assigned:
        reasons.append(_("settled, but an assignment was opened again"))
    return Standing(problem, days, problem.assigned, problem.closed, tuple(reasons))


def escalated(rows: QuerySet[Problem], now: datetime | None = None) -> QuerySet[Problem]:
    """Those of annotated problems that stand out: undecided too long, or put off too often."""
    last = timezone.localdate(now) - timedelta(days=escalation()["open_days"] + 1)
    undecided = Q(state__in=(ProblemState.OPEN, ProblemState.AGENDA), raised_at__date__lte=last)
    return rows.exclude(state=ProblemState.SETTLED).filter(
        undecided | Q(deferred__gte=escalation()["deferred"])
    )


def due_again(rows: QuerySet[Problem], today: date) -> QuerySet[Problem]:
    """Open problems that were put off to a day that has come."""
    put_off = Decision.objects.filter(problem=OuterRef("pk"), conclusion="defer", defer_to__lte=today)
    return rows.filter(Exists(put_off), state=ProblemState.OPEN)


def meetings(user: Any) -> QuerySet[Meeting]:
    """The meetings that a user may see, with how many problems they dealt with and how many wait to be decided."""
    rows = Meeting.objects.filter(pk__in=Meeting.objects.visible_to(user).values("pk"))
    return rows.annotate(
        problems=Count("agenda", distinct=True), decided=Count("decisions", distinct=True)
    ).order_by("-day", "-pk")


def agenda(meeting: Meeting, user: Any) -> QuerySet[AgendaItem]:
    """The agenda in its order, as far as the user may see its problems."""
    seen = Problem.objects.visible_to(user).values("pk")
    return meeting.agenda.filter(problem__in=seen).select_related("problem__organisation").order_by("order")


def decisions(meeting: Meeting, user: Any) -> dict[int, Decision]:
    """What was decided in a meeting by problem, with the assignments and their cases."""
    seen = Problem.objects.visible_to(user).values("pk")
    rows = meeting.decisions.filter(problem__in=seen)
    rows = rows.prefetch_related("assignments__case__merged_into", "assignments__organisation")
    return {row.problem_id: row for row in rows}


def whole_agenda(meeting: Meeting) -> list[tuple[AgendaItem, Decision | None]]:
    """The agenda in its order, each with what was decided about it; for the minutes, which everybody there gets."""
    made = {
        row.problem_id: row
        for row in meeting.decisions.prefetch_related("assignments__case", "assignments__organisation")
    }
    items = meeting.agenda.select_related("problem__organisation").order_by("order")
    return [(item, made.get(item.problem_id)) for item in items]


def called() -> QuerySet[Meeting]:
    """Meetings that have not been held yet, the next first."""
    return Meeting.objects.filter(state=MeetingState.CALLED).order_by("day", "pk")
