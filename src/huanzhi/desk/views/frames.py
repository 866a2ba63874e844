"""Frames 通讯包: what came in, byte for byte but for passwords, what it says, what became of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from huanzhi.desk.access import only_everything
from huanzhi.monitoring import frame_queries as queries
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Command, Device, Frame, Quarantined, Refusal
from huanzhi.wire.hj212 import Message, Unreadable, header, parse
from huanzhi.wire.hj212.frames import Refused, decode
from huanzhi.wire.hj212.masking import STARS, masked, readable, secret


@dataclass(frozen=True)
class Item:
    """A factor of a frame with what is said of it."""

    code: str
    parts: list[tuple[str, str]]
    flag: str


def frames(request: HttpRequest) -> HttpResponse:
    """Frames newest first, of a device or of all; paged by number, so that no row is counted."""
    only_everything(request)
    mn, asked = request.GET.get("mn", "").strip(), request.GET.get("day", "")
    day = _day(asked)
    found = queries.frames(request.user, mn, day, queries.older(request.GET.get("before", "")))
    words = dict(Refusal.choices)
    context = {
        "mn": mn,
        "day": day if mn else None,
        "device": Device.objects.visible_to(request.user).filter(code=mn).first() if mn else None,
        "rows": [(row, _first_words(row), words.get(row.refusal, row.refusal)) for row in found.frames],
        "cursor": found.cursor,
        "further": "before" in request.GET,
    }
    return render(request, "desk/frames.html", context)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _first_words(frame: Frame) -> str:
    return readable(bytes(frame.raw)).strip()


def frame(request: HttpRequest, number: int) -> HttpResponse:
    """One frame: as it came, decoded, and what became of it."""
    only_everything(request)
    item = get_object_or_404(Frame.objects.visible_to(request.user), pk=min(number, 2**63 - 1))
    raw = bytes(item.raw)
    message, wrong = _message(raw)
    device = Device.objects.visible_to(request.user).select_related("point").filter(code=item.mn).first()
    before, after = queries.neighbours(request.user, item)
    context = {
        "frame": item,
        "lane": number // SPAN,
        "text": readable(raw).strip(),
        "size": len(raw),
        "device": device,
        "message": message,
        "wrong": masked(wrong),
        "header": header(message) if message else {},
        "parameters": _parameters(message),
        "items": _items(message),
        "readings": _readings(item, device, message),
        "quarantined": Quarantined.objects.visible_to(request.user).filter(frame=number),
        "commands": Command.objects.visible_to(request.user).filter(device=device, qn=message.qn)
        if device and message and message.qn
        else (),
        "refusal": dict(Refusal.choices).get(item.refusal, item.refusal),
        "before": before,
        "after": after,
        "day": timezone.localdate(item.received),
    }
    return render(request, "desk/frame.html", context)


def _message(raw: bytes) -> tuple[Message | None, str]:
    """What the bytes say as HJ 212, tolerantly; or why they say nothing."""
    found = decode(raw)
    if isinstance(found, Refused):
        return None, found.reason
    try:
        return parse(found.segment, seen=found.leniencies), ""
    except Unreadable as error:
        return None, str(error)


def _parameters(message: Message | None) -> list[tuple[str, str]]:
    pairs = message.parameters.items() if message else ()
    return [(name, STARS if secret(name) else value) for name, value in pairs]


def _items(message: Message | None) -> list[Item]:
    found = message.factors if message else {}
    return [
        Item(code, [(part, value) for part, value in parts.items() if part != "Flag"], parts.get("Flag", ""))
        for code, parts in found.items()
    ]


def _readings(item: Frame, device: Device | None, message: Message | None) -> list[dict[str, Any]]:
    if device is None or message is None:
        return []
    point = device.point.code if device.point else device.code
    order = list(message.factors)
    rows = queries.given(item.pk, point, message).iter_rows(named=True)
    return sorted(rows, key=lambda row: (_place(row["factor"], order), row["factor"]))


def _place(series: str, order: list[str]) -> int:
    """Where a factor stands in the frame; last when it has another code there."""
    code = series.partition("-")[0]
    return order.index(code) if code in order else len(order)
