"""Devices 数采仪: who is on line, and one device's day from the gap to the closed episode."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.access import only_everything
from huanzhi.desk.instruments.body import body
from huanzhi.desk.instruments.forms import PasswordForm, Request
from huanzhi.desk.instruments.roll import STATES, ordered, rated, sentence, states
from huanzhi.desk.instruments.window import window
from huanzhi.desk.instruments.words import parameter_words
from huanzhi.kit.access import actor_of, sends
from huanzhi.monitoring.actions.commands import send_command
from huanzhi.monitoring.actions.devices import rotate_password, set_password
from huanzhi.monitoring.device_queries import device_list, rates, rates_of
from huanzhi.monitoring.models import Command, Device, DeviceDay, DevicePassword, Quarantined

RECENT = 20
PASSWORD_VERBS = ("monitoring.set-password", "monitoring.rotate-password")


def devices(request: HttpRequest) -> HttpResponse:
    """Every device, trouble first."""
    only_everything(request)
    now = timezone.now()
    rows, today = ordered(device_list(request.user, now)), timezone.localdate(now)
    month = rates_of([row.device for row in rows], today.replace(day=1), today)
    state = request.GET.get("state", "")
    shown = [row for row in rows if row.state == state] if state in STATES else rows
    context = {
        "rows": [(row, month.get(row.device.pk)) for row in shown],
        "total": len(rows),
        "sentence": sentence(rows, now),
        "state": state,
        "states": [(name, sum(row.state == name for row in rows)) for name in STATES],
        "now": now,
    }
    return render(request, "desk/devices.html", context)


def device(request: HttpRequest, mn: str) -> HttpResponse:
    """One device: its state, its day, its hours, its rates, what can be asked of it."""
    item = _held(request, mn)
    return _page(request, item, Request(), PasswordForm(prefix="new"))


def _held(request: HttpRequest, mn: str) -> Device:
    only_everything(request)
    held = Device.objects.visible_to(request.user).select_related("point", "model", "contact")
    return get_object_or_404(held, code=mn)


def _page(
    request: HttpRequest, item: Device, form: Request, new: PasswordForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    [(_device, state, since)] = states(request.user, [item])
    span = window(request, now)
    until = span.dates[1]
    context: dict[str, Any] = body(request.user, item.point, item, span) | {
        "device": item,
        "point": item.point,
        "state": state,
        "since": since,
        "contact": getattr(item, "contact", None),
        "rates": rated(rates(item, _months_back(until), until)),
        "leniencies": _leniencies(request, item, span.dates),
        "refused": _refused(request, item, span.start),
        "commands": _commands(request, item),
        "form": form,
        "may_ask": actor_of(request).may("monitoring.send-command"),
        "password": _password(request, item),
        "new_password": new,
        "may_rotate": all(actor_of(request).may(verb) for verb in PASSWORD_VERBS),
    }
    return render(request, "desk/device.html", context, status=status)


def _months_back(day: date) -> date:
    """The first of the month two before."""
    return ((day.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)).replace(day=1)


def _leniencies(request: HttpRequest, item: Device, days: tuple[Any, Any]) -> list[tuple[str, int]]:
    """What was tolerated of it in these days, the most frequent first."""
    counts: Counter[str] = Counter()
    rows = DeviceDay.objects.visible_to(request.user).filter(device=item, day__range=days)
    for held in rows.values_list("leniencies", flat=True):
        counts.update(held)
    return counts.most_common()


def _password(request: HttpRequest, item: Device) -> DevicePassword | None:
    """Since when it has its password; what it says as one is not read."""
    held = DevicePassword.objects.visible_to(request.user).filter(device=item)
    return held.defer("current", "former").first()


def _refused(request: HttpRequest, item: Device, since: datetime) -> list[dict[str, Any]]:
    """What of it could not be used since then, by kind."""
    held = Quarantined.objects.visible_to(request.user).filter(mn=item.code, received__gt=since)
    rows = held.order_by().values("kind")
    labels = dict(Quarantined._meta.get_field("kind").choices or ())
    counted = rows.annotate(count=Count("pk"), last=Max("received"), frame=Max("frame")).order_by("-last")
    return [row | {"label": labels.get(row["kind"], row["kind"])} for row in counted]


def _commands(request: HttpRequest, item: Device) -> list[tuple[Any, str]]:
    """What was asked of it lately, with the parameters in a line, no password among them."""
    rows = Command.objects.visible_to(request.user).filter(device=item)[:RECENT]
    return [(row, parameter_words(row.parameters)) for row in rows]


@require_POST
@sends("monitoring.send-command")
def ask(request: HttpRequest, mn: str) -> HttpResponse:
    """Ask something of a device."""
    item = _held(request, mn)
    form = Request(request.POST)
    if not form.is_valid():
        return _page(request, item, form, PasswordForm(prefix="new"), status=400)
    send_command(actor_of(request), item, form.cleaned_data["cn"], form.parameters())
    messages.success(
        request, _("Asked. It goes out as soon as the device is connected; the answer appears here.")
    )
    return redirect("desk:device", mn)


@require_POST
@sends("monitoring.rotate-password")
def password(request: HttpRequest, mn: str) -> HttpResponse:
    """Give a device a new password, and tell it unless it was set at the device by hand."""
    item = _held(request, mn)
    form = PasswordForm(request.POST, prefix="new")
    if not form.is_valid():
        return _page(request, item, Request(), form, status=400)
    change = rotate_password if form.cleaned_data["tell"] else set_password
    try:
        change(actor_of(request), item, form.cleaned_data["password"])
    except ValueError:
        form.add_error(None, _("A new password is on its way to the device already; wait for its answer."))
        return _page(request, item, Request(), form, status=409)
    messages.success(request, _("The password is set. The former one opens for another day."))
    return redirect("desk:device", mn)
