"""重算约定: when an hour is missing, how long hours are kept, which parts of a factor have hours."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from huanzhi.science.shanghai import OFFSET, day_of_hour, local

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Terms:
    """The numbers of data/recompute.toml."""

    grace_minutes: int
    keep_days: int
    look_back_hours: int
    default_real_seconds: int
    default_minute_seconds: int
    hour_parts: tuple[str, ...]
    sent_only: tuple[str, ...]
    real_parts: dict[str, str]

    def due(self, now: datetime) -> datetime:
        """The newest hour that is missing when nothing of it has come.

        >>> from datetime import UTC
        >>> [terms().due(datetime(2026, 1, 1, 8, minute, tzinfo=UTC)).hour for minute in (5, 10)]
        [7, 8]
        """
        return ended(now - timedelta(minutes=self.grace_minutes))

    def kept_after(self, now: datetime) -> datetime:
        """Hours that end later than this are kept: whole days of Shanghai."""
        return datetime.combine(local(now).date() - timedelta(days=self.keep_days), time(), OFFSET)


def ended(now: datetime) -> datetime:
    """The newest hour that is over."""
    return now.replace(minute=0, second=0, microsecond=0)


def day_end(at: datetime) -> datetime:
    """When the day is over that an hour belongs to.

    >>> day_end(datetime(2026, 1, 2, 0, tzinfo=OFFSET)) == datetime(2026, 1, 2, 0, tzinfo=OFFSET)
    True
    """
    return end_of_day(day_of_hour(at))


def end_of_day(day: date) -> datetime:
    """When a day of Shanghai is over.

    >>> end_of_day(date(2026, 1, 1)).isoformat()
    '2026-01-02T00:00:00+08:00'
    """
    return datetime.combine(day, time(), OFFSET) + timedelta(days=1)


@cache
def terms() -> Terms:
    """The terms in force."""
    text = (resources.files("huanzhi.monitoring") / "data" / "recompute.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    lists: dict[str, Any] = {name: tuple(held[name]) for name in ("hour_parts", "sent_only")}
    return Terms(**{name: held[name] for name in Terms.__dataclass_fields__ if name not in lists}, **lists)
