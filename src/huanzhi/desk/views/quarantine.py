"""Quarantine 隔离: what could not be used, with the reason and what to do, until a person has looked at it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huanzhi.desk.access import only_everything
from huanzhi.desk.instruments.refusals import refusal_words
from huanzhi.desk.instruments.words import ADVICE
from huanzhi.kit.access import actor_of, sends
from huanzhi.monitoring.actions import quarantine as verbs
from huanzhi.monitoring.frame_queries import groups
from huanzhi.monitoring.models import Device, Frame, Quarantined, Refusal
from huanzhi.wire.hj212.masking import STARS, masked, readable

PAGE = 50
MOST = 10_000  # rows set aside at once


def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, by device and kind, then the rows, newest first."""
    only_everything(request)
    asked = {name: request.GET.get(name, "") for name in ("mn", "kind", "state")}
    seen = Quarantined.objects.visible_to(request.user)
    rows = seen if asked["state"] == "all" else seen.filter(reviewed_at=None)
    for name in ("mn", "kind"):
        rows = rows.filter(**{name: asked[name]}) if name in request.GET else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    came = Frame.objects.visible_to(request.user).filter(pk__in={row.frame for row in page})
    raws = dict(came.values_list("pk", "raw"))
    waiting = _groups(request)
    context = {
        "groups": waiting,
        "total": sum(group["count"] for group in waiting),
        "page": page,
        "rows": [
            (row, _value(row), masked(refusal_words(row.reason)), _text(raws.get(row.frame))) for row in page
        ],
        "asked": urlencode({name: request.GET[name] for name in asked if name in request.GET}),
        "state": asked["state"],
        "chosen": "mn" in request.GET,
        "may": actor_of(request).may("monitoring.dismiss-quarantined"),
    }
    return render(request, "desk/quarantine.html", context)


def _groups(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits, each with its words, what to do and where."""
    found = groups(request.user)
    devices = Device.objects.visible_to(request.user).filter(code__in={group["mn"] for group in found})
    known = dict(devices.values_list("code", "name"))
    for group in found:
        group["label"] = Refusal(group["kind"]).label
        group["device"] = known.get(group["mn"], "")
        group["advice"] = ADVICE.get(group["kind"], "")
        if group["kind"] == Refusal.UNKNOWN_DEVICE and group["mn"] and not group["device"]:
            group["register"] = f"{reverse('kit:new', args=['device'])}?{urlencode({'code': group['mn']})}"
        group["link"] = f"?{urlencode({'mn': group['mn'], 'kind': group['kind']})}"
    return found


def _value(row: Quarantined) -> str:
    return STARS if row.kind == Refusal.PASSWORD or row.field.upper().endswith("PW") else masked(row.value)


def _text(raw: Any) -> str:
    return readable(bytes(raw)).strip() if raw is not None else ""


@require_POST
@sends("monitoring.dismiss-quarantined")
def dismiss(request: HttpRequest) -> HttpResponse:
    """Set a group (up to the row that was seen) or one row aside."""
    only_everything(request)
    try:
        count = verbs.dismiss(actor_of(request), _chosen(request), request.POST.get("note", ""))
    except verbs.NothingWaits:
        messages.error(request, _("None of them waits for a look any more."))
    except ValueError:
        messages.error(request, _("Say in a note why they are set aside."))
    else:
        words = ngettext("%(n)s row set aside.", "%(n)s rows set aside.", count) % {"n": count}
        messages.success(request, words)
    return redirect("desk:quarantine")


@require_POST
@sends("monitoring.take-quarantined-again")
def take_again(request: HttpRequest) -> HttpResponse:
    """Open the frames of a group once more, after what was wrong was put right."""
    only_everything(request)
    try:
        count = verbs.take_again(actor_of(request), _chosen(request))
    except verbs.NothingWaits:
        messages.error(request, _("None of them waits for a look any more."))
    else:
        words = ngettext("%(n)s frame taken in.", "%(n)s frames taken in.", count) % {"n": count}
        messages.success(request, words)
    return redirect("desk:quarantine")


def _chosen(request: HttpRequest) -> list[int]:
    """The rows that a form names: one, or a group up to the row that was seen."""
    said = request.POST
    if said.get("row"):
        which = Q(pk=_number(said["row"]))
    else:
        which = Q(mn=said.get("mn", ""), kind=said.get("kind", ""), pk__lte=_number(said.get("upto")))
    waiting = Quarantined.objects.visible_to(request.user).filter(which, reviewed_at=None).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:MOST])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
