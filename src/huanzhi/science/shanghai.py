"""The clock of Chinese monitoring: Asia/Shanghai, hour ENDING (时刻标注为时段末).

01:00 covers 00:00 to 01:00; the hour labelled 00:00 is the 24th of the day BEFORE.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl

ZONE = "Asia/Shanghai"
OFFSET = timezone(timedelta(hours=8), ZONE)


def local(time: datetime) -> datetime:
    """A time on the Shanghai clock, naive; a naive time is taken to be on it already.

    >>> local(datetime(2026, 1, 1, 0, tzinfo=UTC))
    datetime.datetime(2026, 1, 1, 8, 0)
    """
    return time.astimezone(OFFSET).replace(tzinfo=None) if time.tzinfo else time


def day_of_hour(time: datetime) -> date:
    """The day that an hour ending at ``time`` belongs to.

    >>> day_of_hour(datetime(2026, 3, 1, 0)), day_of_hour(datetime(2026, 3, 1, 1))
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 1))
    """
    return (local(time) - timedelta(microseconds=1)).date()


def local_column(frame: pl.DataFrame, name: str = "time") -> pl.Series:
    """The column as naive Shanghai time in microseconds: naive stays, an aware one is converted."""
    series = frame[name]
    if series.dtype == pl.Null:
        series = series.cast(pl.Datetime("us"))
    if not isinstance(series.dtype, pl.Datetime):
        raise ValueError(f"column {name!r} must hold date-times, not {series.dtype}")
    if series.dtype.time_zone:
        series = series.dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
    return series.cast(pl.Datetime("us"))


__all__ = ["OFFSET", "UTC", "ZONE", "day_of_hour", "local", "local_column"]
