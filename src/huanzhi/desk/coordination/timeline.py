"""问题经过: a problem from where it came from to the cases of what was assigned, in the order of time."""

from django.utils.translation import gettext as _

from huanzhi.desk.casework.timeline import Happened
from huanzhi.plan.coordination.decision import Decision
from huanzhi.plan.coordination.meeting import AgendaItem
from huanzhi.plan.coordination.problem import Problem


def timeline(problem: Problem, agendas: list[AgendaItem], decisions: list[Decision]) -> list[Happened]:
    """Raised, put on agendas, decided, assigned cases closed, settled; each with who and on what ground."""
    rows = [Happened(problem.raised_at, _("Raised"), "flag", problem.raised_name, problem.text)]
    rows += [
        Happened(
            one.put_at,
            _("Put on the agenda of %(meeting)s") % {"meeting": one.meeting},
            "route",
            facts=(_("item %(n)s") % {"n": one.order},),
        )
        for one in agendas
    ]
    for decision in decisions:
        rows.append(_decided(decision))
        rows += [
            Happened(
                one.case.closed_at,
                _("Case %(case)s re-checked and closed") % {"case": one.case.number},
                "ok",
                str(one.organisation),
                one.text,
                look="ok",
            )
            for one in decision.assignments.all()
            if one.case.closed_at is not None
        ]
    if problem.settled_at is not None:
        rows.append(
            Happened(problem.settled_at, _("Settled"), "ok", problem.settled_name, problem.note, look="ok")
        )
    return sorted(rows, key=lambda one: one.at)


def _decided(decision: Decision) -> Happened:
    facts = [
        _("%(case)s: %(body)s, %(what)s, until %(day)s")
        % {"case": one.case.number, "body": one.organisation, "what": one.text, "day": one.due_on}
        for one in decision.assignments.all()
    ]
    if decision.defer_to:
        facts.append(_("put off to %(day)s") % {"day": decision.defer_to})
    if decision.reason:
        facts.append(decision.reason)
    words = _("%(meeting)s: %(conclusion)s") % {
        "meeting": decision.meeting,
        "conclusion": decision.get_conclusion_display(),
    }
    return Happened(decision.at, words, "hand", decision.actor_name, decision.text, facts=tuple(facts))
