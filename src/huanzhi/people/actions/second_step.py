"""Verbs of the second step 两步验证: begin it, confirm it by a code, spend a code, leave it."""

from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.actions.refusal import Unfit
from huanzhi.people.models import RecoveryCode, SecondStep, User
from huanzhi.people.second_step import close, code_hash, fresh_codes, open_, step_of

RESET = "people.reset-second-step"


@verb("people.start-second-step")
def start_second_step(actor: Actor, user: User) -> str:
    """A new secret to be shown as a QR code; one that is confirmed has to be removed first."""
    _own(actor, user)
    held = SecondStep.objects.filter(user=user).first()
    if held and held.confirmed_at:
        raise Unfit(_("The second step is on already."))
    secret = pyotp.random_base32()
    made, _new = SecondStep.objects.update_or_create(
        user=user, defaults={"secret": close(secret, settings.SECRET_KEY), "last_used": 0}
    )
    record(made, after={"user": user.username, "state": "started"})
    return secret


@verb("people.confirm-second-step")
def confirm_second_step(actor: Actor, user: User, code: str, now: datetime) -> list[str]:
    """From now on signing in asks for a code; gives the recovery codes, which are shown this once."""
    _own(actor, user)
    held = SecondStep.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
    if held is None:
        raise Unfit(_("Begin anew."))
    step = step_of(open_(held.secret, settings.SECRET_KEY), code, now, held.last_used)
    if step is None:
        raise Unfit(_("The code does not fit. Is the telephone's clock right?"))
    held.confirmed_at, held.last_used = now, step
    held.save()
    codes = fresh_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=code_hash(one, settings.SECRET_KEY)) for one in codes
    )
    record(held, after={"user": user.username, "state": "on", "recovery_codes": len(codes)})
    return codes


@verb("people.remove-second-step")
def remove_second_step(actor: Actor, user: User, password: str | None = None, reason: str = "") -> None:
    """Sign in without a code again: oneself with the password, or who may reset it for another."""
    if actor.user_id == user.pk or not actor.may(RESET):
        _own(actor, user)
        if not user.check_password(password or ""):
            raise Unfit(_("The password is wrong."))
    held = SecondStep.objects.filter(user=user).first()
    if held is None:
        raise Unfit(_("There is no second step."))
    record(
        held, before={"user": user.username, "state": "on" if held.confirmed_at else "started"}, reason=reason
    )
    held.delete()
    RecoveryCode.objects.filter(user=user).delete()


@transaction.atomic
def spend_code(user: User, code: str, now: datetime) -> bool:
    """Whether a code (of the authenticator or for recovery) opens the door; it never opens it again.

    Not a verb: who stands at the door is nobody yet. The attempt is in the log of sign-ins.
    """
    held = SecondStep.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if held is None:
        return False
    step = step_of(open_(held.secret, settings.SECRET_KEY), code, now, held.last_used)
    if step is not None:
        held.last_used = step
        held.save()
        return True
    hashed = code_hash(code, settings.SECRET_KEY)
    spent = RecoveryCode.objects.filter(user=user, code_hash=hashed, used_at__isnull=True).update(used_at=now)
    return bool(spent)


def _own(actor: Actor, user: User) -> None:
    if actor.user_id != user.pk:
        raise NotAllowed(f"{actor.name} may not change the second step of {user}")
