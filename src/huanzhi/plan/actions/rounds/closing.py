"""Close a round: what is still owed stays so, and the bulletin is made from what is there and frozen."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.content import canonical, sha256
from huanzhi.plan.actions import Refused
from huanzhi.plan.models import Asked, Round
from huanzhi.plan.rounds.report import gather
from huanzhi.plan.rounds.round import AskedState


@verb("plan.close-round")
def close_round(actor: Actor, of: Round, *, now: datetime | None = None) -> Round:
    """Close it and freeze its bulletin. Refused while an answer waits for the planner: take it or give it back."""
    now = now or timezone.now()
    held = Round.objects.select_for_update(of=("self",)).select_related("document").get(pk=of.pk)
    if not held.open:
        raise Refused(_("%(round)s is closed") % {"round": held})
    waiting = Asked.objects.filter(round=held, state=AskedState.ANSWERED).count()
    if waiting:
        raise Refused(_("%(n)s answers wait for you: accept them or give them back first") % {"n": waiting})
    with translation.override(settings.LANGUAGE_CODE):
        held.bulletin = gather(held.document, held.last_day.year, round=held, now=now)
    held.closed_at, held.closed_by = now, actor.name
    held.sha256 = sha256(canonical(held.bulletin))
    held.save()
    owed = Asked.objects.filter(round=held).owed().count()
    record(held, after={"closed_at": now, "owed": owed, "bulletin": held.sha256})
    return held
