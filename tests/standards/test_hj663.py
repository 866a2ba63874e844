"""The year: against a plain reading of the rule with fractions, and at every bound."""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huanzhi.standards import hj663
from huanzhi.standards.hj663 import STATISTICS, Statistic, annual, composite_index, statistics, validity

NAIVE = {
    "so2": (98, True),
    "no2": (98, True),
    "pm10": (95, True),
    "pm2_5": (95, True),
    "co": (95, False),
    "o3_8h": (90, False),
}


def naive_percentile(values: list[int], percent: int) -> Fraction:
    """k = 1 + (n-1)p over ranks from 1, written out."""
    ordered = sorted(values)
    k = 1 + Fraction((len(ordered) - 1) * percent, 100)
    s = int(k)
    low = ordered[s - 1]
    high = ordered[s] if s < len(ordered) else low
    return low + (high - low) * (k - s)


def rounded(value: Fraction, decimals: int) -> int:
    """Half to even on the exact value, in thousandths."""
    step = 10 ** (3 - decimals)
    return round(value / step) * step


@given(st.sampled_from(sorted(NAIVE)), st.lists(st.integers(0, 600_000), min_size=1, max_size=60))
def test_figures_agree_with_the_rule_written_out(item, values):
    percent, with_mean = NAIVE[item]
    found = {one.name: one.value_e3 for one in statistics(item, values, 2025)}
    decimals = 1 if item == "co" else 0
    wanted = {f"p{percent}": rounded(naive_percentile(values, percent), decimals)}
    if with_mean:
        wanted["mean"] = rounded(Fraction(sum(values), len(values)), decimals)
    assert found == wanted


@pytest.mark.parametrize(
    ("item", "name", "year", "limit"),
    [
        ("pm2_5", "mean", 2025, 35_000),
        ("pm2_5", "mean", 2026, 30_000),
        ("pm2_5", "mean", 2031, 25_000),
        ("pm10", "mean", 2026, 60_000),
        ("o3_8h", "p90", 2025, 160_000),
        ("co", "p95", 2025, 4_000),
    ],
)
def test_the_limit_is_that_of_the_edition_and_its_transition(item, name, year, limit):
    (figure,) = [one for one in statistics(item, [limit], year) if one.name == name]
    assert figure.limit_e3 == limit
    assert figure.attains
    (over,) = [
        one for one in statistics(item, [limit + (100 if item == "co" else 1000)], year) if one.name == name
    ]
    assert not over.attains


def test_a_mean_is_rounded_before_it_meets_its_limit():
    assert statistics("pm2_5", [35_000, 36_000, 35_000], 2025)[0].attains  # 35.33 is 35
    assert not statistics("pm2_5", [35_000, 36_000, 36_000], 2025)[0].attains  # 35.67 is 36


def a_year(year, without=()):
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    return [day for day in days if day not in without]


def test_a_year_needs_its_days_and_its_months():
    assert validity(a_year(2024), 2024).days == 366
    february = [date(2025, 2, n) for n in range(1, 5)]
    assert validity(a_year(2025, february[:3]), 2025).valid
    assert validity(a_year(2025, february), 2025).reason == "24 days in month 2, 25 needed"
    assert validity(a_year(2025)[:323], 2025).reason == "323 days, 324 needed"


def test_an_item_it_does_not_know():
    with pytest.raises(LookupError, match="no item 'o3'"):
        statistics("o3", [1], 2025)


def test_the_composite_index_worked_by_hand():
    # 10/60 + 30/40 + 56/70 + 35/35 + 1.2/4 + 120/160 = 0.16667 + 0.75 + 0.8 + 1 + 0.3 + 0.75 = 3.76667
    values = {
        "so2": (10, 60),
        "no2": (30, 40),
        "pm10": (56, 70),
        "pm2_5": (35, 35),
        "co": (1.2, 4),
        "o3_8h": (120, 160),
    }
    figures = {k: [Statistic("x", int(a * 1000), b * 1000, "", "B")] for k, (a, b) in values.items()}
    assert composite_index(figures) == 377
    assert composite_index({**figures, "co": []}) is None


def days(year, values, aqi=80, without=()):
    rows = [
        {"site": "A", "day": day, "aqi": aqi} | {f"{k}_e3": v for k, v in values.items()}
        for day in a_year(year, without)
    ]
    return pl.DataFrame(rows)


GOOD = {"so2": 10_000, "no2": 30_000, "pm10": 56_000, "pm2_5": 35_000, "co": 1_200, "o3_8h": 120_000}


def test_a_year_from_its_days():
    (row,) = annual(days(2025, GOOD)).iter_rows(named=True)
    assert (row["site"], row["year"], row["edition"]) == ("A", 2025, "2012")
    assert (row["pm2_5_mean_e3"], row["pm2_5_p95_e3"], row["o3_8h_p90_e3"]) == (35_000, 35_000, 120_000)
    assert (row["attains"], row["failing"], row["index_e2"], row["reasons"]) == (True, "", 377, "")
    assert (row["aqi_days"], row["good_days"], row["heavy_days"]) == (365, 365, 0)


def test_what_fails_is_named_and_what_cannot_be_evaluated_says_why():
    (row,) = annual(days(2025, {**GOOD, "pm2_5": 36_000}, aqi=201)).iter_rows(named=True)
    assert (row["attains"], row["failing"]) == (False, "pm2_5_mean")
    assert (row["good_days"], row["heavy_days"]) == (0, 365)
    (row,) = annual(days(2025, {**GOOD, "co": None})).iter_rows(named=True)
    assert (row["attains"], row["index_e2"], row["co_valid"]) == (None, None, False)
    assert row["reasons"] == "co: 0 days, 324 needed"


def test_every_statistic_has_its_rule():
    assert set(STATISTICS) == set(NAIVE)
    assert hj663.annual(days(2025, GOOD)).columns[:3] == ["site", "year", "edition"]


CELLS = st.one_of(st.none(), st.integers(0, 400_000))


@given(st.integers(2024, 2027), st.lists(CELLS, min_size=366, max_size=366), st.sets(st.integers(0, 11)))
@settings(max_examples=40, deadline=None)
def test_a_table_of_days_says_what_one_item_of_one_year_says(year, cells, months):
    """Whole months may be gone; what is left is judged alone and as a table."""
    dates = [day for day in a_year(year) if day.month - 1 not in list(months)[:1]]
    shuffled = dates[::-1]
    columns = {"site": ["A"] * len(dates), "day": shuffled, "aqi": [None] * len(dates)}
    for at, item in enumerate(STATISTICS):
        columns[f"{item}_e3"] = [cells[(n + at) % 366] if at % 2 else n * 1000 for n in range(len(dates))]
    frame = pl.DataFrame(columns, schema_overrides={"aqi": pl.Int16})
    (row,) = annual(frame).iter_rows(named=True)
    for item in STATISTICS:
        there = frame.filter(pl.col(f"{item}_e3").is_not_null())
        valid = validity(there["day"].to_list(), year)
        assert (row[f"{item}_days"], row[f"{item}_valid"]) == (valid.days, valid.valid)
        assert valid.valid or f"{item}: {valid.reason}" in row["reasons"]
        for figure in statistics(item, there[f"{item}_e3"].to_list(), year):
            assert row[f"{item}_{figure.name}_e3"] == (figure.value_e3 if valid.valid else None)
