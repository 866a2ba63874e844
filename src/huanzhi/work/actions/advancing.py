"""One step of a case: looked up in the table, allowed or refused, clocked, written, recorded."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record
from huanzhi.people.models import Organisation
from huanzhi.work.case import Case, State
from huanzhi.work.clocks import clock_of
from huanzhi.work.flow import Step
from huanzhi.work.hands import acting_for, holds
from huanzhi.work.kinds import kinds
from huanzhi.work.step import CaseStep
from huanzhi.work.words import STEPS

LONGEST = timedelta(hours=72)  # so long a phone may be without a signal and still be believed


class WrongStep(ValueError):
    """The case is not in a state from which this step leads anywhere, or the step lacks what it needs."""


@dataclass
class Move:
    """A step being taken: the case under lock, the step of the table, the time, and what to remember of it."""

    case: Case
    step: Step
    at: datetime
    note: str = ""
    before: str = ""
    clock_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    done_at: datetime | None = None


def said(note: str) -> str:
    """The note without blanks; WrongStep when nothing is left of it."""
    if not note.strip():
        raise WrongStep(_("say what was done, what was seen or why: the note is empty"))
    return note.strip()


def begin(actor: Actor, case: Case, verb: str, note: str = "", at: datetime | None = None) -> Move:
    """Lock the case and find the step; NotAllowed and WrongStep say why it cannot be taken."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    step = kinds()[held.kind].step(verb, held.state)
    if step is None:
        raise WrongStep(
            _("case %(case)s is %(state)s: “%(step)s” leads nowhere from there")
            % {"case": held.number, "state": held.get_state_display(), "step": STEPS.get(verb, verb)}
        )
    if step.by == "owner" and not holds(actor, held) and "*" not in actor.verbs:
        raise NotAllowed(
            _("case %(case)s is in the hands of %(whom)s")
            % {"case": held.number, "whom": held.assignee or held.organisation}
        )
    return Move(held, step, at or timezone.now(), note, held.state, held.clock_at)


def finish(actor: Actor, move: Move, to: str = "") -> Case:
    """Put the case into its next state, set its clock, write the step and the ledger."""
    case = move.case
    case.state = to or move.step.end
    if case.state != move.before:
        case.clock_at = clock_of(case, move.at)
    case.save()
    write(actor, case, move)
    record(case, before={"state": move.before}, after={"state": case.state, **move.data}, reason=move.note)
    _remember(case, move)
    return case


def write(actor: Actor, case: Case, move: Move) -> CaseStep:
    """The row of the log; times never run backwards within a case."""
    last = CaseStep.objects.filter(case=case).order_by("-at").only("at", "done_at").first()
    at = move.at if last is None or move.at > last.at else last.at + timedelta(microseconds=1)
    return CaseStep.objects.create(
        case=case,
        at=at,
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        acting_for=acting_for(actor, case, move.at),
        organisation=Organisation.objects.filter(code=actor.organisation).first()
        if actor.organisation
        else None,
        done_at=_believed(move, last),
        verb=move.step.verb,
        from_state=move.before,
        to_state=case.state,
        clock_at=move.clock_at,
        note=move.note,
        data=move.data,
    )


def _believed(move: Move, last: CaseStep | None) -> datetime | None:
    """When it was done, if that can be: after the step before, before now, and not longer ago than LONGEST."""
    done = move.done_at
    if (
        done is None
        or not move.at - LONGEST <= done <= move.at
        or (last is not None and done < (last.done_at or last.at))
    ):
        return None
    return done


def _remember(case: Case, move: Move) -> None:
    """Whoever holds the case object from before sees what it has become."""
    assert State(case.state) in State
    move.case = case
