"""The axis of hours and what the calendar does on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Axis:
    """Hours from the start of a day, one array entry an hour; the hour ending at `first + index` hours."""

    first: datetime
    count: int

    @property
    def local(self) -> np.ndarray:
        """Starts of the hours in local time."""
        start = np.datetime64(self.first.astimezone(ZONE).replace(tzinfo=None), "h") - np.timedelta64(1, "h")
        return start + np.arange(self.count).astype("timedelta64[h]")

    @property
    def hour(self) -> np.ndarray:
        return (self.local - self.local.astype("datetime64[D]")).astype(int)

    @property
    def month(self) -> np.ndarray:
        return self.local.astype("datetime64[M]").astype(int) % 12 + 1

    @property
    def year(self) -> np.ndarray:
        return self.local.astype("datetime64[Y]").astype(int) + 1970

    @property
    def weekend(self) -> np.ndarray:
        return (self.local.astype("datetime64[D]").astype(int) + 3) % 7 >= 5  # 1970-01-01 was a Thursday

    @property
    def days(self) -> int:
        return -(-self.count // 24)


def axis(start: date, end: datetime) -> Axis:
    """All hours from the first of `start` (local) to the last one that has ended at `end`."""
    midnight = datetime(start.year, start.month, start.day, tzinfo=ZONE).astimezone(UTC)
    return Axis(midnight + timedelta(hours=1), max(0, int((end - midnight) / timedelta(hours=1))))


def by_month(axis: Axis, values: list[float]) -> np.ndarray:
    """Twelve monthly levels as a smooth year: each month's value stands in its middle."""
    into = (axis.local - axis.local.astype("datetime64[M]").astype("datetime64[h]")).astype(int) / (24 * 30.5)
    ring = [values[-1], *values, values[0]]
    return np.interp(axis.month - 1 + into, np.arange(-1, 13) + 0.5, ring)


def by_year(axis: Axis, trend: dict[str, Any], item: str) -> np.ndarray:
    """The level of each hour's year; the last one stated goes on."""
    levels = np.asarray(trend[item], dtype=float)
    return levels[np.clip(axis.year - trend["first"], 0, len(levels) - 1)]
