"""Verbs of what phones send: each record once by its key, done or refused, and the answer kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed, record, verb
from huanzhi.work.actions.advancing import WrongStep
from huanzhi.work.actions.evidence import Capture, attach_evidence, hold_key
from huanzhi.work.actions.steps import accept, refuse, report_done, return_case, verify
from huanzhi.work.attachments.storage import Arrived
from huanzhi.work.attachments.types import NotTaken
from huanzhi.work.case import Case
from huanzhi.work.evidence import FieldRecord, Outcome
from huanzhi.work.words import STEPS as WORDS

ATTACH = "work.attach-evidence"
STEPS: dict[str, Callable[..., Any]] = {
    "work.accept": accept,
    "work.refuse": refuse,
    "work.report-done": report_done,
    "work.return-case": return_case,
    "work.verify": verify,
}
TIMED = ("work.accept", "work.report-done")
REFUSALS = (NotAllowed, WrongStep, NotTaken)


@dataclass(frozen=True)
class Sent:
    """What a phone sends: a step of a case with its note, or a file (`verb` is then `work.attach-evidence`)."""

    verb: str
    note: str
    capture: Capture
    saw_state: str = ""
    step: str = ""
    name: str = ""
    file: Arrived | None = None


def settle(actor: Actor, case: Case, sent: Sent) -> FieldRecord:
    """Do what was sent, or keep why not. The same key again: what became of it the first time."""
    if actor.user_id is None:
        raise NotAllowed(_("field records are sent by a person"))
    if held := known(actor, sent):
        return held
    try:
        return take_field_record(actor, case, sent)
    except REFUSALS as error:
        return refuse_field_record(SYSTEM("field"), actor, case, sent, in_words(case, sent, error))


def known(actor: Actor, sent: Sent) -> FieldRecord | None:
    """What became of this key before; NotAllowed when it was somebody else's."""
    held = FieldRecord.objects.filter(key=sent.capture.key).first()
    if held and held.user_id != actor.user_id:
        raise NotAllowed(_("this record was sent by somebody else"))
    return held


@verb("work.take-field-record")
def take_field_record(actor: Actor, case: Case, sent: Sent) -> FieldRecord:
    """Take the step or attach the file, and keep the key, in one transaction."""
    hold_key(sent.capture.key)
    if held := known(actor, sent):
        record(case, reason=f"field record {held.pk} came again")
        return held
    if sent.verb == ATTACH:
        if sent.file is None:
            raise NotTaken(_("the file is missing"))
        attach_evidence(actor, case, sent.file, sent.name, sent.capture, step=sent.step, note=sent.note)
    else:
        _step(sent.verb)(actor, case, sent.note, **_when(sent))
    held = _keep(actor, case, sent, Outcome.DONE, "")
    record(case, after={"field_record": held.pk, "step": sent.verb, "captured_at": sent.capture.at})
    return held


@verb("work.refuse-field-record")
def refuse_field_record(system: Actor, actor: Actor, case: Case, sent: Sent, reason: str) -> FieldRecord:
    """Keep why a record was refused; the person still has it on the phone."""
    hold_key(sent.capture.key)
    held = known(actor, sent) or _keep(actor, case, sent, Outcome.REFUSED, reason)
    after = {"field_record": held.pk, "step": sent.verb, "sent_by": actor.user_id, "outcome": held.outcome}
    record(case, after=after, reason=reason)
    return held


def _when(sent: Sent) -> dict[str, datetime]:
    """When it was done, for the steps that have a deadline; the phone's clock set right by what it said in sending."""
    if sent.capture.at is None or sent.capture.clock_off is None or sent.verb not in TIMED:
        return {}
    return {"done_at": sent.capture.at - timedelta(seconds=sent.capture.clock_off)}


def _step(name: str) -> Callable[..., Any]:
    if name not in STEPS:
        raise WrongStep(_("%(step)s is not a step that a phone can send") % {"step": name})
    return STEPS[name]


def _keep(actor: Actor, case: Case, sent: Sent, outcome: str, reason: str) -> FieldRecord:
    assert actor.user_id is not None, "settle() lets only persons in"
    return FieldRecord.objects.create(
        key=sent.capture.key,
        case=case,
        user_id=actor.user_id,
        captured_at=sent.capture.at,
        received_at=timezone.now(),
        clock_off=sent.capture.clock_off,
        verb=sent.verb,
        note=sent.note,
        outcome=outcome,
        reason=reason,
    )


def in_words(case: Case, sent: Sent, error: Exception) -> str:
    """Why it was refused; of a case that moved on meanwhile, by whom and to what."""
    case.refresh_from_db()
    last = case.steps.last()
    if isinstance(error, WrongStep) and sent.saw_state and sent.saw_state != case.state and last:
        return _("The case moved on meanwhile: %(step)s by %(who)s at %(time)s; it is now: %(state)s.") % {
            "step": WORDS.get(last.verb, last.verb),
            "who": last.actor_name,
            "time": f"{timezone.localtime(last.at):%m-%d %H:%M}",
            "state": case.get_state_display(),
        }
    return str(error)
