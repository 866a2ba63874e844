"""Enrolling a second step 两步验证: the QR code, the first code, the recovery codes, leaving it again."""

from typing import Any

import pyotp
import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huanzhi.kit.access import actor_of
from huanzhi.people.actions import Unfit, confirm_second_step, remove_second_step, start_second_step
from huanzhi.people.forms import CodeForm, ProofForm
from huanzhi.people.models import SecondStep, User
from huanzhi.people.second_step import open_
from huanzhi.people.views.account import _me


@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """Where it stands; begun but not confirmed, the QR code once more."""
    return _page(request, _me(request))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin: a new secret."""
    try:
        start_second_step(actor_of(request), _me(request))
    except Unfit as error:
        messages.error(request, str(error))
    return redirect("people:second-step")


@require_POST
@never_cache
@sensitive_post_parameters("code")
def confirm(request: HttpRequest) -> HttpResponse:
    """The first code; then the recovery codes, once."""
    form, user = CodeForm(request.POST), _me(request)
    if form.is_valid():
        try:
            codes = confirm_second_step(actor_of(request), user, form.cleaned_data["code"], timezone.now())
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            return render(request, "people/recovery_codes.html", {"codes": codes})
    return _page(request, user, form)


@require_POST
@sensitive_post_parameters("password")
def remove(request: HttpRequest) -> HttpResponse:
    """Without it again; asks for the password."""
    try:
        remove_second_step(actor_of(request), _me(request), request.POST.get("password", ""))
    except Unfit as error:
        messages.error(request, str(error))
        return redirect("people:second-step")
    messages.success(request, _("Signing in asks for no code any more."))
    return redirect("people:account")


def _page(request: HttpRequest, user: User, form: CodeForm | None = None) -> HttpResponse:
    held = SecondStep.objects.visible_to(user).first()
    context: dict[str, Any] = {"held": held, "form": form or CodeForm(), "proof": ProofForm()}
    if held and held.confirmed_at is None:
        secret = open_(held.secret, settings.SECRET_KEY)
        context |= {"secret": secret, "qr": qr(secret, user)}
    return render(request, "people/second_step.html", context)


def qr(secret: str, user: User) -> SafeString:
    """The enrolment as an SVG that authenticators read; drawn here, so the secret goes nowhere else."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Huanzhi")
    drawn = segno.make(address, error="m")
    return mark_safe(drawn.svg_inline(scale=5, border=4, light="#fff", title=_("QR code")))
