"""Reads of people and organisations."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from huanzhi.ledger.verbs import Actor
from huanzhi.people.models import Organisation, OrganisationAlias, Scope, SignIn, User

FAILURES, WINDOW = 5, timedelta(minutes=15)  # so many failures in a row within it lock the door for as long


@cache
def verbs_of(role: str) -> frozenset[str]:
    """The verbs that a role may use, from `roles.toml`."""
    text = resources.files("huanzhi.people").joinpath("roles.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text).get(role, {}).get("verbs", []))


def actor_for(who: HttpRequest | User, origin: str = "web") -> Actor:
    """The actor that a request or a user stands for: the first role held, the verbs of all of them."""
    user: Any = who.user if isinstance(who, HttpRequest) else who
    if isinstance(who, HttpRequest):
        origin = f"{origin} {who.META.get('REMOTE_ADDR', '')}".strip()
    held = user.current_memberships() if user.is_authenticated else []
    verbs = frozenset().union(*(verbs_of(m.role) for m in held)) if held else frozenset()
    return Actor(
        name=str(user),
        role=held[0].role if held else "none",
        organisation=held[0].organisation.code if held else None,
        user_id=user.pk,
        origin=origin,
        verbs=verbs,
    )


def scope_of(user: User) -> Scope:
    """What a user may look at."""
    return user.scope()


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
