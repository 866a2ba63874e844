"""申报时限: whether a shutdown, calibration or maintenance was declared in time."""

from datetime import date, datetime, timedelta

from huanzhi.monitoring.quality.rules import edition_on


def late(start: datetime, at: datetime, on: date | None = None) -> timedelta:
    """How long after its start something was declared, when that is too long after; nothing when it was in time.

    A late declaration is taken and says so: a breakdown cannot be declared beforehand, and who declares a shutdown
    after the exceedance should be seen to have done so.

    >>> from datetime import UTC
    >>> start = datetime(2026, 3, 1, 8, tzinfo=UTC)
    >>> late(start, start + timedelta(minutes=30)), late(start, start + timedelta(days=2))
    (datetime.timedelta(0), datetime.timedelta(days=2))
    """
    allowed = timedelta(minutes=edition_on(on).held["late_declaration"]["minutes"])
    return at - start if at - start > allowed else timedelta()
