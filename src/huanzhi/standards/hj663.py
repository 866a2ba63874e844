"""HJ 663: the year of a station or district (年评价): means, percentiles, validity, attainment, composite index.

Statistics are taken from daily values in thousandths and rounded once, by GB/T 8170, before they meet a limit. The
limits are those of the GB 3095 edition in force on the last day of the year; a statistic whose days do not suffice is
not evaluable and takes part in nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from huanzhi.science.averaging import Ratio, mean
from huanzhi.science.percentile import percentile
from huanzhi.science.rounding import half_even, to_decimals

from . import library
from .hj633 import ITEMS

FAMILY, AIR = "HJ 663", "GB 3095"
STATISTICS = (*(item for item in ITEMS if item != "o3"), "o3_8h")
_SPAN = {"co": ("co", "24h"), "o3_8h": ("o3", "8h")}


@dataclass(frozen=True)
class Statistic:
    """A year's figure of one item, in thousandths after rounding, with the limit it meets (grade 2)."""

    name: str
    value_e3: int
    limit_e3: int
    clause: str
    grade: str

    @property
    def attains(self) -> bool:
        """Whether it is not above its limit."""
        return self.value_e3 <= self.limit_e3


@dataclass(frozen=True)
class Valid:
    """Whether enough days count, and why not."""

    days: int
    valid: bool
    reason: str = ""


def validity(days: Sequence[date], year: int) -> Valid:
    """Whether the days with a value make a year: enough in all, and enough in each month (GB 3095, validity).

    >>> from datetime import timedelta
    >>> validity([date(2025, 1, 1) + timedelta(days=n) for n in range(365)], 2025)
    Valid(days=365, valid=True, reason='')
    >>> validity([date(2025, 1, 1) + timedelta(days=n) for n in range(330)], 2025).reason
    '26 days in month 11, 27 needed'
    """
    rules = library.edition_for(AIR, date(year, 12, 31)).rules["validity"]
    if len(days) < rules["year_days"]:
        return Valid(len(days), False, f"{len(days)} days, {rules['year_days']} needed")
    for month in range(1, 13):
        needed = rules["february_days" if month == 2 else "month_days"]
        count = sum(day.month == month for day in days)
        if count < needed:
            return Valid(len(days), False, f"{count} days in month {month}, {needed} needed")
    return Valid(len(days), True)


def statistics(item: str, values: Sequence[int], year: int) -> list[Statistic]:
    """The figures of one item from its daily values (thousandths): annual mean where one is asked for, percentile.

    Source: HJ 663-2013, table 1 (percentiles), annex A (formula). LookupError for another item.

    >>> [(s.name, s.value_e3, s.attains) for s in statistics("pm2_5", [30_000, 40_000], 2025)]
    [('mean', 35000, True), ('p95', 40000, True)]
    """
    rules = library.edition_for(FAMILY, date(year, 12, 31)).rules
    if item not in rules["percentiles"]["percent"]:
        raise LookupError(
            f"no item {item!r} in {FAMILY}; there are: {', '.join(rules['percentiles']['percent'])}"
        )
    decimals, share = rules["rounding"]["decimals"][item], rules["percentiles"]["percent"][item]
    found: list[tuple[str, Ratio | None, str]] = []
    if item in rules["percentiles"]["year_mean"]:
        found.append(("mean", mean(values)[0], "year"))
    code, span = _SPAN.get(item, (item, "24h"))
    found.append((f"p{share}", percentile(values, share), span))
    made = []
    for name, ratio, averaging in found:
        if ratio is not None:
            value = to_decimals(ratio.numerator, ratio.denominator, decimals)
            limit = library.edition_for(AIR, date(year, 12, 31)).find(
                code, averaging, "grade2", date(year, 12, 31)
            )
            made.append(
                Statistic(name, value, limit.scaled(), f"{limit.standard} {limit.clause}", limit.grade)
            )
    return made


def composite_index(figures: Mapping[str, Sequence[Statistic]]) -> int | None:
    """The composite index (综合指数) in hundredths: the sum of each item's figure over its limit.

    The annual mean of SO2, NO2, PM10 and PM2.5, the percentile of CO and ozone; None when an item is missing.
    Source: HJ 663-2013 (grade B). Rounded once, half to even.
    """
    parts = []
    for item in STATISTICS:
        if not figures.get(item):
            return None
        first = figures[item][0]
        parts.append(Fraction(first.value_e3, first.limit_e3))
    total = sum(parts, Fraction()) * 100
    return half_even(total.numerator, total.denominator)


def annual(days: pl.DataFrame) -> pl.DataFrame:
    """Years from days: one row for each site and year, sorted.

    Input: what ``hj633.daily`` gives. Output: ``site, year, edition`` (of GB 3095); for each item ``<item>_days``,
    ``<item>_valid`` and its figures ``<item>_mean_e3``, ``<item>_p<percent>_e3`` (null when its days do not suffice);
    ``aqi_days``, ``good_days``, ``heavy_days``; ``attains`` (null unless every item can be evaluated), ``failing``
    (``item_figure``, ``;`` between), ``index_e2`` (composite, hundredths), ``reasons``.
    """
    rows = []
    keyed = days.with_columns(year=pl.col("day").dt.year()).sort("site", "day")
    for (site, year), group in keyed.group_by("site", "year", maintain_order=True):
        rows.append({"site": site, "year": year, **_year(int(str(year)), group)})
    return pl.DataFrame(rows, schema=_schema(), orient="row").sort("site", "year")


def _year(year: int, group: pl.DataFrame) -> dict[str, Any]:
    bounds = library.edition_for(FAMILY, date(year, 12, 31)).rules["days"]
    aqi = group["aqi"].drop_nulls()
    row: dict[str, Any] = {
        "edition": library.edition_for(AIR, date(year, 12, 31)).edition,
        "aqi_days": len(aqi),
        "good_days": int((aqi <= bounds["good_up_to"]).sum()),
        "heavy_days": int((aqi > bounds["heavy_above"]).sum()),
    }
    figures: dict[str, list[Statistic]] = {}
    reasons = []
    for item in STATISTICS:
        there = group.filter(pl.col(f"{item}_e3").is_not_null())
        valid = validity(there["day"].to_list(), year)
        row |= {f"{item}_days": valid.days, f"{item}_valid": valid.valid}
        if not valid.valid:
            reasons.append(f"{item}: {valid.reason}")
            continue
        figures[item] = statistics(item, there[f"{item}_e3"].to_list(), year)
        row |= {f"{item}_{figure.name}_e3": figure.value_e3 for figure in figures[item]}
    failing = [f"{item}_{one.name}" for item, found in figures.items() for one in found if not one.attains]
    return row | {
        "attains": not failing if len(figures) == len(STATISTICS) else (False if failing else None),
        "failing": ";".join(failing),
        "index_e2": composite_index(figures),
        "reasons": "; ".join(reasons),
    }


def _schema() -> dict[str, Any]:
    rules = library.editions(FAMILY)[-1].rules["percentiles"]
    schema: dict[str, Any] = {"site": pl.String, "year": pl.Int32, "edition": pl.String}
    for item in STATISTICS:
        schema |= {f"{item}_days": pl.Int32, f"{item}_valid": pl.Boolean}
        if item in rules["year_mean"]:
            schema[f"{item}_mean_e3"] = pl.Int64
        schema[f"{item}_p{rules['percent'][item]}_e3"] = pl.Int64
    schema |= dict.fromkeys(("aqi_days", "good_days", "heavy_days"), pl.Int32)
    return schema | {"attains": pl.Boolean, "failing": pl.String, "index_e2": pl.Int64, "reasons": pl.String}
