"""The planner's part: return an answer with a reason, accept it, open an accepted one again."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.plan.actions import Refused, report_task
from huanzhi.plan.actions.rounds.answering import held, log
from huanzhi.plan.actions.rounds.calling import call
from huanzhi.plan.models import Answer, Asked, RoundStep
from huanzhi.plan.rounds.known import digest, knowing
from huanzhi.plan.rounds.round import AskedState
from huanzhi.plan.rounds.terms import due_again


@verb("plan.return-answer")
def return_answer(
    actor: Actor, asked: Asked, reason: str, due_at: datetime | None = None, *, now: datetime | None = None
) -> Asked:
    """Give an answer back with a reason and a new deadline. Refused where there is no answer, or no reason."""
    now = now or timezone.now()
    row = _answered(asked)
    if not reason.strip():
        raise Refused(_("reason: say what the answer lacks"))
    due_at = due_at or due_again(now)
    if due_at <= now:
        raise Refused(
            _("due: %(due)s is past") % {"due": timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M")}
        )
    row.state, row.due_at, row.returns = AskedState.RETURNED, due_at, row.returns + 1
    row.save(update_fields=["state", "due_at", "returns"])
    log(actor, row, RoundStep.What.RETURNED, now, _newest(row), reason.strip())
    call(actor, [row], now)
    record(
        row,
        before={"state": AskedState.ANSWERED},
        after={"state": row.state, "due_at": due_at},
        reason=reason,
    )
    return row


@verb("plan.accept-answer")
def accept(actor: Actor, asked: Asked, note: str = "", *, now: datetime | None = None) -> Asked:
    """Accept an answer with what the system knows today; where the department answers for it, the task's state follows.

    NotAllowed for whoever gave the answer: nobody accepts their own.
    """
    now = now or timezone.now()
    row = _answered(asked)
    newest = _newest(row)
    if newest.user_id is not None and newest.user_id == actor.user_id:
        raise NotAllowed(_("nobody accepts their own answer"))
    row.known = knowing([row], timezone.localdate(now)).about(row.task, row.organisation_id)
    row.state, row.known_sha256 = AskedState.ACCEPTED, digest(row.known)
    row.save(update_fields=["state", "known", "known_sha256"])
    log(actor, row, RoundStep.What.ACCEPTED, now, newest, note.strip())
    if row.leads:
        report_task(actor, row.task, newest.state, newest.done)
    record(
        row,
        before={"state": AskedState.ANSWERED},
        after={"state": row.state, "inputs": row.known_sha256},
        reason=note,
    )
    return row


def accept_many(actor: Actor, rows: Iterable[Asked], *, now: datetime | None = None) -> int:
    """Accept those that wait, one by one; how many were."""
    waiting = [row for row in rows if row.state == AskedState.ANSWERED]
    for row in waiting:
        accept(actor, row, now=now)
    return len(waiting)


@verb("plan.reopen-answer")
def reopen(
    actor: Actor,
    asked: Asked,
    reason: str,
    changed: list[dict[str, object]] | None = None,
    *,
    now: datetime | None = None,
) -> Asked:
    """Open an accepted answer again in a round that runs, with the reason; `changed`: inputs that are others now."""
    now = now or timezone.now()
    row = held(asked)
    if not row.round.open:
        raise Refused(_("%(round)s is closed") % {"round": row.round})
    if row.state != AskedState.ACCEPTED:
        raise Refused(_("%(task)s is not accepted: there is nothing to open again") % {"task": row.task})
    if not reason.strip():
        raise Refused(_("reason: say why it opens again"))
    row.state, row.due_at = AskedState.REOPENED, due_again(now)
    row.save(update_fields=["state", "due_at"])
    log(actor, row, RoundStep.What.REOPENED, now, _newest(row), reason.strip(), {"changed": changed or []})
    call(actor, [row], now)
    record(
        row,
        before={"state": AskedState.ACCEPTED},
        after={"state": row.state, "changed": changed or []},
        reason=reason,
    )
    return row


def _answered(asked: Asked) -> Asked:
    row = held(asked)
    if not row.round.open:
        raise Refused(_("%(round)s is closed") % {"round": row.round})
    if row.state != AskedState.ANSWERED:
        raise Refused(_("%(task)s waits for no decision: it is “%(state)s”") % {
            "task": row.task, "state": row.get_state_display(),
        })  # fmt: skip
    return row


def _newest(row: Asked) -> Answer:
    return Answer.objects.filter(asked=row).order_by("-at", "-pk")[0]
