"""Verbs of problems: raise one, once for what it came from; settle it when everything assigned has been closed."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works_blockers import refer_blocker, settle_blocker
from huanzhi.plan.coordination.flow import flow
from huanzhi.plan.coordination.origins import find
from huanzhi.plan.coordination.problem import Problem, ProblemState
from huanzhi.plan.coordination.queries import unfinished
from huanzhi.plan.works.blocker import Blocker, BlockerState


@verb("plan.raise-problem")
def raise_problem(
    actor: Actor,
    title: str,
    text: str,
    origin: str,
    organisation: Organisation,
    *,
    simulated: bool = False,
    now: datetime | None = None,
) -> Problem:
    """提出问题: what cannot be solved alone; what it came from has one unsettled problem at a time."""
    if not title.strip():
        raise Refused(_("problem: say in a line what it is"))
    if not actor.may("plan.set-agenda") and actor.organisation != organisation.code:
        raise NotAllowed(_("%(body)s: a department raises its own problems") % {"body": organisation})
    try:
        found = find(origin)
    except ValueError as error:
        raise Refused(str(error)) from None
    held = Problem.objects.filter(origin=origin).exclude(state=ProblemState.SETTLED).first()
    if origin and held is not None:
        record(held, reason="already raised")
        return held
    made = Problem.objects.create(
        title=title.strip()[:200],
        text=text.strip(),
        origin=origin,
        organisation=organisation,
        raised_at=now or timezone.now(),
        raised_name=actor.name,
        raised_by_id=actor.user_id,
        simulated=simulated,
    )
    record(made, after={"title": made.title, "origin": origin, "organisation": organisation.code})
    if isinstance(found, Blocker):
        refer_blocker(actor, found, f"problem:{made.pk}")
    return made


@verb("plan.settle-problem")
def settle_problem(actor: Actor, problem: Problem, note: str, now: datetime | None = None) -> Problem:
    """问题销号: settled, once all that was assigned is closed, with how; a work's blocker that it came from, too."""
    if not note.strip():
        raise Refused(_("note: say how it was settled"))
    held = moved(problem, "plan.settle-problem")
    if waiting := list(unfinished(held).values_list("case__number", flat=True)):
        raise Refused(
            _("“%(problem)s” waits for the re-check of %(cases)s")
            % {"problem": held, "cases": ", ".join(waiting)}
        )
    held.settled_at, held.settled_name, held.note = now or timezone.now(), actor.name, note.strip()
    held.save()
    record(held, before={"state": ProblemState.DECIDED}, after={"state": held.state}, reason=held.note)
    source = find(held.origin) if held.origin.startswith("blocker:") else None
    if isinstance(source, Blocker) and source.state != BlockerState.SETTLED:
        settle_blocker(actor, source, held.note, f"problem:{held.pk}", now=now)
    return held


def moved(problem: Problem, step: str, to: str = "") -> Problem:
    """The problem under lock in the state that a step of the table leads to; Refused when none leads there."""
    held = Problem.objects.select_for_update().get(pk=problem.pk)
    found = flow().step(step, held.state)
    if found is None:
        raise Refused(
            _("“%(problem)s” is %(state)s: this leads nowhere from there")
            % {"problem": held, "state": held.get_state_display()}
        )
    held.state = found.end or to
    return held
