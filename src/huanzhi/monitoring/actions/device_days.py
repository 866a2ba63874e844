"""Days of devices (联网率与传输有效率): the counts that rates are made from, settled again and again. Machinery."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from huanzhi.monitoring.actions.verdicts import Outcome
from huanzhi.monitoring.episodes.days import accounts
from huanzhi.monitoring.models import Change, Declaration, Device, DeviceDay
from huanzhi.science.shanghai import OFFSET, day_of_hour

FIELDS = ["online_minutes", "due_minutes", "due", "sent", "valid"]
LOOK_BACK = timedelta(minutes=15)
FRESH = timedelta(hours=3)  # so long its last hours still come
NEWEST = 5000  # changes that are looked through


def settle_device_days(day: date, now: datetime, devices: Sequence[Device] | None = None) -> Outcome:
    """Settle a day of devices (of all that stand at a point) as far as it has gone; only what differs is written."""
    outcome = Outcome()
    devices = list(Device.objects.exclude(point=None)) if devices is None else list(devices)
    held = {row.device_id: row for row in DeviceDay.objects.filter(day=day, device__in=devices)}
    rows = []
    for device, account in accounts(devices, day, now).items():
        outcome.judged += 1
        row, values = held.get(device), asdict(account)
        if row is None and not any(values.values()):
            continue
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        outcome.new += row is None
        outcome.changed += row is not None
        rows.append(DeviceDay(device_id=device, day=day, **values))
    DeviceDay.objects.bulk_create(
        rows, batch_size=2000, update_conflicts=True, unique_fields=["device", "day"], update_fields=FIELDS
    )
    return outcome


def settle_today() -> None:
    """Settle today, in its first hours yesterday, and days of which an hour or a declaration has just changed."""
    now = timezone.now()
    days = {now.astimezone(OFFSET).date(), (now - FRESH).astimezone(OFFSET).date(), *_stirred(now)}
    for day in sorted(days):
        settle_device_days(day, now)


def _stirred(now: datetime) -> set[date]:
    since = now - LOOK_BACK
    newest = Change.objects.order_by("-pk").values_list("what", "at", "time")[:NEWEST]
    days = {day_of_hour(time) for what, at, time in newest if what == "hour" and at > since}
    fresh = Declaration.objects.filter(Q(at__gt=since) | Q(withdrawn_at__gt=since))
    for start, end in fresh.values_list("start", "end"):
        first, last = day_of_hour(start), min(day_of_hour(end), day_of_hour(now))
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return days
