"""小时所依 What hours rest on: which series of which points a change in a register bears on.

An hour is worked out from the registers as they stand now: the limit in force on its day, its channel's range, and how
long a reading of its device stands for. So a change bears on hours that are past, of the point as it was and as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huanzhi.monitoring.models import Channel, Device, OutletLimit, Point
from huanzhi.monitoring.recompute.hours import MINUTES, REAL, SENT

LIMIT, CHANNEL, DEVICE = (model._meta.label_lower for model in (OutletLimit, Channel, Device))
KINDS = (LIMIT, CHANNEL, DEVICE)
RESTS = {
    LIMIT: (
        "point", "factor", "averaging", "text", "unit", "ground", "document", "clause", "valid_from", "valid_until",
    ),
    CHANNEL: ("device", "factor", "unit", "low", "high"),
}  # fmt: skip
INTERVALS = {"real_seconds": REAL, "minute_minutes": MINUTES}  # of a device: what is made of its readings
MADE = (SENT, MINUTES, REAL)  # not of nothing
Held = Mapping[str, Any]


@dataclass(frozen=True)
class Resting:
    """Hours of a point: of those factors with their parts (all when None), so made (in any way when empty)."""

    point: str
    cause: str
    since: date | None = None
    factors: tuple[str, ...] | None = None
    bases: tuple[str, ...] = ()


def resting_on(kind: str, key: str, before: Held | None, after: Held | None) -> Iterator[Resting]:
    """What rests on a row of a register, by its key and what the ledger has of it before and after."""
    after = after or {}
    before = {**after, **before} if before else {}
    if kind == DEVICE:
        yield from _on_device(key, before, after)
        return
    if before and all(str(before.get(name)) == str(after.get(name)) for name in RESTS[kind]):
        return
    for held in filter(None, (before, after)):
        if kind == LIMIT:
            if point := _point(held.get("point")):
                yield Resting(point, "limit", _date(held.get("valid_from")))
        elif point := _point_of_device(held.get("device")):
            yield Resting(point, "channel")


def _on_device(key: str, before: Held, after: Held) -> Iterator[Resting]:
    """Moved: all its series at the point it left and the one it came to. Other intervals: what is made of readings."""
    if not before:  # a new one has no channel yet; each of them will say so
        return
    sends = Channel.objects.filter(device=int(key)).order_by("factor").values_list("factor", flat=True)
    factors = tuple(sends.distinct())
    if not factors:
        return
    places = [_point(held.get("point")) for held in (before, after)]
    if str(before.get("point")) != str(after.get("point")):
        for point in dict.fromkeys(filter(None, places)):
            yield Resting(point, "channel", None, factors, MADE)
        return
    bases = tuple(basis for name, basis in INTERVALS.items() if str(before.get(name)) != str(after.get(name)))
    if bases and places[1]:
        yield Resting(places[1], "channel", None, factors, bases)


def _date(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value and str(value) != "None" else None


def _point(key: Any) -> str | None:
    """The code of a point; a spreadsheet's row may hold the key as text."""
    if not str(key).isdigit():
        return None
    return Point.objects.filter(pk=int(key)).values_list("code", flat=True).first()


def _point_of_device(key: Any) -> str | None:
    if not str(key).isdigit():
        return None
    return Device.objects.filter(pk=int(key)).values_list("point__code", flat=True).first()
