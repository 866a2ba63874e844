"""The shelf of standards: dated, sourced, monotone, without gaps between editions."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from huanzhi.standards import hj633, library

SHELF = library.everything()


@pytest.mark.parametrize("standard", SHELF, ids=lambda one: one.number)
def test_has_source_day_and_grade(standard):
    assert standard.source
    assert standard.read
    assert standard.grade in {"A+", "A", "B", "C", "M"}
    assert all(limit.clause and limit.unit and limit.grade for limit in standard.limits)


@pytest.mark.parametrize("family", sorted({one.family for one in SHELF}))
def test_editions_follow_one_another_without_a_gap(family):
    for older, newer in pairwise(library.editions(family)):
        assert older.superseded == newer.effective
        assert library.edition_for(family, newer.effective) == newer
        assert library.edition_for(family, newer.effective - timedelta(days=1)) == older


@pytest.mark.parametrize(
    "standard", [one for one in SHELF if one.family == "GB 3095"], ids=lambda one: one.number
)
def test_grade_one_is_at_most_grade_two(standard):
    by_key = {}
    for limit in standard.limits:
        by_key.setdefault((limit.table, limit.item, limit.averaging, limit.effective), {})[limit.category] = (
            limit
        )
    pairs = [found for found in by_key.values() if {"grade1", "grade2"} <= set(found)]
    assert pairs
    for found in pairs:
        assert Decimal(found["grade1"].text) <= Decimal(found["grade2"].text), found


@pytest.mark.parametrize("edition", ["2012", "2026"])
def test_breakpoints_rise_on_both_axes(edition):
    rules = hj633.compiled(edition)
    for curve in [*rules.realtime.values(), *rules.daily.values()]:
        for (low, start), (high, end) in pairwise(curve.points):
            assert low < high
            assert start < end


@pytest.mark.parametrize("edition", ["2012", "2026"])
def test_the_sub_index_never_falls_when_the_concentration_rises(edition):
    curve = hj633.compiled(edition).daily["pm2_5"]
    found = [curve.iaqi(value) for value in range(0, 500_000, 250)]
    assert all(a <= b for a, b in pairwise(found))


def test_a_day_before_any_edition_is_an_error():
    from datetime import date

    with pytest.raises(LookupError):
        library.edition_for("HJ 633", date(2000, 1, 1))
    with pytest.raises(LookupError):
        library.get("GB 9999-1999")


UNITS = {
    "%",
    "1/L",
    "Bq/L",
    "CFU/mL",
    "MPN/100mL",
    "NTU",
    "Ringelmann",
    "dB(A)",
    "degree",
    "kg",
    "mg/L",
    "mg/kg",
}
UNITS |= {"mg/m3", "times", "ug/L", "ug/m3"}


@pytest.mark.parametrize("standard", SHELF, ids=lambda one: one.number)
def test_every_unit_is_known_and_every_item_has_both_names(standard):
    assert {limit.unit for limit in standard.limits} <= UNITS
    rows = {row["code"]: row for row in standard.rules.get("items", {}).get("rows", [])}
    for limit in standard.limits:
        row = rows.get(limit.item)
        assert row, f"{standard.number}: {limit.item} is not among its items"
        assert row["zh"]
        assert row["en"]


LADDERS = ["I", "II", "III", "IV", "V"]


@pytest.mark.parametrize("standard", SHELF, ids=lambda one: one.number)
def test_limits_are_monotone_over_classes(standard):
    """A worse class never has the stricter limit; first-kind land, grade 1A and zone 0 are the strictest."""
    orders = [
        LADDERS,
        ["grade1", "grade2"],
        ["1A", "1B", "2", "3"],
        ["first", "second"],
        ["0", "1", "2", "3", "4a"],
    ]
    rows = {}
    for one in standard.limits:
        rows.setdefault((one.table, one.item, one.averaging, one.effective), {})[one.category] = one
    for found in rows.values():
        for order in orders:
            there = [found[name] for name in order if name in found]
            values = [Decimal(one.text) for one in there]
            falling = bool(there) and there[0].sense == ">="
            assert values == sorted(values, reverse=falling), there[0]
