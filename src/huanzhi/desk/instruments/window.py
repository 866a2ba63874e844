"""The time that a page of an instrument is about: a day, the last 24 hours, or the last 6 to see minutes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from huanzhi.science.shanghai import OFFSET

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SHORT = 6  # hours


@dataclass(frozen=True)
class Window:
    """From (not included) until (included); `day` is None for the last hours."""

    start: datetime
    end: datetime
    now: datetime
    day: date | None = None
    short: bool = False

    @property
    def until(self) -> datetime:
        """Its end, or now while it is not over."""
        return min(self.end, self.now)

    @property
    def before(self) -> date:
        """The day before."""
        return (self.day or self.today) - DAY

    @property
    def after(self) -> date | None:
        """The day after, unless it is still to come."""
        return self.day + DAY if self.day and self.day < self.today else None

    @property
    def today(self) -> date:
        """The day of now."""
        return timezone.localdate(self.now)

    @property
    def dates(self) -> tuple[date, date]:
        """The first and last day it touches."""
        return timezone.localdate(self.start), timezone.localdate(self.until)


def window(request: HttpRequest, now: datetime | None = None) -> Window:
    """The day asked for (`?day=`), or the last 24 or 6 hours (`?last=6`) to the end of the running one."""
    now = now or timezone.now()
    try:
        day = parse_date(request.GET.get("day", ""))
        start = datetime.combine(day, time(), OFFSET) if day else None
    except (ValueError, OverflowError):
        day = start = None
    if day is None or start is None or not date(2000, 1, 1) <= day <= timezone.localdate(now):
        end = now.replace(minute=0, second=0, microsecond=0) + HOUR
        short = request.GET.get("last") == str(SHORT)
        return Window(end - (SHORT * HOUR if short else DAY), end, now, short=short)
    return Window(start, start + DAY, now, day)
