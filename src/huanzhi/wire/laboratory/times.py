"""When a sample was taken 采样时间, as tables write it: on Shanghai's clock unless a zone stands there."""

import re
from datetime import UTC, datetime, timedelta, timezone

OFFSET = timezone(timedelta(hours=8))
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_CLOCK = r"(\d{1,2})[:：时点](\d{1,2})?(?:[:：分](\d{1,2})?)?秒?"
_WHOLE = re.compile(rf"{_DAY}(?:[T\s]*{_CLOCK})?")
_HOURS = re.compile(_CLOCK)


def moment(day: str, clock: str, now: datetime) -> datetime:
    """The moment in UTC; a day without a clock stands at its end, since 00:00 belongs to the day before.

    ``day`` is the cell of the date, ``clock`` that of the time; one of them may hold both, the other nothing.
    Raises ValueError with the reason.

    >>> now = datetime(2026, 12, 1, tzinfo=UTC)
    >>> moment("2026-11-03", "9:30", now).isoformat(), moment("", "2026年11月3日9时30分", now).isoformat()
    ('2026-11-03T01:30:00+00:00', '2026-11-03T01:30:00+00:00')
    >>> moment("2026/11/3", "", now).isoformat()
    '2026-11-03T16:00:00+00:00'
    """
    said = " ".join(part.strip() for part in (day, clock) if part.strip())
    if _HOURS.fullmatch(clock.strip()) and _WHOLE.fullmatch(day.strip()):
        said = f"{_date_of(day)} {clock.strip()}"
    elif day.strip() and clock.strip():
        said = clock.strip()  # the time says the day again
    found, to_the_minute = _aware(said)
    if found > (now if to_the_minute else now + timedelta(days=1)):
        raise ValueError("in the future")
    return found.astimezone(UTC)


def _date_of(text: str) -> str:
    match = re.match(_DAY, text.strip())
    return match[0] if match else text


def _aware(said: str) -> tuple[datetime, bool]:
    """The time, and whether there was a clock in it."""
    match = _WHOLE.fullmatch(said)
    if not match:
        return _zoned(said), True
    year, month, day, hour, minute, second = (None if part is None else int(part) for part in match.groups())
    try:
        start = datetime(year or 0, month or 0, day or 0, hour or 0, minute or 0, second or 0, tzinfo=OFFSET)
    except ValueError:
        raise ValueError("not a time") from None
    return (start + timedelta(days=1), False) if hour is None else (start, True)


def _zoned(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise ValueError("not a time") from None
    return found if found.tzinfo else found.replace(tzinfo=OFFSET)
