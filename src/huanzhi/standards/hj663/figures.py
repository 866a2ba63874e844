"""HJ 663: the year of a station or district (年评价): means, percentiles, validity, attainment, composite index.

Statistics are taken from daily values in thousandths and rounded once, by GB/T 8170, before they meet a limit. The
limits are those of the GB 3095 edition in force on the last day of the year; a statistic whose days do not suffice is
not evaluable and takes part in nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from huanzhi.science.averaging import Ratio, mean
from huanzhi.science.percentile import percentile
from huanzhi.science.rounding import half_even, to_decimals

from .. import library
from ..hj633 import ITEMS

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


@cache
def limit_of(item: str, name: str, year: int) -> library.Limit:
    """The grade 2 limit that a figure of a year meets: ``mean`` the yearly one, a percentile the daily (ozone 8 h)."""
    code, span = _SPAN.get(item, (item, "24h"))
    last = date(year, 12, 31)
    return library.edition_for(AIR, last).find(code, "year" if name == "mean" else span, "grade2", last)


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
    found: list[tuple[str, Ratio | None]] = []
    if item in rules["percentiles"]["year_mean"]:
        found.append(("mean", mean(values)[0]))
    found.append((f"p{share}", percentile(values, share)))
    made = []
    for name, ratio in found:
        if ratio is not None:
            value = to_decimals(ratio.numerator, ratio.denominator, decimals)
            limit = limit_of(item, name, year)
            clause = f"{limit.standard} {limit.clause}"
            made.append(Statistic(name, value, limit.scaled(), clause, limit.grade))
    return made


def composite_index(figures: Mapping[str, Sequence[Statistic]]) -> int | None:
    """The composite index (综合指数) in hundredths: the sum of each item's figure over its limit.

    The annual mean of SO2, NO2, PM10 and PM2.5, the percentile of CO and ozone; None when an item is missing.
    Source: HJ 663-2013 (grade B). Rounded once, half to even.

    >>> values = {"so2": 11, "no2": 16, "pm10": 40, "pm2_5": 16, "co": 0.6, "o3_8h": 139}
    >>> limits = {"so2": 60, "no2": 40, "pm10": 70, "pm2_5": 35, "co": 4, "o3_8h": 160}
    >>> composite_index(
    ...     {k: [Statistic("", int(v * 1000), limits[k] * 1000, "", "")] for k, v in values.items()}
    ... )
    263
    """
    parts = single_indices(figures)
    if len(parts) < len(STATISTICS):
        return None
    total = sum(parts.values(), Fraction()) * 100
    return half_even(total.numerator, total.denominator)


def single_indices(figures: Mapping[str, Sequence[Statistic]]) -> dict[str, Fraction]:
    """The single index (单项指数) of each item that has a figure: the figure over its limit, exact.

    >>> single_indices({"pm2_5": [Statistic("mean", 42_000, 35_000, "", "B")]})
    {'pm2_5': Fraction(6, 5)}
    """
    return {
        item: Fraction(figures[item][0].value_e3, figures[item][0].limit_e3)
        for item in STATISTICS
        if figures.get(item)
    }


@dataclass(frozen=True)
class Place:
    """A place in a ranking: equal values share a rank, what has no value has none."""

    rank: int | None
    name: str
    value: int | None


def ranking(values: Mapping[str, int | None]) -> list[Place]:
    """Stations or towns by an index (or its change), the smallest first (排名); what has no value stands last.

    >>> [(place.rank, place.name) for place in ranking({"a": 377, "b": 310, "c": None, "d": 377})]
    [(1, 'b'), (2, 'a'), (2, 'd'), (None, 'c')]
    """
    known = sorted(value for value in values.values() if value is not None)
    rows = [Place(None if v is None else known.index(v) + 1, name, v) for name, v in values.items()]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank, row.name))
