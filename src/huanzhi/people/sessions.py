"""会话控制: a session ends when it stood idle too long or ran too long; where it runs is kept for its person.

No query more than Django's own on most requests: the session itself carries when it began and was last noted, and
only every five minutes, or when its key has changed, is the list for the account page brought up to date.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huanzhi.people.actions.sessions import session_began, session_over, session_seen
from huanzhi.people.devices import address_of, device_of

BEGAN, SEEN, KEY = "began", "seen", "key"
NOTED_EVERY = timedelta(minutes=5)


class SessionWatch:
    """Between authentication and every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            watch(request, timezone.now())
        return self.get_response(request)


def watch(request: HttpRequest, now: datetime) -> None:
    """End the session if its time is over; note it otherwise."""
    session, user = request.session, request.user
    began, seen = _time(session.get(BEGAN)) or now, _time(session.get(SEEN)) or now
    if now - began > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE:
        session_over(session.session_key)
        logout(request)
        return
    key = session.session_key or ""
    if session.get(KEY) != key:
        session_began(user, key, session.get(KEY, ""), now, address_of(request), device_of(request))  # type: ignore[arg-type]
        session[KEY], session[BEGAN], session[SEEN] = key, now.timestamp(), now.timestamp()
    elif now - seen > NOTED_EVERY:
        session_seen(key, now, address_of(request))
        session[SEEN] = now.timestamp()


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
