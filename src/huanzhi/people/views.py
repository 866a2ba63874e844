"""The door: signing in, with a lock after too many failures, and signing out."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huanzhi.people.actions import note_sign_in
from huanzhi.people.models import User
from huanzhi.people.queries import locked_until


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; in a demonstration one button for each invented person."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        if until := locked_until(name):
            form.add_error(
                None, _("Too many failures. Try again after %(time)s.") % {"time": f"{until:%H:%M}"}
            )
            status = 429
        else:
            user = authenticate(request, username=name, password=form.cleaned_data["password"])
            note_sign_in(name, request.META.get("REMOTE_ADDR"), succeeded=user is not None)
            if user is not None:
                login(request, user)
                return redirect(_next(request))
            form.add_error(None, _("Name and password do not belong together."))
            status = 401
    people = User.objects.filter(demo=True).prefetch_related("memberships__organisation").order_by("pk")
    context = {"form": form, "people": people if settings.DEMO else [], "next": request.GET.get("next", "")}
    return render(request, "people/sign_in.html", context, status=status)


@login_not_required
@require_POST
def sign_in_demo(request: HttpRequest, username: str) -> HttpResponse:
    """Come in as one of the invented people; only in a demonstration."""
    user = get_object_or_404(User, username=username, demo=True) if settings.DEMO else None
    if user is None:
        return render(request, "404.html", status=404)
    note_sign_in(username, request.META.get("REMOTE_ADDR"), succeeded=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    home = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and home else settings.LOGIN_REDIRECT_URL


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
