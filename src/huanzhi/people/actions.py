"""Verbs of people: organisations and their aliases, areas, users and the roles they hold."""

import hashlib
from datetime import date
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.boundaries import read_areas
from huanzhi.people.models import Area, Membership, Organisation, OrganisationAlias, SignIn, User


@verb("people.save-organisation")
def save_organisation(actor: Actor, code: str, values: dict[str, Any]) -> Organisation:
    """Make or change an organisation."""
    return _save(Organisation, code, values)


@verb("people.save-area")
def save_area(actor: Actor, code: str, values: dict[str, Any]) -> Area:
    """Make or change an area; `parent` is a code. An imported boundary is not put back to a schematic one."""
    values = dict(values)
    held = Area.objects.filter(code=code).first()
    if held is not None and held.geometry and not held.schematic and values.get("schematic"):
        for name in ("geometry", "schematic", "source"):
            values.pop(name, None)
    if parent := values.get("parent"):
        values["parent"] = Area.objects.get(code=parent)
    return _save(Area, code, values)


@verb("people.import-areas")
def import_areas(actor: Actor, content: bytes, file_name: str, crs: str) -> Intake:
    """Take boundaries in: sound features become areas or replace a schematic outline, the others are kept."""
    features, refused = read_areas(content, file_name)
    intake = Intake.objects.create(
        format="areas",
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows_total=len(features) + len(refused),
        rows_taken=len(features),
        rows_refused=len(refused),
        actor_name=actor.name,
    )
    for row in refused:
        row.intake = intake
    RefusedRow.objects.bulk_create(refused)
    for feature in sorted(features, key=lambda one: len(one["code"])):
        values = {key: feature[key] for key in ("name", "level", "geometry")}
        if Area.objects.filter(code=feature["parent"]).exists():
            values["parent"] = feature["parent"]
        save_area(actor, feature["code"], {**values, "crs": crs, "schematic": False, "source": file_name})
    record(intake, after=model_to_dict(intake))
    return intake


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


@verb("people.create-user")
def create_user(
    actor: Actor, username: str, display_name: str, password: str | None = None, demo: bool = False
) -> User:
    """Make a user; without a password only a demo button lets them in. One that is there stays."""
    held = User.objects.filter(username=username).first()
    if held is not None:
        record(held, reason="already there")
        return held
    user = User(username=username, display_name=display_name, demo=demo)
    user.set_password(password)
    user.save()
    record(user, after={"username": username, "display_name": display_name, "demo": demo})
    return user


@verb("people.grant")
def grant(
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: str,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """Give a role in an organisation."""
    made, _new = Membership.objects.update_or_create(
        user=user, organisation=organisation, role=role, defaults={"since": since, "until": until}
    )
    record(made, after={"user": user.username, "organisation": organisation.code, "role": role})
    return made


def note_sign_in(username: str, address: str | None, succeeded: bool) -> SignIn:
    """Keep an attempt to sign in; its own log, since who knocks is nobody yet and may use no verb."""
    return SignIn.objects.create(username=username[:150], address=address, succeeded=succeeded)


def _save(model: Any, code: str, values: dict[str, Any]) -> Any:
    held = model.objects.filter(code=code).first()
    before = model_to_dict(held) if held else None
    made = held or model(code=code)
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    made.save()
    after = model_to_dict(made)
    record(made, before=before, after=after if before != after else {"unchanged": True})
    return made
