"""Follow the inputs of accepted answers: what has changed opens them again, or is noted when the round is closed."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext_noop

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions.rounds.answering import held, log
from huanzhi.plan.actions.rounds.judging import reopen
from huanzhi.plan.models import Asked, RoundStep
from huanzhi.plan.rounds.known import Knowing, Known, changes, digest
from huanzhi.plan.rounds.round import AskedState

CHANGED = gettext_noop("what the accepted answer rests on has changed")
CLOSED_DAYS = 400  # closed rounds are followed for so long


def follow_inputs(actor: Actor, *, now: datetime | None = None) -> int:
    """Compare what accepted answers rest on with what the records give today, as of the same day; how many differ.

    In a round that runs the answer opens again; in a closed one the change is noted, once for each state of the inputs.
    """
    now = now or timezone.now()
    rows = Asked.objects.filter(
        state=AskedState.ACCEPTED, round__last_day__gte=now - timedelta(days=CLOSED_DAYS)
    )
    rows = rows.select_related("round", "task", "organisation").prefetch_related("task__projects__gates")
    found = 0
    ordered = sorted(rows, key=lambda row: (row.round_id, row.known.get("as_of", "")))
    for (_round, as_of), group in groupby(
        ordered, key=lambda row: (row.round_id, row.known.get("as_of", ""))
    ):
        if not as_of:
            continue
        held_rows = list(group)
        one = held_rows[0].round
        knowing = Knowing(one.document_id, one.first_day, date.fromisoformat(as_of))
        for row in held_rows:
            known = knowing.about(row.task, row.organisation_id)
            if digest(known) != row.known_sha256:
                found += 1
                if one.open:
                    reopen(actor, row, CHANGED, changes(row.known, known), now=now)
                else:
                    note_changed(actor, row, known, now=now)
    return found


@verb("plan.note-changed-inputs")
def note_changed(actor: Actor, asked: Asked, known: Known, *, now: datetime | None = None) -> Asked:
    """After a round is closed its bulletin stays; that the inputs of an answer are others now is written beside it."""
    row = held(asked)
    changed = changes(row.known, known)
    log(actor, row, RoundStep.What.CHANGED, now or timezone.now(), reason=CHANGED, data={"changed": changed})
    row.known, row.known_sha256 = known, digest(known)
    row.save(update_fields=["known", "known_sha256"])
    record(row, after={"changed": changed, "inputs": row.known_sha256}, reason=CHANGED)
    return row
