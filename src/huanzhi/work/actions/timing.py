"""Verbs on the clock of a case: suspend, resume, ask for more time, decide on it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, verb
from huanzhi.work.actions.advancing import WrongStep, begin, finish, said
from huanzhi.work.case import Case
from huanzhi.work.clocks import due_again
from huanzhi.work.extension import Extension


@verb("work.suspend")
def suspend(actor: Actor, case: Case, note: str) -> Case:
    """挂起: the clock stands, and why."""
    return finish(actor, begin(actor, case, "work.suspend", said(note)))


@verb("work.resume")
def resume(actor: Actor, case: Case, note: str = "") -> Case:
    """恢复: the clock runs again, the deadline later by the pause."""
    move = begin(actor, case, "work.resume", note)
    move.data["due_before"] = move.case.due_at.isoformat()
    move.case.due_at = due_again(move.case, move.at)
    move.data["due"] = move.case.due_at.isoformat()
    return finish(actor, move)


@verb("work.request-extension")
def request_extension(actor: Actor, case: Case, until: datetime, note: str) -> Case:
    """申请延期: ask for more time; the deadline stays until somebody else agrees."""
    move = begin(actor, case, "work.request-extension", said(note))
    if until <= move.case.due_at:
        raise WrongStep(
            _("%(until)s is not after the deadline %(due)s")
            % {"until": _local(until), "due": _local(move.case.due_at)}
        )
    if Extension.objects.filter(case=move.case, granted=None).exists():
        raise WrongStep(
            _("case %(case)s has a request for more time that is not decided yet") % {"case": case.number}
        )
    Extension.objects.create(
        case=move.case, asked_at=move.at, asked_by_id=actor.user_id, until=until, reason=move.note
    )
    move.data["until"] = until.isoformat()
    return finish(actor, move)


@verb("work.decide-extension")
def decide_extension(actor: Actor, case: Case, granted: bool, note: str) -> Case:
    """延期审批: grant or refuse more time; never by who asked."""
    move = begin(actor, case, "work.decide-extension", said(note))
    wish = Extension.objects.select_for_update().filter(case=move.case, granted=None).first()
    if wish is None:
        raise WrongStep(_("case %(case)s: nobody has asked for more time") % {"case": case.number})
    if actor.user_id is None or actor.user_id == wish.asked_by_id:
        raise NotAllowed(
            _("case %(case)s: more time is granted by somebody other than who asked") % {"case": case.number}
        )
    wish.granted, wish.decided_at, wish.decided_by_id = granted, move.at, actor.user_id
    wish.save()
    move.data |= {
        "granted": granted,
        "until": wish.until.isoformat(),
        "due_before": move.case.due_at.isoformat(),
    }
    if granted:
        move.case.due_at = move.case.clock_at = wish.until
    return finish(actor, move)


def _local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
