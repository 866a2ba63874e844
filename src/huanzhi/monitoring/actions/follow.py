"""限值与监测因子变更: what was changed in the registers that hours rest on is read from the ledger and touched.

The registers know nothing of readings; so this looks, every some seconds, at entries it has not seen. How far it has
come stands in its own entries.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.monitoring.actions.touched import touch
from huanzhi.monitoring.models import Channel, DayValue, Device, HourValue, OutletLimit, Point
from huanzhi.monitoring.recompute.terms import HOUR, end_of_day, ended, terms

VERB = "monitoring.follow-registers"
CAUSE = {OutletLimit._meta.label_lower: "limit", Channel._meta.label_lower: "channel"}
RESTS = {
    "limit": (
        "point", "factor", "averaging", "text", "unit", "ground", "document", "clause", "valid_from", "valid_until",
    ),
    "channel": ("device", "factor", "unit", "low", "high"),
}  # fmt: skip
BATCH = 500


def follow_registers(now: datetime | None = None) -> int:
    """Touch what changes of limits and channels bear on; how many hours of points were put down."""
    now = now or timezone.now()
    with transaction.atomic():
        last = Entry.objects.filter(verb=VERB).order_by("-seq").first()
        through = last.after["through"] if last and last.after else 0
        entries = Entry.objects.filter(subject_type__in=CAUSE, seq__gt=through).order_by("seq")[:BATCH]
        if not entries:
            return 0
        spans: dict[tuple[str, str], date | None] = {}
        for entry in entries:
            for key, since in _touched_by(entry):
                known = spans.get(key, since)
                spans[key] = min(known, since) if known and since else None
        hours = sum(
            _put_down(point, since, cause, now) for (point, cause), since in sorted(spans.items(), key=str)
        )
        _followed(SYSTEM("recompute"), max(entry.seq for entry in entries), hours)
    return hours


@verb(VERB)
def _followed(actor: Actor, through: int, hours: int) -> None:
    """How far the ledger was read."""
    record("monitoring:registers", after={"through": through, "hours": hours})


def _touched_by(entry: Entry) -> Iterator[tuple[tuple[str, str], date | None]]:
    """The points whose hours rest on what an entry says was changed, with the cause and since when."""
    cause, after = CAUSE[entry.subject_type], entry.after or {}
    before: Mapping[str, Any] = after | (entry.before or {}) if entry.before else {}
    if before and all(str(before.get(name)) == str(after.get(name)) for name in RESTS[cause]):
        return
    for held in (before, after):
        if held:
            since = held.get("valid_from") if cause == "limit" else None
            first = date.fromisoformat(str(since)) if since and str(since) != "None" else None
            if point := _point(held, cause):
                yield (point, cause), first


def _point(held: Mapping[str, Any], cause: str) -> str | None:
    """The code of the point; a spreadsheet's row may hold the key as text."""
    key = str(held.get("point" if cause == "limit" else "device"))
    if not key.isdigit():
        return None
    if cause == "channel":
        return Device.objects.filter(pk=int(key)).values_list("point__code", flat=True).first()
    return Point.objects.filter(pk=int(key)).values_list("code", flat=True).first()


def _put_down(code: str, since: date | None, cause: str, now: datetime) -> int:
    """The hours of a point that are kept, and one of each older day that has a value, from a day on."""
    kept = terms().kept_after(now)
    start = end_of_day(since) - 24 * HOUR if since else kept
    first = HourValue.objects.filter(point__code=code, time__gt=max(start, kept)).aggregate(
        first=Min("time")
    )["first"]
    count = touch([code], first - HOUR, ended(now), cause) if first else 0
    older = DayValue.objects.filter(point__code=code, day__lt=kept.date())
    if since:
        older = older.filter(day__gte=since)
    for day in older.values_list("day", flat=True).distinct():
        count += touch([code], end_of_day(day) - HOUR, end_of_day(day), cause)
    return count
