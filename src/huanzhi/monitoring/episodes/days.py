"""What was due of devices on a day, and what came (应传与实传): minutes on line and hours of their series.

Nothing is due during a declared shutdown, nor of an hour in which the source stood still. Before a device was
installed (or, when nobody wrote that down, before the day on which it was first heard) nothing is due of it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q

from huanzhi.monitoring.episodes import reading
from huanzhi.monitoring.episodes.detect import HOUR
from huanzhi.monitoring.episodes.reading import Series
from huanzhi.monitoring.episodes.rules import RateRule, rate_rule
from huanzhi.monitoring.episodes.spans import Span, seconds, within, without
from huanzhi.monitoring.models import Channel, Device, DeviceDay, HourValue
from huanzhi.monitoring.recompute.terms import terms
from huanzhi.science.shanghai import OFFSET

Standings = Mapping[Series, Counter[str]]


@dataclass(frozen=True)
class Account:
    """A device's day: minutes, and hours of its series."""

    online_minutes: int = 0
    due_minutes: int = 0
    due: int = 0
    sent: int = 0
    valid: int = 0


@dataclass(frozen=True)
class Part:
    """The part of a day that is over: its span, and the hours of which it is known whether they came."""

    day: date
    span: Span
    hours: tuple[datetime, ...]


def frame_of(day: date, now: datetime) -> Part:
    """A day as far as it has gone."""
    midnight = datetime.combine(day, time(), OFFSET)
    last = min(midnight + timedelta(days=1), terms().due(now))
    hours = (midnight + HOUR * n for n in range(1, 25))
    end = max(midnight, min(midnight + timedelta(days=1), now))
    return Part(day, (midnight, end), tuple(hour for hour in hours if hour <= last))


def accounts(devices: Sequence[Device], day: date, now: datetime) -> dict[int, Account]:
    """The day of each device, by its key; of one of which nothing was due, zeros."""
    frame, rule = frame_of(day, now), rate_rule()
    points = [device.point_id for device in devices if device.point_id]
    declared = reading.declared(points, *frame.span)
    shut = {
        point: [one.span for one in those if one.kind in rule.undue_for] for point, those in declared.items()
    }
    offline = reading.offline(points, *frame.span)
    standings = _standings(points, frame, shut)
    channels = _channels(devices, day)
    heard = _first_heard(devices)
    found = {}
    for device in devices:
        first = device.installed_on or heard.get(device.pk)
        if first is None or first > day or not _in_force(device, day):
            found[device.pk] = Account()
            continue
        closed = shut.get(device.point_id or 0, [])
        silent = offline.get(device.point_id or 0, {}).get(device.pk, [])
        if heard.get(device.pk, date.max) > day:
            silent = [frame.span]  # it has never spoken yet
        minutes = _minutes(frame, closed, silent)
        found[device.pk] = Account(*minutes, *_hours(device, frame, closed, channels, standings, rule))
    return found


def _minutes(frame: Part, closed: Sequence[Span], silent: Sequence[Span]) -> tuple[int, int]:
    due = without([frame.span], closed)
    return seconds(without(due, silent)) // 60, seconds(due) // 60


def _hours(
    device: Device,
    frame: Part,
    closed: Sequence[Span],
    channels: Mapping[int, set[str]],
    standings: Standings,
    rule: RateRule,
) -> tuple[int, int, int]:
    point = device.point_id or 0
    factors = channels.get(device.pk) or {factor for key, factor in standings if key == point}
    hours = sum(not _touches(hour, closed) for hour in frame.hours)
    counts: Counter[str] = Counter()
    for factor in factors:
        counts += standings.get((point, factor), Counter())
    undue, sent, valid = (
        sum(counts[standing] for standing in those) for those in (rule.undue, rule.sent, rule.good)
    )
    return hours * len(factors) - undue, sent, valid


def _touches(hour: datetime, spans: Sequence[Span]) -> bool:
    return bool(within([(hour - HOUR, hour)], spans))


def _standings(points: Sequence[int], frame: Part, shut: Mapping[int, Sequence[Span]]) -> Standings:
    """How many hours of each series stand at what, those of a shutdown left out."""
    found: dict[Series, Counter[str]] = defaultdict(Counter)
    if not frame.hours:
        return found
    rows = HourValue.objects.filter(point__in=points, time__gte=frame.hours[0], time__lte=frame.hours[-1])
    rows = rows.exclude(factor__contains="-")
    whole = rows.exclude(point__in=list(shut)).order_by().values("point_id", "factor", "standing")
    for row in whole.annotate(count=Count("id")):
        found[row["point_id"], row["factor"]][row["standing"]] += row["count"]
    parts = rows.filter(point__in=list(shut)).values_list("point_id", "factor", "standing", "time")
    for point, factor, standing, hour in parts:
        if not _touches(hour, shut[point]):
            found[point, factor][standing] += 1
    return found


def _channels(devices: Sequence[Device], day: date) -> dict[int, set[str]]:
    """The plain factors that each device is declared to send on a day."""
    held = Channel.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        device__in=devices,
    ).exclude(factor__contains="-")
    found: dict[int, set[str]] = defaultdict(set)
    for device, factor in held.values_list("device_id", "factor"):
        found[device].add(factor)
    return found


def _first_heard(devices: Sequence[Device]) -> dict[int, date]:
    days = DeviceDay.objects.filter(device__in=devices, frames__gt=0).order_by().values("device_id")
    return {row["device_id"]: row["first"] for row in days.annotate(first=Min("day"))}


def _in_force(device: Device, day: date) -> bool:
    return (device.valid_from or day) <= day <= (device.valid_until or day)
