"""Timeline 时间线: what happened to a device or at a point, in order, each step with the frame it can be traced to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huanzhi.monitoring.models import Change, Command, Declaration, Device, Episode, Point, Review

Event = dict[str, Any]
BEGINS = {"exceedance": _("exceedance begins: {factor}"), "missing": _("data missing from here: {factor}")}
ENDS = {"exceedance": _("exceedance ends: {factor}"), "missing": _("data missing until here: {factor}")}
RECOMPUTED = {
    "hour": _("hours recomputed: {count}"),
    "day": _("days recomputed: {count}"),
    "episode": _("episodes changed: {count}"),
    "air-hour": _("verdicts of hours changed: {count}"),
    "air-day": _("verdicts of days changed: {count}"),
}
# of events at the same moment: the last frame, then the silence, then the first frame, then what came of it
ORDER = [
    "last-frame",
    "offline",
    "first-frame",
    "command",
    "recomputed",
    "begins",
    "ends",
    "declaration",
    "review",
]


def timeline(of: Device | Point, start: datetime, end: datetime) -> list[Event]:
    """Events in start <= time <= end, in order, of a device with its point, or of a point with its devices.

    Each is {time, kind, words, frame, link, object}: kind is one of ORDER; `frame` the number of a frame or None;
    `link` the kind of record and its key; `object` the record (for `recomputed` the list of Change rows).
    """
    point = of.point if isinstance(of, Device) else of
    own = Q(device=of) | Q(device=None, point=point) if isinstance(of, Device) else Q(point=of)
    commands = Q(device=of) if isinstance(of, Device) else Q(device__point=of)
    events = [*_episodes(own, start, end), *_commands(commands, start, end)]
    if point is not None:
        events += [*_changes(point, start, end), *_said(point, start, end)]
    inside = [event for event in events if start <= event["time"] <= end]
    return sorted(inside, key=lambda event: (event["time"], ORDER.index(event["kind"])))


def _event(time: datetime, kind: str, words: Any, record: Any, frame: int | None = None) -> Event:
    link = (type(record).__name__.lower(), record.pk)
    return {"time": time, "kind": kind, "words": words, "frame": frame, "link": link, "object": record}


def _episodes(own: Q, start: datetime, end: datetime) -> Iterator[Event]:
    rows = Episode.objects.filter(own, onset__lte=end).exclude(end__lt=start)
    for row in rows.select_related("device", "point"):
        if row.kind == Episode.Kind.OFFLINE:
            yield from _silence(row)
            continue
        yield _event(
            row.onset, "begins", format_lazy(BEGINS[row.kind], factor=row.factor), row, row.first_frame
        )
        if row.end:
            yield _event(row.end, "ends", format_lazy(ENDS[row.kind], factor=row.factor), row, row.last_frame)


def _silence(row: Episode) -> Iterator[Event]:
    yield _event(row.onset, "last-frame", _("last frame before the silence"), row, row.first_frame)
    if row.end is None:
        yield _event(row.onset, "offline", _("off line from here on"), row)
        return
    minutes = int((row.end - row.onset).total_seconds() // 60)
    yield _event(row.onset, "offline", format_lazy(_("off line for {minutes} minutes"), minutes=minutes), row)
    yield _event(row.end, "first-frame", _("first frame after the silence"), row, row.last_frame)


def _changes(point: Point, start: datetime, end: datetime) -> Iterator[Event]:
    """What one frame (or one act) changed at once is one event."""
    groups: dict[tuple, list[Change]] = defaultdict(list)
    for row in Change.objects.filter(point=point, at__gte=start, at__lte=end).order_by(
        "at", "time", "factor"
    ):
        groups[row.at, row.what, row.cause, row.frame].append(row)
    for (at, what, _cause, frame), rows in groups.items():
        count = len({row.time for row in rows})
        words = format_lazy(RECOMPUTED.get(what, RECOMPUTED["hour"]), count=count)
        yield _event(at, "recomputed", words, rows[0], frame) | {"object": rows}


def _said(point: Point, start: datetime, end: datetime) -> Iterator[Event]:
    for declared in Declaration.objects.filter(
        point=point, start__lte=end, end__gte=start, withdrawn_at=None
    ):
        words = format_lazy(_("declared: {kind}"), kind=declared.get_kind_display())
        yield _event(declared.start, "declaration", words, declared)
    for review in Review.objects.filter(point=point, at__gte=start, at__lte=end):
        words = format_lazy(
            _("reviewed as {state}: {factor}"), state=review.get_standing_display(), factor=review.factor
        )
        yield _event(review.at, "review", words, review)


def _commands(those: Q, start: datetime, end: datetime) -> Iterator[Event]:
    for row in Command.objects.filter(those, at__gte=start, at__lte=end).select_related("device"):
        words = format_lazy(
            _("asked of the device: command {cn}, {state}"), cn=row.cn, state=row.get_state_display()
        )
        yield _event(row.at, "command", words, row)
