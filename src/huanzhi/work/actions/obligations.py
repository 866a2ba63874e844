"""Verbs of a duty: prove it, let it go, take that back; and the address under which a calendar reads them."""

import secrets
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import User
from huanzhi.work.attachments.storage import Arrived
from huanzhi.work.obligation import DutyFeed, Obligation, Outcome
from huanzhi.work.obligations.feed import hashed
from huanzhi.work.obligations.proofs import NoProof, checked
from huanzhi.work.obligations.queries import duties

LATE = gettext_noop("the day has passed, and nothing proves that it was done")
_LOCK = 0x44555459  # "DUTY": one run at a time


class DutyRefused(ValueError):
    """What was asked of a duty cannot be done as it stands; the message names the field and the value."""


@verb("work.fulfil-duty")
def fulfil_duty(
    actor: Actor,
    obligation: Obligation,
    done_on: date,
    note: str = "",
    *,
    reference: str = "",
    file: Arrived | None = None,
    name: str = "",
    record_of: str = "",
    now: datetime | None = None,
) -> Obligation:
    """Prove that a duty was done. A case that it had become stays open until its own re-check.

    `record_of`: the record (`round:7`) by which another verb proves a duty that is done elsewhere.
    """
    now = now or timezone.now()
    row = _held(actor, obligation, "work.fulfil-for-others")
    if done_on > timezone.localdate(now):
        raise DutyRefused(_("done on: %(day)s is still to come") % {"day": done_on})
    if row.covers_from and done_on < row.covers_from:
        raise DutyRefused(
            _("done on: %(day)s lies before %(first)s, when this turn begins")
            % {"day": done_on, "first": row.covers_from}
        )
    try:
        row.proof = (
            {"kind": "record", "of": record_of, "says": reference}
            if record_of
            else checked(row, done_on, reference, file, name)
        )
    except NoProof as error:
        raise DutyRefused(str(error)) from None
    row.outcome, row.done_on, row.note = Outcome.PROVED, done_on, note.strip()
    return _settle(actor, row, now, {"done_on": done_on, "proof": row.proof})


@verb("work.waive-duty")
def waive_duty(actor: Actor, obligation: Obligation, reason: str, now: datetime | None = None) -> Obligation:
    """Let this turn go, with a reason; the next one comes all the same."""
    row = _held(actor, obligation, "work.waive-duty")
    if not reason.strip():
        raise DutyRefused(_("reason: say why this turn need not be done"))
    row.outcome, row.note = Outcome.WAIVED, reason.strip()
    return _settle(actor, row, now or timezone.now(), {"waived": True})


@verb("work.reopen-duty")
def reopen_duty(actor: Actor, obligation: Obligation, reason: str, now: datetime | None = None) -> Obligation:
    """Take a proof or a waiver back: it does not hold. What it was stays in the ledger."""
    row = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if row.outcome == Outcome.OPEN:
        raise DutyRefused(_("this turn is to be done as it is: there is nothing to take back"))
    if not reason.strip():
        raise DutyRefused(_("reason: say why it does not hold"))
    before = {"outcome": row.outcome, "done_on": row.done_on, "proof": row.proof, "note": row.note}
    row.outcome, row.done_on, row.settled_at, row.settled_by = Outcome.OPEN, None, None, None
    row.settled_name, row.proof, row.note = "", {}, ""
    row.changed_at, row.changes = now or timezone.now(), row.changes + 1
    row.save()
    record(row, before=before, after={"outcome": ""}, reason=reason.strip())
    return row


def _held(actor: Actor, obligation: Obligation, wide: str) -> Obligation:
    """The row, locked, for whoever answers for it or has the wider right."""
    row = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=obligation.pk)
    )
    if not (answers(actor, row) or actor.may(wide)):
        raise NotAllowed(f"{actor.organisation} does not answer for duty {row.pk} of {row.organisation}")
    if row.outcome != Outcome.OPEN:
        raise DutyRefused(_("this turn is settled already: %(how)s") % {"how": row.get_outcome_display()})
    if row.withdrawn:
        raise DutyRefused(_("%(name)s no longer brings this duty") % {"name": row.subject_name})
    return row


def answers(actor: Actor, row: Obligation) -> bool:
    """Whether the actor acts for the organisation, or it is among the person's own."""
    if actor.organisation == row.organisation.code:
        return True
    if actor.user_id is None:
        return False
    user = User.objects.get(pk=actor.user_id)
    return duties(user, "mine").filter(pk=row.pk).exists()


def _settle(actor: Actor, row: Obligation, now: datetime, after: dict[str, Any]) -> Obligation:
    row.settled_at, row.settled_by_id, row.settled_name = now, actor.user_id, actor.name
    row.save()
    record(row, before={"outcome": ""}, after=after, reason=row.note)
    return row


@verb("work.renew-feed")
def renew_feed(actor: Actor) -> str:
    """A new secret for one's own calendar address; the former one is void. It is told only this once."""
    if actor.user_id is None:
        raise NotAllowed("a calendar belongs to a person")
    secret = secrets.token_urlsafe(32)
    values = {"secret_sha256": hashed(secret), "made_at": timezone.now()}
    made, _new = DutyFeed.objects.update_or_create(user_id=actor.user_id, defaults=values)
    record(made, after={"made_at": made.made_at})
    return secret


@verb("work.renew-feed")
def end_feed(actor: Actor) -> None:
    """No calendar reads this person's duties any more."""
    if actor.user_id is None:
        raise NotAllowed("a calendar belongs to a person")
    user = User.objects.get(pk=actor.user_id)
    gone, _tables = DutyFeed.objects.filter(user=user).delete()
    record(user, after={"calendar_feeds_ended": gone})
