"""Devices on pages (联网状态): their rates by day and month, the list of them all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, Sum

from huanzhi.monitoring.episodes.rules import rate_rule
from huanzhi.monitoring.models import Contact, Device, DeviceDay, Episode
from huanzhi.monitoring.timeline import timeline
from huanzhi.science.rounding import half_even
from huanzhi.science.shanghai import OFFSET

COUNTS = ("online_minutes", "due_minutes", "due", "sent", "valid", "frames", "refused", "late", "repeats")


@dataclass(frozen=True)
class Rates:
    """The rates of a day or month (联网率, 传输率, 有效率, 数据传输有效率), exact; None where nothing was due."""

    day: date  # the first of a month
    counts: dict[str, int]

    @property
    def online(self) -> Fraction | None:
        """Minutes on line of those that were due."""
        return self._share("online_minutes", "due_minutes")

    @property
    def transmission(self) -> Fraction | None:
        """传输率: hours that came of those that were due."""
        return self._share(*rate_rule().transmission)

    @property
    def validity(self) -> Fraction | None:
        """有效率: hours that count, of those that the rule says."""
        return self._share(*rate_rule().valid)

    @property
    def effective(self) -> Fraction | None:
        """数据传输有效率: the two together; nothing when nothing came of what was due."""
        if self.transmission is None:
            return None
        return self.transmission * (self.validity or 0)

    @property
    def permille(self) -> dict[str, int | None]:
        """All four in whole thousandths, half to even."""
        names = ("online", "transmission", "validity", "effective")
        return {name: permille(getattr(self, name)) for name in names}

    @property
    def below_mark(self) -> bool:
        """Whether the product is below the mark of the assessment."""
        return self.effective is not None and self.effective * 100 < rate_rule().mark_percent

    def _share(self, part: str, whole: str) -> Fraction | None:
        return Fraction(self.counts[part], self.counts[whole]) if self.counts[whole] else None


def permille(share: Fraction | None) -> int | None:
    """Thousandths, half to even.

    >>> permille(Fraction(2, 3)), permille(None)
    (667, None)
    """
    return None if share is None else half_even(1000 * share.numerator, share.denominator)


@dataclass(frozen=True)
class Account:
    """Rates of a device over a span."""

    days: list[Rates]
    months: list[Rates]
    total: Rates


@dataclass(frozen=True)
class Row:
    """A device in a list: what it said last, how it stands, today's rates, what is open."""

    device: Device
    contact: Contact | None
    state: str  # online, offline, unheard
    since: datetime | None  # off line since
    today: Rates
    refused: int
    episodes: list[Episode] = field(default_factory=list)


def rates(device: Device, start: date, end: date) -> Account:
    """By day (those on record), by month, and over all, both ends included."""
    rows = list(DeviceDay.objects.filter(device=device, day__range=(start, end)).order_by("day"))
    months: dict[date, list[DeviceDay]] = defaultdict(list)
    for row in rows:
        months[row.day.replace(day=1)].append(row)
    return Account(
        days=[_rates(row.day, [row]) for row in rows],
        months=[_rates(month, those) for month, those in months.items()],
        total=_rates(start, rows),
    )


def rates_of(devices: Iterable[Device], start: date, end: date) -> dict[int, Rates]:
    """The rates of each device over a span, by its key, in one query."""
    rows = DeviceDay.objects.filter(device__in=list(devices), day__range=(start, end)).order_by()
    sums: Any = rows.values("device_id").annotate(**{f"sum_{name}": Sum(name) for name in COUNTS})
    return {
        row["device_id"]: Rates(start, {name: row[f"sum_{name}"] or 0 for name in COUNTS}) for row in sums
    }


def device_list(user: Any, now: datetime) -> list[Row]:
    """Every device the user may see, with how it stands; a few queries, however many there are."""
    devices = list(
        Device.objects.visible_to(user).select_related("point", "model", "contact").order_by("code")
    )
    today = now.astimezone(OFFSET).date()
    days = {row.device_id: row for row in DeviceDay.objects.filter(day=today, device__in=devices)}
    points = {device.point_id for device in devices if device.point_id}
    running = Episode.objects.filter(Q(device__in=devices) | Q(device=None, point__in=points), end=None)
    of_device: dict[int, list[Episode]] = defaultdict(list)
    of_point: dict[int, list[Episode]] = defaultdict(list)
    for episode in running.order_by("onset"):
        (of_device[episode.device_id] if episode.device_id else of_point[episode.point_id]).append(episode)
    return [
        _row(device, days.get(device.pk), of_device[device.pk], of_point[device.point_id or 0], today)
        for device in devices
    ]


def _row(
    device: Device, day: DeviceDay | None, own: list[Episode], others: list[Episode], today: date
) -> Row:
    contact: Contact | None = getattr(device, "contact", None)
    silent = next((one for one in own if one.kind == Episode.Kind.OFFLINE), None)
    state = "unheard" if contact is None else "offline" if silent else "online"
    told = _rates(today, [day] if day else [])
    since = silent.onset if silent else None
    return Row(device, contact, state, since, told, told.counts["refused"], [*own, *others])


def _rates(day: date, rows: Iterable[DeviceDay]) -> Rates:
    rows = list(rows)
    return Rates(day, {name: sum(getattr(row, name) or 0 for row in rows) for name in COUNTS})


__all__ = ["Account", "Rates", "Row", "device_list", "permille", "rates", "rates_of", "timeline"]
