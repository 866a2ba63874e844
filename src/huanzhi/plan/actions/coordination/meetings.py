"""Verbs of meetings: call one, set its agenda, hold it, keep its minutes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination.problems import moved
from huanzhi.plan.coordination.meeting import AgendaItem, Meeting, MeetingState
from huanzhi.plan.coordination.problem import Problem, ProblemState
from huanzhi.plan.coordination.queries import unfinished
from huanzhi.work.attachments.storage import Arrived
from huanzhi.work.obligations.proofs import kept_file


@verb("plan.call-meeting")
def call_meeting(
    actor: Actor, number: str, day: date, place: str = "", chair: str = "", *, simulated: bool = False
) -> Meeting:
    """召集会议: a meeting with its number and day; its agenda is set until it is held."""
    if not number.strip():
        raise Refused(_("number: a meeting needs its number"))
    if Meeting.objects.filter(number=number.strip()).exists():
        raise Refused(_("number: there is a meeting “%(number)s” already") % {"number": number.strip()})
    made = Meeting.objects.create(
        number=number.strip(),
        day=day,
        place=place.strip(),
        chair=chair.strip(),
        called_name=actor.name,
        simulated=simulated,
    )
    record(made, after={"number": made.number, "day": day, "place": made.place, "chair": made.chair})
    return made


@verb("plan.set-agenda")
def set_agenda(
    actor: Actor, meeting: Meeting, problems: Sequence[Problem], now: datetime | None = None
) -> list[AgendaItem]:
    """列入议程: exactly these problems in this order; one that is left out is again where it came from."""
    held = _called(meeting)
    wanted = list(dict.fromkeys(problem.pk for problem in problems))
    there = {item.problem_id: item for item in held.agenda.select_related("problem")}
    before = list(there)
    for key in set(there) - set(wanted):
        moved(there[key].problem, "plan.leave-agenda", there[key].came_from).save()
        there.pop(key).delete()
    by_key = {problem.pk: problem for problem in problems}
    for order, key in enumerate(wanted, 1):
        if key in there:
            there[key].order = order
            there[key].save(update_fields=["order"])
        else:
            _put(held, by_key[key], order, now or timezone.now())
    record(held, before={"agenda": before}, after={"agenda": wanted})
    return list(held.agenda.select_related("problem"))


def _put(meeting: Meeting, problem: Problem, order: int, at: datetime) -> None:
    came_from = Problem.objects.get(pk=problem.pk).state
    if came_from == ProblemState.SETTLED and not unfinished(problem).exists():
        raise Refused(_("“%(problem)s” is settled: raise it anew") % {"problem": problem})
    held = moved(problem, "plan.set-agenda")
    newer = Problem.objects.filter(origin=held.origin).exclude(pk=held.pk).exclude(state=ProblemState.SETTLED)
    if held.origin and newer.exists():
        raise Refused(
            _("“%(problem)s” has been raised again as “%(newer)s”")
            % {"problem": held, "newer": newer.first()}
        )
    held.settled_at = None
    held.save()
    AgendaItem.objects.create(
        meeting=meeting, problem=held, order=order, came_from=_back(came_from), put_at=at
    )


def _back(state: str) -> str:
    """Where it goes when it is taken off again: what was settled and is not any more stands as decided."""
    return ProblemState.DECIDED.value if state == ProblemState.SETTLED else state


@verb("plan.hold-meeting")
def hold_meeting(
    actor: Actor,
    meeting: Meeting,
    present: Iterable[Organisation],
    chair: str = "",
    now: datetime | None = None,
) -> Meeting:
    """召开会议: it took place, with these bodies; what it decided about each problem is entered next."""
    held, at = _called(meeting), now or timezone.now()
    bodies = list(present)
    if held.day > timezone.localdate(at):
        raise Refused(_("day: %(day)s is still to come") % {"day": held.day})
    if not held.agenda.exists():
        raise Refused(_("agenda: “%(meeting)s” has no problem to deal with") % {"meeting": held})
    if not bodies:
        raise Refused(_("present: say which departments were there"))
    held.state, held.held_at, held.chair = MeetingState.HELD, at, chair.strip() or held.chair
    if not held.chair:
        raise Refused(_("chair: say who was in the chair"))
    held.save()
    held.present.set(bodies)
    record(
        held,
        before={"state": MeetingState.CALLED},
        after={"state": held.state, "chair": held.chair, "present": [body.code for body in bodies]},
    )
    return held


@verb("plan.keep-minutes")
def keep_minutes(actor: Actor, meeting: Meeting, file: Arrived, name: str, document: str) -> Meeting:
    """归档纪要: the signed minutes as a file, with their number; a new file takes the place of the last."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.HELD:
        raise Refused(_("minutes: “%(meeting)s” has not been held yet") % {"meeting": held})
    if not document.strip():
        raise Refused(_("document: minutes are kept with their number"))
    before = {"minutes": held.minutes, "document": held.document}
    held.minutes, held.document = kept_file(file, name), document.strip()
    held.save(update_fields=["minutes", "document"])
    record(held, before=before, after={"minutes": held.minutes, "document": held.document})
    return held


def _called(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.CALLED:
        raise Refused(_("“%(meeting)s” has been held: its agenda stands") % {"meeting": held})
    return held
