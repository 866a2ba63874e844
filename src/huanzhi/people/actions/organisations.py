"""Verbs of organisations and the names they are printed under."""

from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.actions.saving import save_by_code
from huanzhi.people.models import Organisation, OrganisationAlias


@verb("people.save-organisation")
def save_organisation(actor: Actor, code: str, values: dict[str, Any]) -> Organisation:
    """Make or change an organisation."""
    return save_by_code(Organisation, code, values)


@verb("people.confirm-alias")
def confirm_alias(actor: Actor, alias: str, organisation: Organisation, source: str) -> OrganisationAlias:
    """A person says that a printed name means this organisation."""
    held = OrganisationAlias.objects.filter(name=alias).first()
    before = model_to_dict(held) if held else None
    made = held or OrganisationAlias(name=alias)
    made.organisation, made.source = organisation, source
    if before is None or held is None or held.confirmed_at is None:
        made.confirmed_by, made.confirmed_at = actor.name, timezone.now()
    made.save()
    record(made, before=before, after=model_to_dict(made))
    return made
