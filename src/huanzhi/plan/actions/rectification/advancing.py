"""One step of an item: looked up in the table, put into its next state, written to its log and the ledger."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record
from huanzhi.plan.actions import Refused
from huanzhi.plan.rectification.flow import flow
from huanzhi.plan.rectification.item import ItemStep, RectificationItem


def begin(item: RectificationItem, verb: str) -> tuple[RectificationItem, str]:
    """The item under lock, and the state that the step leads to; Refused when it leads nowhere from here."""
    rows = RectificationItem.objects.select_for_update(of=("self",))
    held = rows.select_related("lead", "case", "round").get(pk=item.pk)
    step = flow().step(verb, held.state)
    if step is None:
        raise Refused(
            _("item %(item)s is “%(state)s”: this leads nowhere from there")
            % {"item": held.code, "state": held.get_state_display()}
        )
    return held, step.end


def finish(
    actor: Actor,
    item: RectificationItem,
    verb: str,
    to: str,
    at: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> RectificationItem:
    """Save the item in its new state; the log and the ledger say who, when, on what ground."""
    before, item.state = item.state, to
    item.save()
    ItemStep.objects.create(
        item=item,
        at=at,
        verb=verb,
        from_state=before,
        to_state=to,
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        organisation=actor.organisation or "",
        note=note,
        data=data or {},
    )
    record(item, before={"state": before}, after={"state": to, **(data or {})}, reason=note)
    return item


def said(field: str, text: str) -> str:
    """The text without blanks; Refused names the field when nothing is left."""
    if not text.strip():
        raise Refused(_("%(field)s: empty; say it in a sentence") % {"field": field})
    return text.strip()
