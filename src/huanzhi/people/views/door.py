"""The door: signing in, with a lock after too many failures and a second step, and signing out."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huanzhi.people.actions.second_step import spend_code
from huanzhi.people.actions.sessions import session_over
from huanzhi.people.forms import CodeForm, SignInForm
from huanzhi.people.models import User
from huanzhi.people.queries import locked_until
from huanzhi.people.views.arrival import PENDING, arrive, come_in, note, onward, pending


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; in a demonstration one button for each invented person."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        if words := locked(name):
            form.add_error(None, words)
            status = 429
        else:
            user = authenticate(request, username=name, password=form.cleaned_data["password"])
            if isinstance(user, User):
                return arrive(request, user, "password", onward(request))
            note(request, name, False)
            form.add_error(None, _("Name and password do not belong together."))
            status = 401
    people = User.objects.filter(demo=True).prefetch_related("memberships__organisation").order_by("pk")
    context = {
        "form": form,
        "people": people if settings.DEMO else [],
        "next": request.GET.get("next", ""),
        "provider": settings.OIDC,
    }
    return render(request, "people/sign_in.html", context, status=status)


def locked(name: str) -> str:
    """What to say while the door is locked for a name; nothing when it is open."""
    until = locked_until(name)
    return _("Too many failures. Try again after %(time)s.") % {"time": f"{until:%H:%M}"} if until else ""


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def second_step_asked(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, or a recovery code, after the password."""
    standing = pending(request)
    if standing is None:
        return redirect("people:sign-in")
    user, way, to = standing
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if words := locked(user.username):
            form.add_error(None, words)
            status = 429
        elif spend_code(user, form.cleaned_data["code"], timezone.now()):
            del request.session[PENDING]
            return come_in(request, user, f"{way}+code", to)
        else:
            note(request, user.username, False, "code")
            form.add_error(None, _("The code does not fit. Is the telephone's clock right?"))
            status = 401
    return render(request, "people/code.html", {"form": form}, status=status)


@login_not_required
@require_POST
def sign_in_demo(request: HttpRequest, username: str) -> HttpResponse:
    """Come in as one of the invented people; only in a demonstration."""
    user = get_object_or_404(User, username=username, demo=True) if settings.DEMO else None
    if user is None:
        return render(request, "404.html", status=404)
    return come_in(request, user, "demo", onward(request))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    session_over(request.session.session_key)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
