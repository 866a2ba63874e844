"""From readings in the lake to verdicts: which count, laid out for the standard's kernel, and back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from huanzhi.monitoring import series
from huanzhi.monitoring.vocabulary import factors, flags
from huanzhi.science.shanghai import ZONE
from huanzhi.standards import hj633
from huanzhi.standards.hj633.validity import validity_on

STATISTICS = (*hj633.ITEMS, "o3_8h")
FAMILY = "HJ 633"


def days(codes: Sequence[str], start: date, end: date) -> Iterator[dict[str, Any]]:
    """A verdict for every point and day from `start` to `end`, both included, days without a reading too.

    Yields the fields of a DayVerdict with the point's code under `point`. Bounded memory: a year at a time.
    """
    for first, last in _years(start, end):
        readings = series.counting(codes, hj633.ITEMS, first, last)
        marks = readings.group_by("point", "day").agg(pl.col("simulated").any())
        simulated = {(point, day) for point, day, mark in marks.iter_rows() if mark}
        every_hour = _grid(codes, first, last)
        judged = hj633.daily(wide(readings, every_hour))
        for row in judged.iter_rows(named=True):
            yield _day(row, (row["site"], row["day"]) in simulated)


def hours(codes: Sequence[str], start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    """A verdict for every point and hour with a reading (start < hour <= end): fields of an HourVerdict."""
    readings = series.counting(codes, hj633.ITEMS, start, end)
    there: dict[tuple[str, datetime], dict[str, Any]] = {}
    simulated: dict[tuple[str, datetime], bool] = {}
    for row in readings.iter_rows(named=True):
        key = row["point"], row["time"]
        there.setdefault(key, {})[row["factor"]] = {"value_e3": row["value_e3"], "flag": row["flag"]}
        simulated[key] = simulated.get(key, False) or row["simulated"]
    for row in hj633.realtime(wide(readings)).iter_rows(named=True):
        key = row["site"], row["time"]
        yield _index(row, simulated[key]) | {"time": row["time"], "values": there[key]}


def wide(readings: pl.DataFrame, every_hour: pl.DataFrame | None = None) -> pl.DataFrame:
    """Hours in the kernel's form: site, time and a column an item; what its flag rules out is missing.

    >>> row = {"point": "P", "factor": "co", "time": datetime(2026, 1, 1, 1), "value_e3": 800, "flag": "D"}
    >>> wide(pl.DataFrame([row]))["co_e3"].to_list()
    [None]
    """
    counting = [code for code, flag in flags().items() if flag.counts]
    value = pl.when(pl.col("flag").is_in(counting)).then(pl.col("value_e3"))
    key = ["point", "time"]
    columns = [
        value.filter(pl.col("factor") == item).first().cast(pl.Int64).alias(f"{item}_e3")
        for item in factors()
    ]
    table = readings.group_by(key).agg(columns)
    if every_hour is not None:
        table = every_hour.join(table, on=key, how="left")
    return table.sort(key).rename({"point": "site"})


def _grid(codes: Sequence[str], first: date, last: date) -> pl.DataFrame:
    """Every point with every hour of those days."""
    opening = datetime(first.year, first.month, first.day) + timedelta(hours=1)  # noqa: DTZ001 - zone follows
    closing = datetime(last.year, last.month, last.day) + timedelta(hours=24)  # noqa: DTZ001
    time = pl.datetime_range(opening, closing, "1h", time_zone=ZONE, time_unit="us", eager=True)
    hour = pl.DataFrame({"time": time.dt.convert_time_zone("UTC")})
    return pl.DataFrame({"point": list(codes)}, schema={"point": pl.String}).join(hour, how="cross")


def _years(start: date, end: date) -> Iterator[tuple[date, date]]:
    for year in range(start.year, end.year + 1):
        yield max(start, date(year, 1, 1)), min(end, date(year, 12, 31))


def _index(row: dict[str, Any], simulated: bool) -> dict[str, Any]:
    return {
        "point": row["site"],
        "edition": f"{FAMILY}-{row['edition']}",
        "aqi": row["aqi"],
        "level": row["level"],
        "primary": row["primary"].split(";") if row["primary"] else [],
        "simulated": simulated,
    }


def _day(row: dict[str, Any], simulated: bool) -> dict[str, Any]:
    return _index(row, simulated) | {
        "day": row["day"],
        "valid": row["valid"],
        "statistics": {name: _statistic(row, name) for name in STATISTICS},
    }


def _statistic(row: dict[str, Any], name: str) -> dict[str, Any]:
    valid, count = row[f"{name}_valid"], row[f"{name}_hours"]
    rule = validity_on(row["day"])
    needed, what = (rule.windows, "windows") if name == "o3_8h" else (rule.day_hours, "hours")
    if count >= needed:
        reason = ""
    else:
        reason = f"{count} of {needed}, above the limit" if valid else f"{count} of at least {needed} {what}"
    return {"value_e3": row[f"{name}_e3"], "hours": count, "valid": valid, "reason": reason}
