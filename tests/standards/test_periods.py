"""Months, quarters, basins, the index of cities and finer units of a source of drinking water."""

from fractions import Fraction
from math import isclose, log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import gb3838, library
from huanzhi.standards.gb3838 import basin_status, judge, judge_basin, judge_period, judge_source
from huanzhi.standards.gb3838.cwqi import item_index

VALUES = st.lists(st.one_of(st.none(), st.integers(-3, 3_000_000)), min_size=1, max_size=12)


@given(VALUES)
def test_a_mean_takes_what_is_there(values):
    there = [value for value in values if value is not None and value >= 0]
    found = gb3838.mean([{"tp": value} for value in values])["tp"]
    assert found == (round(Fraction(sum(there), len(there))) if there else None)


@given(st.lists(st.integers(0, 14_000_000), min_size=1, max_size=12))
def test_ph_is_averaged_by_its_ions(values):
    found = gb3838.mean([{"ph": value} for value in values])["ph"]
    ions = sum(10 ** (-value / 1e6) for value in values) / len(values)
    assert isclose(found, -log10(ions) * 1e6, abs_tol=1)
    assert min(values) <= found <= max(values)


def test_a_quarter_is_judged_by_means_and_not_by_its_worst_day():
    days = [{"nh3n": 900_000}, {"nh3n": 1_200_000}, {"nh3n": 800_000}]
    assert judge(days[1]).decision == "IV"
    verdict = judge_period(days, "quarter", target=2)
    assert (verdict.decision, verdict.result["exceeds"]) == ("III", {"nh3n": 93})
    assert verdict.steps[0].title == "mean"
    assert verdict.unverified
    assert judge_period(days[:1], "month").decision == "III"
    assert judge_period([*days[:1], {"nh3n": None}], "quarter").reason == "1 of at least 2 samplings"
    assert not judge_period(days, "year").evaluable


def test_a_basin_from_few_and_from_many():
    clean, bad = {"cod": 15_000_000}, {"cod": 45_000_000}
    few = judge_basin({"a": clean, "b": clean, "c": bad, "d": {"cod": None}})
    assert (few.result["class"], few.result["status"][1]) == ("IV", "lightly polluted")  # mean 25
    assert few.flags == ("d: nothing to judge by",)
    many = judge_basin({**dict.fromkeys("abcd", clean), "e": bad})
    assert many.result["status"] == basin_status(["I"] * 4 + ["劣V"])
    assert many.result["shares"] == {"I": Fraction(4, 5), "劣V": Fraction(1, 5)}
    assert not judge_basin({"a": {}}).evaluable


def test_the_index_of_a_section_on_every_limit_is_the_number_of_its_items():
    items = library.get("CWQI-2017").rules["index"]["items"]
    assert len(items) == len(set(items)) == 21
    rungs = gb3838.compiled("river").ladders
    sample = {item: 9_000_000 if item == "ph" else rungs[item].limits[2] for item in items}
    assert gb3838.section_index(sample) == 21
    assert gb3838.section_index({**sample, "tp": 2 * sample["tp"]}) == 22
    assert gb3838.section_index({**sample, "tp": None}) is None
    assert item_index("ph", 7_000_000) == 0
    assert item_index("ph", 6_500_000) == Fraction(1, 2)
    with pytest.raises(ValueError):
        item_index("do", 0)
    assert gb3838.city_index([]) is None
    assert gb3838.city_index([Fraction(10)], [Fraction(4)]) == 7


def test_a_source_in_finer_units_keeps_and_breaks_the_same_limits():
    for item, limit in (("nh3n", 10**9), ("atrazine", 3 * 10**6), ("methylmercury", 10**3)):
        assert judge_source({item: limit}, places=9).decision == "kept"
        assert judge_source({item: limit + 1}, places=9).decision == "exceeded"
    assert judge_source({"do": 5 * 10**9}, places=9).decision == "kept"
    assert judge_source({"do": 5 * 10**9 - 1}, places=9).decision == "exceeded"
    assert judge_source({"tl": 101}, places=6).unverified
    assert len(judge_source({"so4": 1}).result["not_measured"]) == 5 + 80 - 1
