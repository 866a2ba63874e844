"""Reads of people and organisations."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from huanzhi.people.delegation import Circle, acting, stands_in_for
from huanzhi.people.locating import Place, locate
from huanzhi.people.models import Identity, Organisation, OrganisationAlias, SignIn, User
from huanzhi.people.responsibility import Responsible, chain_of, responsible

__all__ = [
    "Circle",
    "Place",
    "Responsible",
    "acting",
    "chain_of",
    "locate",
    "locked_until",
    "named_people",
    "people_for",
    "provider_of",
    "resolve",
    "responsible",
    "sign_ins",
    "stands_in_for",
    "user_of_identity",
]

FAILURES, WINDOW = 5, timedelta(minutes=15)  # so many failures in a row within it lock the door for as long


def resolve(name: str) -> Organisation | None:
    """The organisation of exactly that name, or of a confirmed alias; never by likeness."""
    found = Organisation.objects.filter(name=name).first()
    if found is not None:
        return found
    alias = OrganisationAlias.objects.filter(name=name, confirmed_at__isnull=False)
    hit = alias.select_related("organisation").first()
    return hit.organisation if hit else None


def locked_until(username: str, now: datetime | None = None) -> datetime | None:
    """When the door opens again for a name after too many failures in a row; None when it is open."""
    now = now or timezone.now()
    tries = SignIn.objects.filter(username=username, at__gt=now - WINDOW).order_by("-at")[:FAILURES]
    rows = list(tries)
    if len(rows) < FAILURES or any(row.succeeded for row in rows):
        return None
    return timezone.localtime(rows[-1].at + WINDOW)


def sign_ins(user: Any, name: str = "", only: str = "") -> QuerySet[SignIn]:
    """The log of sign-ins as a user may read it, newest first; of one name, or only what failed."""
    rows = SignIn.objects.visible_to(user)
    rows = rows.filter(username=name) if name else rows
    return rows.filter(succeeded=False) if only == "failed" else rows


def people_for(user: Any) -> QuerySet[User]:
    """Whom somebody may name as assignee, substitute or member: everybody who signs in, for who is signed in."""
    if not getattr(user, "is_authenticated", False):
        return User.objects.none()
    return User.objects.filter(is_active=True).order_by("display_name", "username")


def named_people(user: Any, keys: Collection[int]) -> dict[int, str]:
    """Names of people by their keys, those included who do not sign in any more; for who is signed in."""
    if not keys or not getattr(user, "is_authenticated", False):
        return {}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=keys)}


def user_of_identity(issuer: str, subject: str) -> User | None:
    """Whose account a lasting name at a provider opens."""
    held = Identity.objects.filter(issuer=issuer, subject=subject, user__is_active=True)
    hit = held.select_related("user").first()
    return hit.user if hit else None


def provider_of() -> dict[str, Any] | None:
    """The provider of single sign-on; None when it is off."""
    chosen: dict[str, Any] | None = settings.OIDC
    return chosen
