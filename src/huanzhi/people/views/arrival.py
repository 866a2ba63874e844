"""Arriving: who has shown a password or came from the provider, until the session is theirs."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from huanzhi.people.actions import note_sign_in
from huanzhi.people.devices import address_of, device_of
from huanzhi.people.models import SecondStep, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING, PATIENCE = "arriving", timedelta(minutes=5)


def note(request: HttpRequest, username: str, succeeded: bool, way: str = "password") -> None:
    """Keep the attempt with where it came from."""
    note_sign_in(username, address_of(request), succeeded, way, device_of(request))


def arrive(request: HttpRequest, user: User, way: str, to: str) -> HttpResponse:
    """Come in, or on to the second step when the person has one."""
    if SecondStep.objects.filter(user=user, confirmed_at__isnull=False).exists():
        request.session.cycle_key()
        until = (timezone.now() + PATIENCE).timestamp()
        request.session[PENDING] = {"user": user.pk, "way": way, "until": until, "next": to}
        return redirect("people:second-step-asked")
    return come_in(request, user, way, to)


def come_in(request: HttpRequest, user: User, way: str, to: str) -> HttpResponse:
    """The session is theirs from here on."""
    note(request, user.username, True, way)
    login(request, user, backend=BACKEND)
    return redirect(to)


def pending(request: HttpRequest) -> tuple[User, str, str] | None:
    """Who stands before the second step, by which way, and where they want to go; not for long."""
    held = request.session.get(PENDING)
    if not held or datetime.fromtimestamp(held["until"], UTC) < timezone.now():
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    return (user, held["way"], held["next"]) if user else None


def onward(request: HttpRequest) -> str:
    """Where to go after the door: only to an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    home = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and home else settings.LOGIN_REDIRECT_URL
