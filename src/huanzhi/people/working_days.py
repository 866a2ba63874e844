"""工作日与期限: which days are worked, and when a deadline falls. Pure: no database, no clock.

How days are counted (《民法典》第二百零一条、第二百零三条):

- A period in hours begins at its start (201, second sentence).
- A period in days or working days does not count the day it starts on (201, first sentence) and ends at 24:00 of
  its last day (203). 24:00 is given as 00:00 of the day after: what is done **before** it is in time.
- When the last day of a period in calendar days is a legal holiday, the first day after the holiday is the last
  (203): ask for it by ``to_working_day=True``. Periods in working days end on a working day by themselves.
- While a pause 中止 runs, the clock stands: hours are lengthened to the second, days by each day whose end (24:00)
  lies in the pause. A pause is thus counted as any period is: not its first day, but its last.

Source of the days: `holidays.toml`. A year that is not there is an error, since nobody can know its make-up days;
``provisional=True`` takes its weekends as days off and all others as worked, to be worked out again later.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from huanzhi.people.holidays import DAY, SATURDAY, UnknownYear, days, years
from huanzhi.science.shanghai import OFFSET

Unit = Literal["hours", "days", "working_days"]
Pauses = Sequence[tuple[datetime, datetime | None]]


class StillPaused(ValueError):
    """The clock stands and nobody knows until when, so there is no deadline yet."""


def is_working_day(day: date, *, provisional: bool = False) -> bool:
    """Whether a day is worked.

    >>> is_working_day(date(2026, 2, 13)), is_working_day(date(2026, 2, 14))  # the Saturday is made up for
    (True, True)
    >>> is_working_day(date(2026, 2, 16)), is_working_day(date(2026, 9, 20))  # New Year's eve; a worked Sunday
    (False, True)
    >>> is_working_day(date(2031, 1, 2))
    Traceback (most recent call last):
        ...
    huanzhi.people.holidays.UnknownYear: working days of 2031 are not known: holidays.toml holds 2020 to \
2026; add the State Council's notice for 2031
    """
    if day.year not in years() and not provisional:
        raise UnknownYear(day.year, sorted(years()))
    off, worked = days()
    return day in worked or (day.weekday() < SATURDAY and day not in off)


def add_working_days(day: date, n: int, *, provisional: bool = False) -> date:
    """The n-th working day after a day (before it, when n is negative); with 0 the day itself, worked or not.

    >>> add_working_days(date(2026, 2, 13), 1)  # Friday, and the Saturday after it is worked
    datetime.date(2026, 2, 14)
    >>> add_working_days(date(2026, 2, 13), 2)  # then nine days of Spring Festival
    datetime.date(2026, 2, 24)
    >>> add_working_days(date(2026, 2, 24), -2)
    datetime.date(2026, 2, 13)
    """
    step = DAY if n > 0 else -DAY
    while n:
        day += step
        if is_working_day(day, provisional=provisional):
            n -= 1 if n > 0 else -1
    return day


def deadline(
    start: datetime,
    amount: int,
    unit: Unit,
    pauses: Pauses = (),
    *,
    to_working_day: bool = False,
    provisional: bool = False,
) -> datetime:
    """When a period that starts at ``start`` (with its zone) ends, on the Shanghai clock.

    ``pauses`` are times in which the clock stood: from, until (None: it still stands). Raises StillPaused when
    an open pause begins before the end, ValueError for a negative amount or a time without a zone.

    >>> start = datetime(2026, 9, 18, 15, 30, tzinfo=OFFSET)  # a Friday; Sunday the 20th is worked
    >>> print(deadline(start, 48, "hours"))
    2026-09-20 15:30:00+08:00
    >>> print(deadline(start, 3, "working_days"))  # Sunday, Monday, Tuesday: until Tuesday, 24:00
    2026-09-23 00:00:00+08:00
    >>> print(deadline(start, 15, "days"))  # Saturday 3 October, 24:00
    2026-10-04 00:00:00+08:00
    >>> print(deadline(start, 15, "days", to_working_day=True))  # a holiday: Thursday 8 October, 24:00
    2026-10-09 00:00:00+08:00
    >>> pause = (datetime(2026, 9, 21, 9, tzinfo=OFFSET), datetime(2026, 9, 23, 9, tzinfo=OFFSET))
    >>> print(deadline(start, 3, "working_days", [pause]))  # the 21st and 22nd do not count
    2026-09-25 00:00:00+08:00
    """
    if amount < 0:
        raise ValueError(f"amount: {amount} is negative")
    start, stood = _aware("start", start), _merged(start, pauses)
    if unit == "hours":
        return _run(start, timedelta(hours=amount), stood)
    if unit not in ("days", "working_days"):
        raise ValueError(f"unit: {unit!r} is not one of hours, days, working_days")
    day, left = (
        start.date() - DAY,
        amount + 1,
    )  # the first day that ends outside a pause is the one not counted
    while left:
        day += DAY
        first = left == amount + 1
        worked = first or unit == "days" or is_working_day(day, provisional=provisional)
        left -= worked and not _stands(_end(day), stood)
    while to_working_day and not is_working_day(day, provisional=provisional):
        day += DAY
    return _end(day)


def last_day(due: datetime) -> date:
    """The last day on which something due is in time, for people: 00:00 of a day is the day before.

    >>> last_day(deadline(datetime(2026, 9, 18, 15, 30, tzinfo=OFFSET), 3, "working_days"))
    datetime.date(2026, 9, 22)
    """
    return (_aware("due", due) - timedelta(microseconds=1)).date()


def _end(day: date) -> datetime:
    return datetime.combine(day + DAY, time(), OFFSET)


def _aware(name: str, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{name}: {moment} has no time zone")
    return moment.astimezone(OFFSET)


def _merged(start: datetime, pauses: Pauses) -> list[tuple[datetime, datetime | None]]:
    """The pauses after the start, in order, those that overlap as one."""
    merged: list[tuple[datetime, datetime | None]] = []
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        since, until = _aware("pause from", since), until and _aware("pause until", until)
        if until is not None and until < since:
            raise ValueError(f"pause: it ends at {until}, before it begins at {since}")
        since = max(since, start)
        if until is not None and until <= since:
            continue
        if merged and (merged[-1][1] is None or since <= merged[-1][1]):
            before = merged[-1][1]
            latest = None if before is None or until is None else max(before, until)
            merged[-1] = (merged[-1][0], latest)
        else:
            merged.append((since, until))
    return merged


def _run(start: datetime, left: timedelta, stood: Pauses) -> datetime:
    now = start
    for since, until in stood:
        if now + left <= since:
            break
        if until is None:
            raise StillPaused(f"the clock stands since {since}")
        left -= since - now
        now = until
    return now + left


def _stands(moment: datetime, stood: Pauses) -> bool:
    for since, until in stood:
        if since < moment and until is None:
            raise StillPaused(f"the clock stands since {since}")
        if since < moment and until is not None and moment <= until:
            return True
    return False


__all__ = ["StillPaused", "Unit", "UnknownYear", "add_working_days", "deadline", "is_working_day", "last_day"]
