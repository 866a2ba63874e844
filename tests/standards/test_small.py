"""Noise, farmland soil, lakes, black water, warnings: against the printed figures and rules written out anew."""

from datetime import date
from itertools import pairwise
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import black_odorous, gb15618, heavy_pollution, library, noise, tli

PRINTED = {  # day and night by zone, typed from the standards' tables
    "GB 3096": {"0": (50, 40), "1": (55, 45), "2": (60, 50), "3": (65, 55), "4a": (70, 55), "4b": (70, 60)},
    "GB 12348": {"0": (50, 40), "1": (55, 45), "2": (60, 50), "3": (65, 55), "4": (70, 55)},
    "GB 22337": {"0": (50, 40), "1": (55, 45), "2": (60, 50), "3": (65, 55), "4": (70, 55)},
    "GB 12523": {"construction": (70, 55)},
}
ZONES = [(family, zone, *limits) for family, zones in PRINTED.items() for zone, limits in zones.items()]


@pytest.mark.parametrize(("family", "zone", "day", "night"), ZONES)
def test_noise_keeps_its_limit_and_not_a_tenth_more(family, zone, day, night):
    for when, limit in (("day", day), ("night", night)):
        assert noise.judge(limit, zone, when, family).decision == "kept"
        over = noise.judge(limit + 0.1, zone, when, family)
        assert (over.decision, over.result["over_tenths"]) == ("exceeded", 1)
    with pytest.raises(LookupError):
        noise.judge(50, "9", "day", family)


@given(st.lists(st.floats(20, 120), min_size=1, max_size=50))
def test_an_equivalent_level_lies_between_mean_and_maximum(levels):
    leq = noise.equivalent(levels)
    assert sum(levels) / len(levels) - 1e-9 <= leq <= max(levels) + 1e-9
    doubled = noise.equivalent([level + 10 * log10(2) for level in levels])
    assert abs(doubled - leq - 10 * log10(2)) < 1e-9


@pytest.mark.parametrize("levels", [[], None])
def test_no_level_gives_none(levels):
    with pytest.raises((ValueError, TypeError)):
        noise.equivalent(levels or [])
    with pytest.raises(ValueError):
        noise.exceeded([], 10)
    with pytest.raises(ValueError):
        noise.equivalent([1.0], [0.0])


def test_soil_control_is_never_below_screening():
    limits = library.get("GB 15618-2018").limits
    control = {(one.item, one.category): one.scaled(4) for one in limits if "control" in one.table}
    assert control
    for one in limits:
        if "screening" in one.table and (one.item, one.category) in control:
            assert one.scaled(4) <= control[one.item, one.category]


def test_soil_by_band_and_use():
    assert gb15618.judge("as", 250_000, 76_000).decision == gb15618.LOW
    assert gb15618.judge("as", 250_001, 76_000).decision == gb15618.RISK
    assert gb15618.judge("cu", 1_400_000, 50_000, "orchard").decision == gb15618.LOW
    assert gb15618.judge("cu", 1_400_000, 50_000, "rice").decision == gb15618.RISK  # no control value
    assert gb15618.judge("zn", 99_990_000, 50_000).decision == gb15618.RISK
    assert not gb15618.judge("cd", None, 50_000).evaluable
    assert not gb15618.judge("cd", 1, None).evaluable
    assert gb15618.judge("cd", 1, 50_000).unverified
    with pytest.raises(LookupError):
        gb15618.judge("gold", 1, 50_000)


def test_a_lake_from_its_five_items():
    sample = {"chla": 20.0, "tp": 0.08, "tn": 1.5, "sd": 0.5, "codmn": 5.0}
    singles = [tli.single(item, value) for item, value in sample.items()]
    assert min(singles) < tli.index(sample) < max(singles)
    weights = [float(row["weight"]) for row in library.get("TLI-2001").rules["index"]["rows"]]
    assert abs(sum(weights) - 1) < 1e-9
    with pytest.raises(ValueError, match="not above zero"):
        tli.single("tp", 0.0)
    with pytest.raises(LookupError):
        tli.single("gold", 1.0)


def test_phosphorus_a_thousand_times_too_large_is_not_taken_for_the_same():
    """Some code multiplies TP by 1000: the index would leave the scale."""
    assert tli.single("tp", 0.08) < 60
    assert tli.single("tp", 80.0) > 150


@pytest.mark.parametrize(
    ("item", "edges"),
    [
        ("transparency", (25_000, 10_000)),
        ("do", (2_000, 200)),
        ("orp", (50_000, -200_000)),
        ("nh3n", (8_000, 15_000)),
    ],
)
def test_black_water_on_and_beside_its_bounds(item, edges):
    mild, severe = edges
    worse = 1 if item == "nh3n" else -1
    assert black_odorous.judge({item: mild}).decision == "neither"
    assert black_odorous.judge({item: mild + worse}).decision == "mild"
    assert black_odorous.judge({item: severe}).decision == "mild"
    assert black_odorous.judge({item: severe + worse}).decision == "severe"


def test_black_water_where_it_is_shallow():
    assert black_odorous.judge({"transparency": 9_000}).decision == "severe"
    assert black_odorous.judge({"transparency": 20_000}, depth_cm=20).decision == "neither"
    assert not black_odorous.judge({}).evaluable
    with pytest.raises(LookupError):
        black_odorous.judge({"smell": 1})


def stretches(days, above):
    """All (first, last) with every day above, by trying every pair."""
    n = len(days)
    return [
        (a, b)
        for a in range(n)
        for b in range(a, n)
        if all(d is not None and d > above for d in days[a : b + 1])
    ]


def asked(days, edition):
    """The level by the words of each edition, written out anew."""

    def run(above, length):
        return [(a, b) for a, b in stretches(days, above) if b - a + 1 >= length]

    def with_peak(above, length, peak, peak_length):
        return any(any(a <= c and d <= b for c, d in run(peak, peak_length)) for a, b in run(above, length))

    if edition == 2017:
        reached = any(d is not None and d >= 500 for d in days)
        red = reached or with_peak(200, 4, 300, 2)
        return "red" if red else "orange" if with_peak(200, 3, 300, 1) else "yellow" if run(200, 2) else None
    if with_peak(200, 3, 300, 1):
        return "red"
    if run(200, 2) or run(150, 3):
        return "orange"
    return "yellow" if run(200, 1) or run(150, 2) else None


DAYS = st.lists(st.sampled_from([None, 50, 150, 151, 200, 201, 300, 301, 499, 500]), max_size=9)


@given(DAYS)
def test_warnings_agree_with_the_rules_written_out(days):
    for edition, on in ((2017, date(2020, 1, 1)), (2024, date(2025, 1, 1))):
        found = heavy_pollution.warning(days, on)
        assert (found.level if found else None) == asked(days, edition)
        assert found is None or (found.edition == str(edition) and found.unverified)


def test_days_that_ozone_leads_do_not_count_since_2024():
    days = [210, 220, 230]
    assert heavy_pollution.warning(days, date(2025, 6, 1), [True] * 3) is None
    assert heavy_pollution.warning(days, date(2020, 6, 1), [True] * 3) is not None


def test_the_levels_stand_from_the_highest_down():
    for standard in library.editions("HPW"):
        levels = [row["level"] for row in standard.rules["levels"]["rows"]]
        assert all(a != b for a, b in pairwise(levels))
        assert levels[0] == "red"
        assert levels[-1] == "yellow"
