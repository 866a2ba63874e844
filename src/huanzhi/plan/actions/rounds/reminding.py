"""Remind those who owe an answer: the round is a duty of each department; those by the clock go by themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rounds.answering import log
from huanzhi.plan.actions.rounds.calling import call
from huanzhi.plan.models import Asked, Round, RoundStep


@verb("plan.remind-round")
def remind(actor: Actor, of: Round, organisations: Iterable[int] = (), *, now: datetime | None = None) -> int:
    """Tell departments of what they owe, those given or all, each at most once a day; how many answers are owed."""
    now = now or timezone.now()
    if not of.open:
        raise Refused(_("%(round)s is closed") % {"round": of})
    owed = Asked.objects.filter(round=of).owed()
    chosen = list(organisations)
    owed = owed.filter(organisation__in=chosen) if chosen else owed
    rows = list(owed.select_related("organisation"))
    for row in rows:
        log(actor, row, RoundStep.What.REMINDED, now)
    call(actor, rows, now)
    record(of, after={"reminded": sorted({row.organisation.code for row in rows}), "owed": len(rows)})
    return len(rows)
