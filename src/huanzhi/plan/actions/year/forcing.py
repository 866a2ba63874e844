"""The verb that puts a signed version in force and freezes it; the version that it amends is superseded."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.moving import moved, needed
from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.content import digest, whole
from huanzhi.plan.year.queries import district_signature, items_of, signers


@verb("plan.put-in-force")
def put_in_force(actor: Actor, plan: AnnualPlan, number: str, now: datetime | None = None) -> AnnualPlan:
    """印发施行: issue it under a document number; from then on the database refuses any change of it."""
    needed(number=number)
    at = now or timezone.now()
    held = moved(plan, "plan.put-in-force")
    if held.state != "in-force":
        raise Refused(_("%(plan)s is superseded by the version that amends it, not by hand") % {"plan": plan})
    items = items_of(held)
    if missing := [str(row.organisation) for row in signers(held, items) if row.signature is None]:
        raise Refused(_("not signed yet: %(names)s") % {"names": "、".join(missing[:5])})
    if district_signature(held, items) is None:
        raise Refused(_("the district has not signed it yet"))
    if held.amends is not None:
        _supersede(held.amends, at)
    held.content = whole(held, items)
    held.sha256, held.number = digest(held.content), number.strip()
    held.in_force_at, held.in_force_by = at, actor.name
    held.save()
    record(
        held,
        before={"state": plan.state},
        after={"state": held.state, "sha256": held.sha256, "number": number},
    )
    return held


def _supersede(before: AnnualPlan, at: datetime) -> None:
    old = moved(before, "plan.put-in-force")
    old.superseded_at = at
    old.save(update_fields=["state", "superseded_at"])
