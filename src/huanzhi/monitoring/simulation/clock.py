"""Clock 时钟: the time of day that devices go by; it may run faster, for tests."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """Runs ``speed`` times as fast as the real one, from ``start`` on."""

    speed: float = 1.0
    begun: float = field(default_factory=time.monotonic)
    start: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """The time that it shows."""
        return self.start + timedelta(seconds=(time.monotonic() - self.begun) * self.speed)

    async def sleep(self, seconds: float) -> None:
        """Wait so many of its seconds."""
        await asyncio.sleep(max(seconds, 0) / self.speed)
