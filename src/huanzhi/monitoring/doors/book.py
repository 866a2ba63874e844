"""The register of devices, as a door looks things up in it."""

from dataclasses import dataclass, field
from decimal import Decimal

from huanzhi.monitoring.models import Channel, Device


@dataclass(frozen=True)
class Told:
    """A device with what its readings need: its point, its channels by code as sent, and how it is read."""

    mn: str
    point: str
    simulated: bool
    minute_minutes: int
    allowed: frozenset[str]
    dialects: str
    channels: dict[str, tuple[str, Decimal]]  # code as sent: factor of the lake, scale
    units: dict[str, str] = field(default_factory=dict)  # code as sent: unit of the lake


def read_book() -> dict[str, Told]:
    """Every device in force, by MN."""
    channels: dict[int, list[Channel]] = {}
    for channel in Channel.objects.only("device_id", "sent", "factor", "scale", "unit"):
        channels.setdefault(channel.device_id, []).append(channel)
    return {device.code: _told(device, channels.get(device.pk, [])) for device in _devices()}


def _devices() -> list[Device]:
    return list(Device.objects.select_related("point", "model"))


def _told(device: Device, channels: list[Channel]) -> Told:
    return Told(
        mn=device.code,
        point=device.point.code if device.point else device.code,
        simulated=device.simulated,
        minute_minutes=device.minute_minutes,
        allowed=device.allowed,
        dialects=device.model.dialects if device.model else "",
        channels={one.sent: (one.factor, one.scale) for one in channels},
        units={one.sent: one.unit for one in channels},
    )
