"""When gathered news goes out: at the full hour, or at eight in the morning. Pure."""

from datetime import datetime, timedelta

from huanzhi.science.shanghai import OFFSET
from huanzhi.work.notices.terms import terms


def turn(pace: str, now: datetime) -> datetime | None:
    """The last moment at which a digest was due; None for a pace that has none.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # half past seven in Shanghai
    >>> [f"{turn(pace, now):%d %H:%M}" for pace in ("hourly", "daily")], turn("off", now)
    (['25 07:00', '24 08:00'], None)
    """
    local = now.astimezone(OFFSET)
    hour = local.replace(minute=0, second=0, microsecond=0)
    if pace == "hourly":
        return hour
    if pace != "daily":
        return None
    eight = hour.replace(hour=terms()["mail"]["daily_at"])
    return eight if eight <= local else eight - timedelta(days=1)


def due(pace: str, now: datetime, oldest: datetime, last: datetime | None) -> bool:
    """Whether what has waited since `oldest` goes out now, when the last digest was made at `last`.

    >>> from datetime import UTC
    >>> at = lambda h, m=0: datetime(2026, 11, 24, h, m, tzinfo=UTC)
    >>> due("hourly", at(10, 59), at(10, 5), None), due("hourly", at(11), at(10, 5), at(10))
    (False, True)
    """
    since = turn(pace, now)
    return since is not None and oldest < since and (last is None or last < since)
