"""Answer what a round asks: state, what was done, evidence, what is in the way, what comes next. Kept for good."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.models import Answer, AnswerFile, Asked, RoundStep, TaskState
from huanzhi.plan.rounds.duty import RULE, duties_of
from huanzhi.plan.rounds.known import knowing
from huanzhi.plan.rounds.round import OWED, AskedState
from huanzhi.work.actions.obligations import fulfil_duty
from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.storage import Arrived, keep
from huanzhi.work.obligation import Obligation


@dataclass(frozen=True)
class Said:
    """An answer as it is given. `quantities`: [{"target", "value", "unit"}], numbers as written."""

    state: str
    done: str
    quantities: list[dict[str, str]] = field(default_factory=list)
    blocker: str = ""
    asks: str = ""
    next_step: str = ""
    next_on: date | None = None


@verb("plan.answer-round")
def answer(
    actor: Actor,
    asked: Asked,
    said: Said,
    files: Sequence[tuple[Arrived, str]] = (),
    *,
    now: datetime | None = None,
) -> Answer:
    """Keep the answer of a department to one task, with its files.

    NotAllowed for another department's, Refused in a round that is closed or for what is accepted, Unsound where the
    answer lacks something: "done" needs evidence, "held up" what is in the way.
    """
    now = now or timezone.now()
    row = held(asked)
    if row.organisation.code != actor.organisation and not actor.may("plan.answer-for-others"):
        raise NotAllowed(f"{actor.organisation} is not asked about {row.task.code}: {row.organisation} is")
    if not row.round.open:
        raise Refused(_("%(round)s is closed") % {"round": row.round})
    if row.state not in (*OWED, AskedState.ANSWERED):
        raise Refused(_("%(task)s is accepted already") % {"task": row.task})
    _check(said, bool(files) or AnswerFile.objects.filter(answer__asked=row).exists())
    made = Answer.objects.create(
        asked=row,
        at=now,
        user_id=actor.user_id,
        by=actor.name,
        state=said.state,
        done=said.done.strip(),
        quantities=[one for one in said.quantities if one["value"].strip()],
        blocker=said.blocker.strip(),
        asks=said.asks.strip(),
        next_step=said.next_step.strip(),
        next_on=said.next_on,
        known=knowing([row], timezone.localdate(now)).about(row.task, row.organisation_id),
    )
    for file, name in files:
        _keep(made, file, name)
    duties = list(duties_of([row]))
    row.state, row.first_at = AskedState.ANSWERED, row.first_at or now
    row.save(update_fields=["state", "first_at"])
    log(actor, row, RoundStep.What.ANSWERED, now, made)
    kept = [file.sha256 for file, _name in files]
    record(row, after={"answer": made.pk, "state": made.state, "files": kept}, reason=made.done)
    _prove(actor, row, duties, now)
    return made


def _prove(actor: Actor, row: Asked, duties: list[Obligation], now: datetime) -> None:
    """What went back is done with its answer; a department's duty in the round when all was answered once."""
    rows = Asked.objects.filter(round=row.round_id, organisation=row.organisation_id)
    waits = rows.filter(state=AskedState.WAITING).exists()
    for duty in duties:
        if duty.rule != RULE or not waits:
            fulfil_duty(
                actor, duty, timezone.localdate(now), reference=row.round.name, record_of=f"round:{row.round_id}",
                now=now,
            )  # fmt: skip


def held(asked: Asked) -> Asked:
    """The row, locked, with what is needed of its round and task."""
    rows = Asked.objects.select_for_update(of=("self",)).select_related("round", "task", "organisation")
    return rows.get(pk=asked.pk)


def log(
    actor: Actor,
    row: Asked,
    what: str,
    now: datetime,
    answer: Answer | None = None,
    reason: str = "",
    data: Any = None,
) -> RoundStep:
    """Write down what happened to what was asked."""
    return RoundStep.objects.create(
        asked=row,
        at=now,
        user_id=actor.user_id,
        by=actor.name,
        what=what,
        answer=answer,
        reason=reason,
        data=data or {},
    )


def _check(said: Said, evidence: bool) -> None:
    wrong: dict[str, list[str]] = {}
    if said.state not in TaskState.values or said.state == TaskState.UNREPORTED:
        wrong["state"] = [_("choose how far it is")]
    if not said.done.strip():
        wrong["done"] = [_("say what was done in this period")]
    if said.state == TaskState.DONE and not evidence:
        wrong["files"] = [_("what is done needs evidence: a document, a photo")]
    if said.state == TaskState.HELD_UP and not said.blocker.strip():
        wrong["blocker"] = [_("say what is in the way")]
    if said.next_on and not said.next_step.strip():
        wrong["next_step"] = [_("say what is to be done by %(day)s") % {"day": said.next_on}]
    for one in said.quantities:
        value = one["value"].strip()
        if value and not _number(value):
            wrong.setdefault("quantities", []).append(
                _("%(target)s: %(value)s is no number") % {"target": one["target"], "value": value}
            )
    if wrong:
        raise Unsound(wrong)


def _number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _keep(made: Answer, file: Arrived, name: str) -> None:
    kind = tell(file.path)
    keep(file)
    AnswerFile.objects.create(
        answer=made,
        sha256=file.sha256,
        name=(name.replace("\\", "/").rsplit("/", 1)[-1].strip() or f"file{kind.suffix}")[:120],
        media=kind.media,
        size=file.size,
    )
