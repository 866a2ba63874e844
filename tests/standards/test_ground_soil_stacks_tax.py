"""Groundwater, construction land, boilers, sewage plants, the tax: printed figures, and rules written out anew."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import environmental_tax, gb13271, gb36600, gbt14848, library

E6 = 10**6


@pytest.mark.parametrize(
    ("item", "limits"),
    [
        ("nh3n", ("0.02", "0.10", "0.50", "1.50")),
        ("no3n", ("2.0", "5.0", "20.0", "30.0")),
        ("as", ("0.001", "0.001", "0.01", "0.05")),
        ("fe", ("0.1", "0.2", "0.3", "2.0")),
        ("benzene", ("0.5", "1.0", "10.0", "120")),
    ],
)
def test_groundwater_on_and_beside_its_limits(item, limits):
    for number, text in enumerate(limits, 1):
        value = int(Fraction(text) * E6)
        kept = gbt14848.judge({item: value}).result["class"]
        assert kept <= number
        assert gbt14848.judge({item: value + 1}).result["class"] > number


@pytest.mark.parametrize(
    ("ph", "wanted"),
    [("6.5", "I"), ("8.5", "I"), ("6.4", "IV"), ("5.5", "IV"), ("9", "IV"), ("5.4", "V"), ("9.1", "V")],
)
def test_groundwater_ph(ph, wanted):
    assert gbt14848.judge({"ph": int(Fraction(ph) * E6)}).decision == wanted


def test_groundwater_ladders_rise_and_the_worst_item_decides():
    for rungs in gbt14848.ladders().values():
        assert all(a <= b for a, b in pairwise(rungs.limits)), rungs.item
    verdict = gbt14848.judge({"nh3n": 400_000, "fe": 250_000, "as": None, "cd": -1})
    assert (verdict.decision, verdict.result["deciding"]) == ("III", ("nh3n", "fe"))
    assert verdict.unverified
    assert not gbt14848.judge({"as": None}).evaluable
    with pytest.raises(LookupError):
        gbt14848.judge({"gold": 1})


def test_land_has_45_items_and_control_is_never_below_screening():
    limits = library.get("GB 36600-2018").limits
    screening = {(one.item, one.category): one.scaled(4) for one in limits if one.table.endswith("screening")}
    control = {(one.item, one.category): one.scaled(4) for one in limits if one.table.endswith("control")}
    assert len(screening) == len(control) == 90
    assert all(screening[key] <= control[key] for key in screening)
    assert all(screening[item, "first"] <= screening[item, "second"] for item, _ in screening)


@pytest.mark.parametrize(
    ("item", "use", "screening", "control"),
    [
        ("as", "first", 20, 120),
        ("pb", "second", 800, 2500),
        ("benzene", "first", 1, 10),
        ("cd", "second", 65, 172),
    ],
)
def test_land_by_its_printed_values(item, use, screening, control):
    said = [gb36600.judge(item, value, use).decision for value in
            (screening * 10**4, screening * 10**4 + 1, control * 10**4, control * 10**4 + 1)]  # fmt: skip
    assert said == [gb36600.LOW, gb36600.RISK, gb36600.RISK, gb36600.HIGH]
    assert not gb36600.judge(item, None, use).evaluable
    with pytest.raises(LookupError):
        gb36600.judge("gold", 1, use)


@given(st.integers(0, 10**6), st.integers(0, 20_900), st.sampled_from(["coal", "oil", "gas"]))
def test_oxygen_is_converted_as_the_formula_says(value, oxygen, fuel):
    reference = {"coal": Fraction(9), "oil": Fraction(7, 2), "gas": Fraction(7, 2)}[fuel]
    wanted = round(value * (21 - reference) / (21 - Fraction(oxygen, 1000)))
    assert gb13271.at_reference_oxygen(value, oxygen, fuel) == wanted


def test_a_boiler_in_air_is_no_boiler():
    with pytest.raises(ValueError, match="not below that of air"):
        gb13271.at_reference_oxygen(1, 21_000, "coal")
    assert not gb13271.judge("nox", 1, None, "coal").evaluable
    assert not gb13271.judge("nox", None, 9_000, "coal").evaluable


@pytest.mark.parametrize(
    ("kind", "fuel", "item", "limit"),
    [
        ("in_use", "coal", "pm", 80),
        ("new", "coal", "so2", 300),
        ("new", "gas", "nox", 200),
        ("special", "oil", "pm", 30),
    ],
)
def test_boilers_by_their_printed_limits(kind, fuel, item, limit):
    reference = 9_000 if fuel == "coal" else 3_500
    assert gb13271.judge(item, limit * 1000, reference, fuel, kind).decision == "kept"
    assert gb13271.judge(item, limit * 1000 + 1, reference, fuel, kind).decision == "exceeded"


def test_new_boilers_are_never_allowed_more_than_those_in_use():
    standard = library.get("GB 13271-2014")
    for one in standard.limits:
        if one.averaging == "new":
            assert one.scaled() <= standard.find(one.item, "in_use", one.category).scaled()


def test_sewage_grades_rise():
    for one in library.get("GB 18918-2002").limits:
        if one.category == "1A":
            other = library.get("GB 18918-2002").find(one.item, one.averaging, "1B")
            assert one.scaled() <= other.scaled()


def naive_tax(grams, weights, rate, below, most):
    counts = sorted(
        ((Fraction(grams[i], 1000) / weights[i], i) for i in grams), key=lambda row: (-row[0], row[1])
    )
    total = {}
    for place, (count, item) in enumerate(counts):
        due = (
            Fraction(1, 2) if below.get(item, 0) >= 50 else Fraction(3, 4) if below.get(item, 0) >= 30 else 1
        )
        total[item] = round(count * rate * due) if place < most else 0
    return total


WEIGHTS = {
    "sulfur_dioxide": Fraction("0.95"), "nitrogen_oxides": Fraction("0.95"), "smoke_dust": Fraction("2.18"),
    "carbon_monoxide": Fraction("16.7"), "toluene": Fraction("0.18"),
}  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 10**9), min_size=1),
    st.integers(120, 1200),
    st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 90)),
)
def test_the_tax_of_an_outlet_agrees_with_the_law_written_out(grams, rate, below):
    lines = environmental_tax.outlet(grams, "air", rate, below)
    assert {line.item: line.fen for line in lines} == naive_tax(grams, WEIGHTS, rate, below, 3)


def test_waters_two_lists_count_each_for_itself():
    grams = {
        "total_mercury": 5,
        "codcr": 10**6,
        "nh3n": 10**6,
        "suspended_solids": 10**6,
        "total_phosphorus": 10**6,
    }
    lines = environmental_tax.outlet(grams, "water", 140)
    counted = {line.item for line in lines if line.counted}
    assert counted == {"total_mercury", "total_phosphorus", "nh3n", "codcr"}
    with pytest.raises(LookupError):
        environmental_tax.equivalents("gold", 1, "water")


@pytest.mark.parametrize("standard", library.everything(), ids=lambda one: one.number)
def test_every_item_of_a_list_has_a_name_in_both_languages(standard):
    rows = {row["code"]: row for row in standard.rules.get("items", {"rows": []})["rows"]}
    if rows:
        assert {limit.item for limit in standard.limits} <= set(rows)
        assert all(row["zh"].strip() and row["en"].strip() for row in rows.values())
