"""Sources: a permit beside a standard, means with flags, masses, kitchens, sewage plants, the tax of a quarter."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import discharge, environmental_tax, gb13271, gb18483, gb18918, library
from huanzhi.standards import source_monitoring as sm
from huanzhi.standards.against import judge, own_limit
from huanzhi.standards.source_monitoring import Reading

DAY = date(2025, 5, 1)
PERMIT = own_limit("nox", "50", "mg/m3", "permit 001V", date(2024, 1, 1), date(2026, 1, 1))


def standard_limit():
    return library.get("GB 13271-2014").find("nox", "new", "coal")


@pytest.mark.parametrize(
    ("value", "on", "decision", "failed"),
    [
        (50_000, DAY, "kept", 0),
        (50_001, DAY, "exceeded", 1),
        (300_001, DAY, "exceeded", 2),
        (300_000, date(2026, 1, 1), "kept", 0),  # the permit is over
    ],
)
def test_the_strictest_of_standard_and_permit_decides(value, on, decision, failed):
    verdict = judge("nox", value, [standard_limit(), PERMIT], on)
    assert (verdict.decision, verdict.result["failed"]) == (decision, failed)
    assert verdict.steps[0].clause == ("permit 001V" if on == DAY else "table 2")


def test_limits_that_cannot_be_compared_are_refused():
    with pytest.raises(ValueError, match="different units"):
        judge("nox", 1, [PERMIT, own_limit("nox", "12", "t/a", "permit", date(2024, 1, 1))], DAY)
    assert judge("so2", 1, [PERMIT], DAY).reason == "no limit for so2"
    assert judge("nox", None, [PERMIT], DAY).reason == "no value for nox"
    assert judge("nox", -5, [PERMIT], DAY).reason == "no value for nox"


def test_limits_from_below():
    least = own_limit("removal", "85", "%", "permit", date(2024, 1, 1), sense=">=")
    wide = own_limit("removal", "60", "%", "standard", date(2024, 1, 1), sense=">=")
    verdict = judge("removal", 70_000, [wide, least], DAY)
    assert (verdict.decision, verdict.result["limit"], verdict.result["failed"]) == ("exceeded", "85", 1)


FLAGS = st.sampled_from(list("NTFMSDCB"))
READINGS = st.builds(Reading, st.one_of(st.none(), st.integers(-10, 500_000)), FLAGS, st.integers(0, 10**6))


@given(st.lists(READINGS, max_size=60))
def test_an_hour_as_the_words_say(minutes):
    good = [one.value for one in minutes if one.flag in "NT" and one.value is not None and one.value >= 0]
    found = sm.hour(minutes)
    assert found.valid == (len(good) >= 45)
    assert found.value == (round(Fraction(sum(good), len(good))) if found.valid else None)
    assert found.valid or found.reason


@given(st.lists(READINGS, max_size=24))
def test_a_day_of_water_as_the_words_say(hours):
    running = [one for one in hours if one.flow > 0 and one.flag != "F"]
    good = [one for one in running if one.flag in "NT" and one.value is not None and one.value >= 0]
    found = sm.day(hours)
    assert found.stopped == (not running)
    assert found.valid == (bool(running) and Fraction(len(good), len(running)) >= Fraction(3, 4))
    if found.valid:
        weighted = Fraction(sum(one.value * one.flow for one in good), sum(one.flow for one in good))
        assert found.value == round(weighted)


def test_a_source_that_stands_still_is_not_judged():
    still = sm.hour([Reading(0, "F")] * 60)
    assert still.stopped
    verdict = sm.judge("nox", still, [PERMIT], DAY)
    assert (verdict.evaluable, verdict.reason) == (False, "the source stood still")
    over = sm.judge("nox", sm.hour([Reading(60_000)] * 60), [PERMIT, standard_limit()], DAY)
    assert over.decision == "exceeded"
    assert over.unverified
    with pytest.raises(LookupError, match="no flag 'X'"):
        sm.hour([Reading(1, "X")])


def test_mass_is_exact_and_says_what_is_missing():
    hours = [(33_333, 1_234_567)] * 3 + [(None, 5), (5, None), (-1, 5)]
    assert discharge.total(hours, gas=False) == (round(Fraction(33_333 * 1_234_567 * 3, 10**6)), 3)
    with pytest.raises(ValueError):
        discharge.grams(-1, 1, gas=True)
    year = own_limit("cod", "2", "t/a", "permit", date(2025, 1, 1))
    spent = discharge.against_year(2_000_001, year, date(2025, 12, 31))
    assert (spent.exceeded, spent.gone_e2) == (True, 10_000)
    assert not discharge.against_year(2_000_000, year, date(2024, 12, 31)).exceeded
    with pytest.raises(ValueError, match="t/a"):
        discharge.against_year(1, PERMIT, DAY)


def test_a_kitchen_by_its_size():
    assert [gb18483.size(n) for n in (1, 2, 3, 5, 6, 40)] == [
        "small",
        "small",
        "medium",
        "medium",
        "large",
        "large",
    ]
    assert [gb18483.size(area_e3=a) for a in (1_100, 3_299, 6_600)] == ["small", "small", "large"]
    with pytest.raises(ValueError):
        gb18483.size(0)
    assert gb18483.judge(2_000, 2_000_000, 1).decision == "kept"
    assert gb18483.judge(2_001, 2_000_000, 1).decision == "exceeded"
    assert gb18483.judge(1_000, 12_000_000, 6, removal=85_000).decision == "kept"
    assert gb18483.judge(1_000, 12_000_000, 6, removal=84_999).decision == "exceeded"
    assert not gb18483.judge(None, 1, 1).evaluable


def test_a_sewage_plant_on_and_over_its_limits():
    day = {"cod": 50_000_000, "tp": 500_000, "ph": 9_000_000, "fecal": 1_000 * 10**6, "alkyl_mercury": 0}
    assert gb18918.judge(day, "1A").decision == "kept"
    for item in day:
        assert gb18918.judge({**day, item: day[item] + 1}, "1A").result["over"] == (item,)
    assert gb18918.judge({"tp": 1_000_000}, "1A", built=2005).decision == "kept"
    assert gb18918.judge({"nh3n": 8_000_000}, "1A", degrees=12).decision == "kept"
    assert gb18918.judge({"nh3n": 8_000_000}, "1A", degrees=13).decision == "exceeded"
    assert gb18918.judge({"total_lead": 100_001}, "3").decision == "exceeded"
    assert not gb18918.judge({"cod": None}, "1A").evaluable
    with pytest.raises(LookupError):
        gb18918.judge({"tn": 1}, "3")


def test_ultra_low_is_a_policy_and_unverified():
    for item, limit in (("pm", 10_000), ("so2", 35_000), ("nox", 50_000)):
        kept = gb13271.judge(item, limit, 9_000, "coal", "ultra_low")
        assert (kept.decision, kept.unverified) == ("kept", True)
        assert gb13271.judge(item, limit + 1, 9_000, "coal", "ultra_low").decision == "exceeded"
    with pytest.raises(LookupError):
        gb13271.judge("nox", 1, 9_000, "gas", "ultra_low")


def test_the_tax_of_a_quarter_waste_and_noise():
    months = [{"sulfur_dioxide": 95_000}, {"sulfur_dioxide": 0}, {"sulfur_dioxide": 190_000}]
    total, lines = environmental_tax.quarter(months, "air", 120, [{"sulfur_dioxide": 50}, {}, {}])
    assert [month[0].fen for month in lines] == [6_000, 0, 24_000]
    assert total == 30_000
    with pytest.raises(ValueError, match="three months, not 2"):
        environmental_tax.quarter(months[:2], "air", 120)
    assert [environmental_tax.noise(n) for n in (1, 3, 4, 6, 7, 10, 13, 16)] == [
        35_000,
        35_000,
        70_000,
        70_000,
        140_000,
        280_000,
        560_000,
        1_120_000,
    ]
    with pytest.raises(LookupError):
        environmental_tax.waste("snow", 1)
