"""HJ 663 over tables: days to years, in integers. Frames in, frames out."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huanzhi.science.rounding import half_even_array

from .. import library
from ..frames import any_frame
from .figures import AIR, FAMILY, STATISTICS, Statistic, composite_index, limit_of

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@any_frame
def annual(days: pl.DataFrame) -> pl.DataFrame:
    """Years from days: one row for each site and year, sorted.

    Input: what ``hj633.daily`` gives. Output: ``site, year, edition`` (of GB 3095); for each item ``<item>_days``,
    ``<item>_valid`` and its figures ``<item>_mean_e3``, ``<item>_p<percent>_e3`` (null when its days do not suffice);
    ``aqi_days``, ``good_days``, ``heavy_days``; ``attains`` (null unless every item can be evaluated), ``failing``
    (``item_figure``, ``;`` between), ``index_e2`` (composite, hundredths), ``reasons``. Source: HJ 663-2013, table 1,
    annex A; validity of GB 3095.

    >>> from datetime import timedelta
    >>> figures = {f"{item}_e3": 30_000 for item in STATISTICS} | {"co_e3": 500, "aqi": 60, "site": "A"}
    >>> table = pl.DataFrame([figures | {"day": date(2025, 1, 1) + timedelta(days=n)} for n in range(365)])
    >>> annual(table).select("pm2_5_mean_e3", "good_days", "attains", "index_e2").row(0)
    (30000, 365, True, 285)
    """
    keyed = days.with_columns(year=pl.col("day").dt.year(), month=pl.col("day").dt.month())
    keyed = keyed.sort("site", "year", maintain_order=True)
    years = keyed.select("site", "year").unique(maintain_order=True)
    if not years.height:
        return pl.DataFrame(schema=_schema())
    starts = (keyed["site"] != keyed["site"].shift(1)) | (keyed["year"] != keyed["year"].shift(1))
    group = starts.fill_null(True).cum_sum().to_numpy() - 1
    columns = _air_days(keyed, group, years)
    judged: dict[str, dict[str, Ints]] = {}
    reasons: list[list[str]] = [[] for _ in range(years.height)]
    for item in STATISTICS:
        valid, counts = _valid(keyed, item, group, years, reasons)
        columns |= {f"{item}_days": counts, f"{item}_valid": valid}
        judged[item] = _figures(keyed, item, group, years.height)
        for name, value in judged[item].items():
            columns[f"{item}_{name}_e3"] = pl.Series(value).set(pl.Series(~valid), None)
    columns |= _decided(years["year"].to_list(), columns, judged)
    columns["reasons"] = ["; ".join(words) for words in reasons]
    edition = [_air(year).edition for year in years["year"]]
    return (
        years.with_columns(edition=pl.Series(edition, dtype=pl.String))
        .with_columns(pl.Series(name, column) for name, column in columns.items())
        .select(pl.col(name).cast(kind) for name, kind in _schema().items())
    )


def _air_days(keyed: pl.DataFrame, group: Ints, years: pl.DataFrame) -> dict[str, Any]:
    """Days with an index, good ones and heavy ones."""
    aqi = keyed["aqi"].fill_null(-1).to_numpy()
    bounds = [library.edition_for(FAMILY, date(year, 12, 31)).rules["days"] for year in years["year"]]
    good = np.array([one["good_up_to"] for one in bounds])[group]
    heavy = np.array([one["heavy_above"] for one in bounds])[group]
    count = years.height
    return {
        "aqi_days": np.bincount(group[aqi >= 0], minlength=count),
        "good_days": np.bincount(group[(aqi >= 0) & (aqi <= good)], minlength=count),
        "heavy_days": np.bincount(group[aqi > heavy], minlength=count),
    }


def _valid(
    keyed: pl.DataFrame, item: str, group: Ints, years: pl.DataFrame, reasons: list[list[str]]
) -> tuple[Bools, Ints]:
    """Whether the days of each year suffice, and how many there are; says why not."""
    there = keyed[f"{item}_e3"].is_not_null().to_numpy()
    months = keyed["month"].to_numpy().astype(np.int64)
    cells = np.bincount(group[there] * 13 + months[there], minlength=years.height * 13).reshape(-1, 13)
    counts, valid = cells.sum(axis=1), np.ones(years.height, bool)
    for row, year in enumerate(years["year"]):
        needed = _needed(year)
        short = np.flatnonzero(cells[row] < needed)
        if counts[row] >= needed[0] and (not len(short) or (len(short) == 1 and short[0] == 0)):
            continue
        valid[row] = False
        if counts[row] < needed[0]:
            reasons[row].append(f"{item}: {counts[row]} days, {needed[0]} needed")
        else:
            month = int(short[short > 0][0])
            words = f"{cells[row][month]} days in month {month}, {needed[month]} needed"
            reasons[row].append(f"{item}: {words}")
    return valid, counts


@cache
def _needed(year: int) -> tuple[int, ...]:
    """Days that a year needs, then those of each month."""
    rules = _air(year).rules["validity"]
    months = [rules["february_days" if month == 2 else "month_days"] for month in range(1, 13)]
    return (rules["year_days"], *months)


@cache
def _air(year: int) -> library.Standard:
    return library.edition_for(AIR, date(year, 12, 31))


def _figures(keyed: pl.DataFrame, item: str, group: Ints, count: int) -> dict[str, Ints]:
    """Mean and percentile of each year in thousandths, rounded; 0 where there is no day."""
    rules = library.editions(FAMILY)[-1].rules
    step = 10 ** (3 - rules["rounding"]["decimals"][item])
    share = rules["percentiles"]["percent"][item]
    there = keyed[f"{item}_e3"].is_not_null().to_numpy()
    values, owners = keyed[f"{item}_e3"].drop_nulls().cast(pl.Int64).to_numpy(), group[there]
    ordered = np.append(_sorted_within(values, owners), 0)
    sizes = np.bincount(owners, minlength=count)
    first = np.cumsum(sizes) - sizes
    place, rest = np.divmod(np.maximum(sizes - 1, 0) * share, 100)
    low = np.minimum(first + place, len(values))
    above = ordered[np.minimum(low + (rest > 0), len(values))]
    numerator = 100 * ordered[low] + (above - ordered[low]) * rest
    found = {}
    if item in rules["percentiles"]["year_mean"]:
        sums = np.zeros(count, np.int64)
        np.add.at(sums, owners, values)
        found["mean"] = half_even_array(sums, np.maximum(sizes, 1) * step) * step
    found[f"p{share}"] = np.where(sizes > 0, half_even_array(numerator, 100 * step) * step, 0)
    return found


def _sorted_within(values: Ints, owners: Ints) -> Ints:
    """Values in rising order within each owner; owners rise already. One sort of one key where that fits."""
    if not len(values):
        return values
    low, span = int(values.min()), int(values.max()) - int(values.min()) + 1
    if span * (int(owners[-1]) + 1) >= 2**62:
        return values[np.lexsort((values, owners))]
    return np.sort(owners * span + (values - low)) - owners * span + low


def _decided(
    years: list[int], columns: dict[str, Any], judged: dict[str, dict[str, Ints]]
) -> dict[str, list[Any]]:
    """Whether each year attains, what fails, and its composite index."""
    attains: list[bool | None] = []
    failing: list[str] = []
    index: list[int | None] = []
    for row, year in enumerate(years):
        figures = {
            item: [
                Statistic(name, int(value[row]), limit_of(item, name, year).scaled(), "", "")
                for name, value in found.items()
            ]
            for item, found in judged.items()
            if columns[f"{item}_valid"][row]
        }
        over = [f"{item}_{one.name}" for item, found in figures.items() for one in found if not one.attains]
        attains.append(False if over else True if len(figures) == len(STATISTICS) else None)
        failing.append(";".join(over))
        index.append(composite_index(figures))
    return {"attains": attains, "failing": failing, "index_e2": index}


@cache
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
