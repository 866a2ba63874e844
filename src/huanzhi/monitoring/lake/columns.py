"""What a reading consists of in the lake, which of several counts, and into which part of the table it goes."""

from datetime import date, datetime, time, timedelta

import polars as pl

from huanzhi.science.shanghai import OFFSET, ZONE

UTC = pl.Datetime("us", "UTC")
SCHEMA: dict[str, pl.DataType] = {
    "point": pl.String(),
    "factor": pl.String(),
    "statistic": pl.String(),
    "day": pl.Date(),
    "time": UTC,
    "value_e3": pl.Int64(),
    "flag": pl.String(),
    "received": UTC,
    "source": pl.String(),
    "row": pl.Int64(),
    "simulated": pl.Boolean(),
}
PARTITION = ["statistic", "period"]
HELD = [name for name in SCHEMA if name not in ("statistic", "day")]  # the columns inside a file
KEY = ["point", "factor", "time"]
PRECEDENCE = ["received", "source", "row", "value_e3", "flag"]
ORDER = [*map(pl.col, KEY), ~pl.col("simulated"), *map(pl.col, PRECEDENCE)]  # what counts comes last
BY_MONTH = ("hour", "day", "sample")  # a year of one series is then read from 12 files, not from 365


def day_of(time: str | pl.Expr = "time") -> pl.Expr:
    """The day (Shanghai) an hour-ending time belongs to: 00:00 belongs to the day before."""
    column = pl.col(time) if isinstance(time, str) else time
    return (column - pl.duration(microseconds=1)).dt.convert_time_zone(ZONE).dt.date()


def period_of(statistic: str, day: date) -> date:
    """The first day of the part of the table that a day's readings are in: its month's, or the day itself.

    >>> period_of("hour", date(2026, 5, 17)), period_of("real", date(2026, 5, 17))
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 17))
    """
    return day.replace(day=1) if statistic in BY_MONTH else day


def last_day(statistic: str, period: date) -> date:
    """The last day of the part of the table that begins on that day.

    >>> last_day("hour", date(2028, 2, 1)), last_day("real", date(2028, 2, 1))
    (datetime.date(2028, 2, 29), datetime.date(2028, 2, 1))
    """
    if statistic not in BY_MONTH:
        return period
    return (period.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def bounds(start: date | datetime, end: date | datetime) -> tuple[datetime, datetime]:
    """Two days (both included) as the moments after and up to which their readings lie; moments stay.

    >>> [str(moment) for moment in bounds(date(2026, 5, 1), date(2026, 5, 1))]
    ['2026-05-01 00:00:00+08:00', '2026-05-02 00:00:00+08:00']
    """
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    midnight = datetime.combine(start, time(), OFFSET)
    return midnight, datetime.combine(end, time(), OFFSET) + timedelta(days=1)


def arranged() -> list[pl.Expr]:
    """Columns that put a period into its two places, and the day that readings are read with."""
    month = pl.col("statistic").is_in(BY_MONTH)
    day = day_of()
    return [day.alias("day"), pl.when(month).then(day.dt.month_start()).otherwise(day).alias("period")]
