"""Who may speak and what may be said: the register of devices as the gateway needs it, passwords, clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from huanzhi.monitoring.gateway.limits import limits
from huanzhi.monitoring.models import Device
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212.clock import digits

DIGITS = 14  # of a DataTime


@dataclass(frozen=True, slots=True)
class Known:
    """A device as the door knows it; without a password on record none is asked for."""

    mn: str
    key: int
    passwords: frozenset[bytes]

    def opens(self, password: bytes) -> bool:
        """Whether that is its password."""
        return not self.passwords or password in self.passwords


class Admission:
    """The devices in force by MN, and the bounds of a possible clock; both renewed from time to time."""

    def __init__(self) -> None:
        self.devices: dict[bytes, Known] = {}
        self.earliest = self.latest = b""
        self._seen: Any = None
        self.tick(datetime.now(UTC))

    def tick(self, now: datetime) -> None:
        """Move the bounds of the clock."""
        self.latest = digits(now + timedelta(minutes=limits().future_minutes)).encode()
        self.earliest = digits(now - timedelta(days=limits().past_days)).encode()

    def clock(self, raw: bytes) -> str:
        """Why the DataTime of a frame cannot be; empty when it can, or when there is none to look at."""
        at = raw.find(b"DataTime=")
        if at < 0:
            return ""
        said = raw[at + 9 : at + 9 + DIGITS]
        if self.earliest <= said <= self.latest:
            return ""
        if len(said) != DIGITS or not said.isdigit():
            return ""  # what it says is read later; here only a clock is judged
        bounds = f"{self.earliest.decode()} and {self.latest.decode()}"
        return f"DataTime {said.decode()} does not lie between {bounds}"

    def renew(self) -> bool:
        """Read the devices again when the ledger has grown since the last time; whether it did."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM ledger_entry")
            seen = cursor.fetchone()
        if self.devices and seen == self._seen:
            return False
        today = datetime.now(OFFSET).date()
        found = {}
        for device in Device.objects.select_related("password"):
            if (device.valid_from and device.valid_from > today) or (
                device.valid_until and device.valid_until < today
            ):
                continue
            found[device.code.encode()] = Known(device.code, device.pk, _passwords(device))
        self.devices, self._seen = found, seen
        return True


def _passwords(device: Device) -> frozenset[bytes]:
    held = getattr(device, "password", None)
    if held is None:
        return frozenset()
    former = held.former if held.former_until and held.former_until > datetime.now(UTC) else ""
    return frozenset(text.encode() for text in (held.current, former) if text)
