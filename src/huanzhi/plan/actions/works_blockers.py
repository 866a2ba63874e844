"""Verbs of blockers 问题障碍: raise one, take it before the coordination meeting, settle it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works import own
from huanzhi.plan.models import Blocker, Project
from huanzhi.plan.works.blocker import BlockerState


@verb("plan.raise-blocker")
def raise_blocker(
    actor: Actor, project: Project, title: str, text: str = "", asks: str = "", *, now: datetime | None = None
) -> Blocker:
    """Say what is in the way of a work, and what is needed from whom."""
    own(actor, project)
    if not title.strip():
        raise Unsound({"title": [_("say what is in the way")]})
    blocker = Blocker.objects.create(
        project=project,
        title=title.strip()[:120],
        text=text.strip(),
        asks=asks.strip(),
        organisation=Organisation.objects.filter(code=actor.organisation).first(),
        raised_by_id=actor.user_id,
        raised_name=actor.name,
        raised_at=now or timezone.now(),
        simulated=project.simulated,
    )
    record(project, after={"blocker": blocker.pk, "title": blocker.title, "asks": blocker.asks})
    return blocker


@verb("plan.refer-blocker")
def refer_blocker(actor: Actor, blocker: Blocker, problem: str) -> Blocker:
    """It is before the coordination meeting, as this problem (`problem:7`)."""
    row = _unsettled(blocker)
    own(actor, row.project)
    before = {"blocker": row.pk, "state": row.state}
    row.state, row.problem = BlockerState.AT_MEETING, problem
    row.save()
    record(row.project, before=before, after={"blocker": row.pk, "state": row.state, "problem": problem})
    return row


@verb("plan.settle-blocker")
def settle_blocker(
    actor: Actor, blocker: Blocker, settlement: str, number: str = "", *, now: datetime | None = None
) -> Blocker:
    """It is out of the way: how, and by which document."""
    row = _unsettled(blocker)
    if not settlement.strip():
        raise Unsound({"settlement": [_("say how it was settled")]})
    before = {"blocker": row.pk, "state": row.state}
    row.state, row.settlement, row.number = BlockerState.SETTLED, settlement.strip(), number.strip()
    row.settled_at, row.settled_name = now or timezone.now(), actor.name
    row.save()
    after = {"blocker": row.pk, "state": row.state, "settlement": row.settlement}
    record(row.project, before=before, after=after, reason=row.number)
    return row


def _unsettled(blocker: Blocker) -> Blocker:
    row = Blocker.objects.select_for_update(of=("self",)).select_related("project").get(pk=blocker.pk)
    if row.state == BlockerState.SETTLED:
        raise Refused(_("%(title)s is settled already") % {"title": row.title})
    return row
