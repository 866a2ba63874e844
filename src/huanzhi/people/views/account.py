"""One's own account 账户安全: password, sessions, sign-ins, substitutes; and the log of sign-ins of everybody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huanzhi.kit.access import actor_of, sends
from huanzhi.people.actions import (
    Unfit,
    change_password,
    end_session,
    end_substitution,
    substitute,
    unlink_identity,
)
from huanzhi.people.forms import PasswordForm, SubstituteForm, said
from huanzhi.people.models import Identity, SecondStep, SignIn, Substitution, User, UserSession
from huanzhi.people.queries import provider_of, sign_ins, stands_in_for

SHOWN, PAGE = 20, 100


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What is known of one's own account, and what can be done about it."""
    user, now = _me(request), timezone.now()
    step = SecondStep.objects.visible_to(user).first()
    context = {
        "me": user,
        "sessions": UserSession.objects.visible_to(user).alive(now),
        "this_session": request.session.session_key,
        "second_step": step if step and step.confirmed_at else None,
        "codes_left": user.recovery_codes.filter(used_at__isnull=True).count() if step else 0,
        "sign_ins": SignIn.objects.visible_to(user).filter(username=user.username)[:SHOWN],
        "identities": Identity.objects.visible_to(user),
        "provider": provider_of(),
        "absences": Substitution.objects.visible_to(user).filter(absent=user, until__gt=now),
        "stands_in_for": stands_in_for(user, now),
        "substitute_form": SubstituteForm(user=user),
        "may_substitute": actor_of(request).may("people.substitute"),
    }
    return render(request, "people/account.html", context)


@never_cache
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """A new password; other sessions end, this one stays."""
    user = _me(request)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data.get("old", ""), form.cleaned_data["new"]
        try:
            ended = change_password(actor_of(request), user, old, new, request.session.session_key or "")
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            update_session_auth_hash(request, user)
            messages.success(
                request, _("The password is changed; %(n)s other sessions ended.") % {"n": ended}
            )
            return redirect("people:account")
    return render(request, "people/password.html", {"form": form})


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """One of one's sessions, or all but this one."""
    user, number = _me(request), request.POST.get("session", "")
    if number:
        get_object_or_404(UserSession.objects.visible_to(user), pk=number if number.isdigit() else 0)
        end_session(actor_of(request), user, int(number))
    else:
        end_session(actor_of(request), user, but=request.session.session_key or "")
    messages.success(request, _("Ended."))
    return redirect("people:account")


@require_POST
@sends("people.substitute")
def name_substitute(request: HttpRequest) -> HttpResponse:
    """Somebody who stands in for oneself."""
    actor = actor_of(request)
    form = SubstituteForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, said(form))
        return redirect("people:account")
    try:
        substitute(actor, _me(request), **form.cleaned_data)
    except Unfit as error:
        messages.error(request, str(error))
    return redirect("people:account")


@require_POST
@sends("people.end-substitution")
def recall_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Back sooner: the substitution ends now."""
    held = get_object_or_404(Substitution.objects.visible_to(request.user), pk=pk, absent=_me(request))
    try:
        end_substitution(actor_of(request), held, timezone.now())
    except Unfit as error:
        messages.error(request, str(error))
    return redirect("people:account")


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider's name does not open the account any more."""
    unlink_identity(actor_of(request), get_object_or_404(Identity.objects.visible_to(_me(request)), pk=pk))
    return redirect("people:account")


@never_cache
def everybodys_sign_ins(request: HttpRequest) -> HttpResponse:
    """Who knocked, when, from where; for administrators."""
    if not actor_of(request).may("people.read-sign-ins"):
        raise PermissionDenied
    name = request.GET.get("name", "").strip()
    rows = sign_ins(request.user, name, request.GET.get("only", ""))[:PAGE]
    return render(request, "people/sign_ins.html", {"rows": rows, "name": name})


def _me(request: HttpRequest) -> Any:
    user = request.user
    assert isinstance(user, User)
    return user
