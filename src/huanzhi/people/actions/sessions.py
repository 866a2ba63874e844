"""Keeping track of sessions: their own log as sign-ins are, no verbs, since nobody decides anything here."""

from datetime import datetime

from huanzhi.people.actions.users import DEVICE
from huanzhi.people.models import User, UserSession


def session_began(
    user: User, key: str, old_key: str, now: datetime, address: str | None, device: str
) -> None:
    """A session has this key now; the row of its key before, and rows of sessions long over, go."""
    UserSession.objects.filter(session_key__in=[key, old_key]).delete()
    dead = UserSession.objects.filter(user=user)
    dead.exclude(pk__in=dead.alive(now)).delete()
    UserSession.objects.create(
        user=user, session_key=key, started_at=now, seen_at=now, address=address, device=device[:DEVICE]
    )


def session_seen(key: str, now: datetime, address: str | None) -> None:
    """The session was used."""
    UserSession.objects.filter(session_key=key).update(seen_at=now, address=address)


def session_over(key: str | None) -> None:
    """The person has left."""
    UserSession.objects.filter(session_key=key or "").delete()
