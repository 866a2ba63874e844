"""Verbs on one's own account: the password, sessions, the name at a provider of single sign-on."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.actions.refusal import Unfit
from huanzhi.people.models import Identity, User, UserSession

FOR_OTHERS = "people.end-sessions-of-others"
LINK_OTHERS = "people.link-others"


@verb("people.change-password")
def change_password(actor: Actor, user: User, old: str, new: str, this_session: str = "") -> int:
    """A new password; every session but this one ends. Gives how many ended."""
    if actor.user_id != user.pk:
        raise NotAllowed(f"{actor.name} may not change the password of {user}")
    if user.has_usable_password() and not user.check_password(old):
        raise Unfit(_("The password is wrong."))
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Unfit(" ".join(error.messages)) from None
    user.set_password(new)
    user.save()
    ended = _end(UserSession.objects.filter(user=user).exclude(session_key=this_session))
    record(user, after={"password": "changed", "sessions_ended": ended})
    return ended


@verb("people.end-session")
def end_session(actor: Actor, user: User, number: int | None = None, but: str = "") -> int:
    """End one session of a person, or all of them but one; gives how many ended."""
    if actor.user_id != user.pk and not actor.may(FOR_OTHERS):
        raise NotAllowed(f"{actor.name} may not end sessions of {user}")
    rows = UserSession.objects.filter(user=user)
    rows = rows.filter(pk=number) if number is not None else rows.exclude(session_key=but)
    ended = _end(rows)
    record(user, after={"sessions_ended": ended})
    return ended


@verb("people.link-identity")
def link_identity(actor: Actor, user: User, issuer: str, subject: str) -> Identity:
    """Let a name at a provider open this account: one's own, or by who may link others."""
    if actor.user_id != user.pk and not actor.may(LINK_OTHERS):
        raise NotAllowed(f"{actor.name} may not link an identity to {user}")
    held = Identity.objects.filter(issuer=issuer, subject=subject).first()
    if held is not None and held.user_id != user.pk:
        raise Unfit(_("This identity belongs to another account."))
    made = held or Identity.objects.create(user=user, issuer=issuer, subject=subject)
    record(made, after={"user": user.username, "issuer": issuer, "subject": sealed(subject)})
    return made


@verb("people.unlink-identity")
def unlink_identity(actor: Actor, identity: Identity) -> None:
    """The name at a provider does not open the account any more."""
    if actor.user_id != identity.user_id and not actor.may(LINK_OTHERS):
        raise NotAllowed(f"{actor.name} may not unlink an identity of {identity.user}")
    before = {"user": identity.user.username, "issuer": identity.issuer, "subject": sealed(identity.subject)}
    record(identity, before=before)
    identity.delete()


def _end(rows: object) -> int:
    """Forget sessions and what they hold; whoever carries one is signed out with the next request."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(rows.values_list("session_key", flat=True))  # type: ignore[attr-defined]
    for key in keys:
        store(key).delete(key)
    rows.delete()  # type: ignore[attr-defined]
    return len(keys)
