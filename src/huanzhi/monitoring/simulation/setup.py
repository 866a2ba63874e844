"""Setup 现场机参数: how a device is set up now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huanzhi.monitoring.simulation.instruments import Instrument


def nothing(_instrument: Instrument) -> None:
    """For devices that forget when they are switched off."""


@dataclass
class Setup:
    """How a device is set up now. ``offset`` is how far its clock is off, in seconds."""

    instrument: Instrument
    started: datetime
    real_seconds: float = 60
    offset: float = 0.0
    over_time: float = 5.0
    tries: int = 3
    sends_real: bool = True
    sampling: dict[str, tuple[str, str]] = field(default_factory=dict)
    remember: Callable[[Instrument], None] = nothing  # told of a password before it is said to be set

    def clock(self, now: datetime) -> datetime:
        """What the device's clock shows."""
        return now + timedelta(seconds=self.offset)
