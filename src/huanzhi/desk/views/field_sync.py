"""同步: what a phone kept while it had no signal comes in here, each record by its key, as often as it likes."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huanzhi.kit.access import actor_of
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.work.actions.evidence import Capture
from huanzhi.work.actions.field import Sent, settle
from huanzhi.work.attachments.storage import arrive, drop
from huanzhi.work.attachments.types import NotTaken
from huanzhi.work.evidence import FieldRecord
from huanzhi.work.models import Case


class Unreadable(ValueError):
    """A field that is not what it should be."""


@login_not_required  # answers 401 itself: a redirect would be lost on a script
@never_cache
def sync(request: HttpRequest) -> JsonResponse:
    """GET: what became of a key. POST: take a record; the answer says done, or refused and why."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "sign-in"}, status=401)
    get_token(request)  # whoever lost the cookie gets one with the answer, and can send again
    said = request.POST if request.method == "POST" else request.GET
    if said.get("who") != str(request.user.pk):
        return JsonResponse({"error": "other-person"}, status=409)
    try:
        return _take(request) if request.method == "POST" else _known(request)
    except NotTaken as error:  # before it could be kept at all
        return _answer("refused", str(error))
    except NotAllowed as error:
        return _answer("refused", str(error))
    except Unreadable as error:
        return JsonResponse({"error": str(error)}, status=400)


def _answer(outcome: str, reason: str) -> JsonResponse:
    return JsonResponse({"outcome": outcome, "reason": reason})


def _known(request: HttpRequest) -> JsonResponse:
    key = _uuid(request.GET.get("key", ""))
    held = FieldRecord.objects.visible_to(request.user).filter(key=key, user=request.user.pk).first()
    return _answer(held.outcome, held.reason) if held else JsonResponse({"error": "unknown"}, status=404)


def _take(request: HttpRequest) -> JsonResponse:
    number = request.POST.get("case", "")
    case = Case.objects.visible_to(request.user).filter(number=number).first()
    if case is None:
        return _answer("refused", _("Case %(number)s is no longer in your hands.") % {"number": number})
    held = settled(request, case)
    return _answer(held.outcome, held.reason)


def settled(request: HttpRequest, case: Case) -> FieldRecord:
    """Do what a form or a phone sent about a case, or keep why not; what was not kept of a file goes."""
    sent = sent_of(request)
    try:
        return settle(actor_of(request), case, sent)
    finally:
        drop_file(sent)


def sent_of(request: HttpRequest) -> Sent:
    """A record as a form says it; the plain form says less than the script does. Call `drop_file` afterwards."""
    said = request.POST
    file = request.FILES.get("file")
    capture = Capture(
        key=_uuid(said.get("key") or str(uuid4())),
        at=_time(said.get("at", ""), "at"),
        clock_off=_clock_off(said.get("now", "")),
        lon=_degrees(said.get("lon", ""), "lon", 180),
        lat=_degrees(said.get("lat", ""), "lat", 90),
        accuracy=_number(said.get("accuracy", ""), "accuracy"),
        sha256=said.get("sha256", ""),
    )
    arrived = arrive(file.chunks()) if file else None
    name = (file.name or "") if file else ""
    return Sent(
        verb=said.get("verb", ""),
        note=said.get("note", ""),
        capture=capture,
        saw_state=said.get("saw", ""),
        step=said.get("step", ""),
        name=name,
        file=arrived,
    )


def drop_file(sent: Sent) -> None:
    """What was not kept goes."""
    if sent.file:
        drop(sent.file)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unreadable(f"key: {text!r} is not a UUID") from None


def _time(text: str, name: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{name}: {text!r} is not a time") from None
    if at.tzinfo is None:
        raise Unreadable(f"{name}: {text!r} has no offset")
    return at


def _clock_off(text: str) -> int | None:
    """By how many seconds the phone's clock was ahead when it sent; the way of the record itself is in it."""
    now = _time(text, "now")
    return round((now - timezone.now()).total_seconds()) if now else None


def _number(text: str, name: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"{name}: {text!r} is not a number") from None
    if not value.is_finite():
        raise Unreadable(f"{name}: {text!r} is not a number")
    return value


def _degrees(text: str, name: str, most: int) -> Decimal | None:
    value = _number(text, name)
    if value is not None and abs(value) > most:
        raise Unreadable(f"{name}: {text} is beyond {most}")
    return value
