"""In whose hands a case is: its holder, or who stands in for the holder today."""

from datetime import datetime

from django.utils import timezone

from huanzhi.ledger.verbs import Actor
from huanzhi.people.delegation import principals
from huanzhi.people.models import User
from huanzhi.work.case import Case


def holds(actor: Actor, case: Case, at: datetime | None = None) -> bool:
    """Whether the actor may take the steps of the owner.

    The holder and who stands in for them; the holder's department as well, so that a case never waits for one
    person. Without a holder, everybody of the department.
    """
    if actor.organisation == case.organisation.code:
        return True
    return case.assignee_id is not None and case.assignee_id in principals(
        actor.user_id, at or timezone.now()
    )


def acting_for(actor: Actor, case: Case, at: datetime) -> User | None:
    """For whom the actor stands in when taking a step of this case; None for nobody."""
    if case.assignee_id is None or case.assignee_id == actor.user_id or actor.user_id is None:
        return None
    return case.assignee if case.assignee_id in principals(actor.user_id, at) else None
