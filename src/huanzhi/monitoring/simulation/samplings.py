"""Invented samplings 模拟采样: what a laboratory would report of water, month by month; every row says so."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from huanzhi.monitoring import lake
from huanzhi.monitoring.simulation.noise import key, uniform
from huanzhi.wire.laboratory import kept_unit

HELD = [name for name in lake.SCHEMA if name != "day"]
SAMPLE = "sample"
REPORTED = timedelta(days=5)  # from the sampling to the report
DIGITS = 3


def sampled(rows: Iterable[Mapping[str, Any]], start: date, now: datetime) -> pl.DataFrame:
    """Samplings of every row since a day, those reported by now.

    A row: `point`, `months` of the year, `items` by factor (mg/L; pH of one), `spread` in per cent either way, and
    `after`, other items from a year on.
    """
    made = [one for row in rows for one in _of(row, start, now)]
    schema = {name: lake.SCHEMA[name] for name in HELD}
    return pl.DataFrame(made, schema=schema, orient="row")


def _of(row: Mapping[str, Any], start: date, now: datetime) -> Iterator[dict[str, Any]]:
    for year in range(start.year, now.year + 1):
        for month in row["months"]:
            at = datetime(year, month, 6, 2, tzinfo=UTC)
            if at.date() < start or at + REPORTED > now:
                continue
            items = {**row["items"], **_later(row, year)}
            for factor, base in items.items():
                value = _value(f"{row['point']} {factor} {year} {month}", factor, base, row["spread"])
                yield dict.fromkeys(HELD) | {
                    "point": row["point"],
                    "factor": factor,
                    "time": at,
                    "value_e3": value,
                    "statistic": SAMPLE,
                    "flag": "N",
                    "received": at + REPORTED,
                    "source": "simulated",
                    "row": 0,
                    "simulated": True,
                }


def _later(row: Mapping[str, Any], year: int) -> dict[str, float]:
    since = {int(first): items for first, items in row.get("after", {}).items() if int(first) <= year}
    return dict(since[max(since)]) if since else {}


def _value(name: str, factor: str, base: float, spread: float) -> int:
    """Thousandths of the unit kept, with as many digits as a laboratory gives."""
    drawn = float(uniform(key(name), np.array([1]))[0])
    share = 0.02 if factor == "w01001" else spread / 100  # pH moves little
    value = base * (1 + share * (2 * drawn - 1))
    rounded = float(f"{value:.{DIGITS}g}")
    return round(rounded * (10**9 if kept_unit(factor).startswith("ng/") else 1000))
