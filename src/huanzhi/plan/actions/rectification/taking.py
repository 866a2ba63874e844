"""Verb that takes an item up: it becomes a case of its lead, due on its own deadline."""

from datetime import datetime

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, verb
from huanzhi.people.working_days import deadline
from huanzhi.plan.actions.rectification.advancing import begin, finish
from huanzhi.plan.rectification.item import RectificationItem
from huanzhi.work.actions import Finding, open_found

KIND = "rectification-item"


@verb("plan.take-item")
def take_item(actor: Actor, item: RectificationItem, now: datetime | None = None) -> RectificationItem:
    """立项整改: hand the item to its lead as a case; it closes only when another organisation has re-checked it."""
    at = now or timezone.now()
    held, to = begin(item, "plan.take-item")
    start = at.combine(held.deadline, at.time(), timezone.get_default_timezone())
    told = {
        "reason": held.text[:400],
        "round": held.round.name,
        "measures": held.measures[:400],
        "due_on": held.deadline.isoformat(),
    }
    finding = Finding(
        KIND,
        f"{held.code} {held.name}"[:200],
        f"item:{held.code}",
        "1",
        told,
        simulated=held.simulated,
        due_at=deadline(start, 0, "days"),
    )
    held.case = open_found(actor, finding, held.lead, now=at)
    return finish(actor, held, "plan.take-item", to, at, data={"case": held.case.number})
