"""Reads of people and organisations."""

from datetime import datetime, timedelta

from django.utils import timezone

from huanzhi.people.models import Organisation, OrganisationAlias, SignIn

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
