"""Tell departments of what they owe in a round: the duties are made at once, and their people hear of them."""

from collections.abc import Iterable
from datetime import datetime

from huanzhi.ledger.verbs import Actor
from huanzhi.plan.models import Asked
from huanzhi.plan.rounds.duty import AGAIN, RULE, duties_of
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.actions.notices import remind_now


def call(actor: Actor, rows: Iterable[Asked], now: datetime) -> None:
    """Once a day each; to be called inside a verb that has changed what is owed."""
    keep_duties(actor, now, only=[RULE, AGAIN])
    found = list(duties_of(rows))
    if found:
        remind_now(actor, found, now)
