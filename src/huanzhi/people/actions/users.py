"""Verbs of users and the roles they hold; and the log of who knocks."""

from datetime import date

from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Membership, Organisation, SignIn, User

DEVICE = 80


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
    record(user, after={"username": username, "display_name": sealed(display_name), "demo": demo})
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


def note_sign_in(
    username: str, address: str | None, succeeded: bool, way: str = "password", device: str = ""
) -> SignIn:
    """Keep an attempt to sign in; its own log, since who knocks is nobody yet and may use no verb."""
    return SignIn.objects.create(
        username=username[:150], address=address, succeeded=succeeded, way=way, device=device[:DEVICE]
    )
