"""Each automatic check, with the numbers it names."""

import time
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.monitoring.quality.frames import SCHEMA, START, numbers, rules, series

from huanzhi.monitoring.quality import assess
from huanzhi.monitoring.quality.rules import editions

GAS = "a21026"


def standings(frame):
    return frame["standing"].to_list()


def test_an_empty_frame():
    found = assess(pl.DataFrame(schema=SCHEMA), {})
    assert found.is_empty()
    assert found.columns == [*SCHEMA, "standing", "marks"]


def test_rows_come_back_in_order_with_their_other_columns():
    frame = series(GAS, [3, 2, 1]).with_columns(source=pl.lit("s")).reverse()
    found = assess(frame, {})
    assert found["value_e3"].to_list() == [3, 2, 1]
    assert found["source"].to_list() == ["s"] * 3
    assert standings(found) == ["valid"] * 3
    assert rules(found) == [[], [], []]


def test_flag_and_missing():
    values = [(1000, "N"), (1000, "D"), (None, "N"), (None, "F"), (2000, "T"), (1000, "?"), (None, "D")]
    found = assess(series(GAS, values), {})
    assert standings(found) == ["valid", "invalid", "missing", "stopped", "suspect", "invalid", "missing"]
    assert rules(found)[3] == ["flag", "missing"]
    assert numbers(found, 5) == {"standing": "invalid", "flag": "?"}


def test_over_range_does_not_count_in_ambient_air():
    assert standings(assess(series("pm2_5", [(900_000, "T")]), {})) == ["invalid"]


def test_negative_unless_the_factor_may_be():
    found = assess(pl.concat([series(GAS, [-1]), series("w01010", [-1]), series("a21026-Cou", [-1])]), {})
    assert dict(zip(found["factor"], standings(found), strict=True)) == {
        GAS: "invalid",
        "a21026-Cou": "invalid",
        "w01010": "valid",
    }
    assert numbers(found, 0) == {"standing": "invalid", "value_e3": -1}


def test_the_range_of_the_channel_and_of_minimum_and_maximum():
    frame = pl.concat([series(f"{GAS}{part}", [60_000]) for part in ("", "-Max", "-ZsAvg")])
    found = assess(frame, {("P", GAS): (0, 50_000), ("Q", GAS): (0, 1)})
    assert standings(found) == ["invalid", "invalid", "valid"]
    assert numbers(found, 0) == {"standing": "invalid", "value_e3": 60_000, "low_e3": 0, "high_e3": 50_000}
    assert standings(assess(frame, {("P", GAS): (None, 60_000)})) == ["valid"] * 3
    assert standings(assess(series(GAS, [4]), {("P", GAS): (5, None)})) == ["invalid"]


def test_spike_names_both_neighbours_and_its_return_is_no_jump():
    found = assess(series(GAS, [20_000, 21_000, 250_000, 20_000]), {("P", GAS): (0, 250_000)})
    assert rules(found) == [[], [], ["spike"], []]
    assert numbers(found, 2) == {
        "standing": "suspect",
        "value_e3": 250_000,
        "before_e3": 21_000,
        "after_e3": 20_000,
        "times": 5,
        "least_e3": 20_000,
    }


def test_a_level_that_stays_is_no_spike_and_neither_is_one_beside_a_gap():
    assert rules(assess(series(GAS, [20_000, 250_000, 250_000, 20_000]), {})) == [[]] * 4
    frame = series(GAS, [20_000, 250_000, 20_000], step=timedelta(hours=3))
    assert rules(assess(frame, {})) == [[]] * 3


def test_what_cannot_be_believed_is_nobodys_neighbour():
    found = assess(series(GAS, [(20_000, "N"), (1, "C"), (21_000, "N")]), {("P", GAS): (0, 25_000)})
    assert rules(found) == [[], ["flag"], []]


def test_rate_by_step_and_by_range():
    found = assess(series("w01001", [7_000, 10_500, 10_600]), {})
    assert rules(found) == [[], ["rate"], []]
    assert numbers(found, 1) == {
        "standing": "suspect",
        "value_e3": 10_500,
        "before_e3": 7_000,
        "step_e3": 3_000,
    }
    frame = series(GAS, [5_000, 90_000, 95_000])
    assert rules(assess(frame, {("P", GAS): (0, 100_000)})) == [[], ["rate"], []]
    assert rules(assess(frame, {})) == [[]] * 3


@pytest.mark.parametrize(("equal", "marked"), [(5, 0), (6, 6), (9, 9)])
def test_stuck_from_six_hours_on(equal, marked):
    found = assess(series(GAS, [11_000, *[12_340] * equal, 11_500]), {})
    assert rules(found).count(["stuck"]) == marked
    assert rules(found)[0] == rules(found)[-1] == []


def test_a_value_close_to_nothing_may_stand_still():
    assert rules(assess(series(GAS, [1_000] * 12), {})) == [[]] * 12
    assert rules(assess(series("co", [400] * 12), {})) == [[]] * 12


def test_stuck_in_real_time_data():
    found = assess(series(GAS, [12_340] * 61, step=timedelta(minutes=1)), {}, statistic="real")
    assert rules(found) == [["stuck"]] * 61
    assert (
        rules(assess(series(GAS, [12_340] * 60, step=timedelta(minutes=1)), {}, statistic="real"))
        == [[]] * 60
    )


def pair(first, a, second, b):
    frame = pl.concat([series(first, [a]), series(second, [b])])
    found = assess(frame, {})
    return {row["factor"]: [m["rule"] for m in row["marks"]] for row in found.to_dicts()}


@pytest.mark.parametrize(
    ("first", "a", "second", "b", "rule"),
    [
        ("a21026-Min", 12_000, "a21026", 10_000, "part-order"),
        ("a21026", 12_000, "a21026-Max", 10_000, "part-order"),
        ("pm2_5", 80_000, "pm10", 60_000, "particles"),
        ("w21003", 9_000, "w21001", 7_000, "share-of-total"),
        ("w00000", 0, "w01018-Cou", 3_000, "zero-flow-load"),
        ("a00000", 0, "a21026", 30_000, "zero-flow-gas"),
        ("a19001", 21_000, "a21002", 30_000, "air-in-flue"),
    ],
)
def test_contradictions_mark_both(first, a, second, b, rule):
    assert pair(first, a, second, b) == {first: [rule], second: [rule]}


@pytest.mark.parametrize(
    ("first", "a", "second", "b"),
    [
        ("a21026", 10_000, "a21026-Max", 10_000),
        ("pm2_5", 64_000, "pm10", 60_000),
        ("w00000", 500, "w01018-Cou", 3_000),
        ("w00000", 0, "w01018", 30_000),  # a cell may hold water that does not run
        ("a19001", 20_900, "a21002", 30_000),
    ],
)
def test_no_contradiction(first, a, second, b):
    assert pair(first, a, second, b) == {first: [], second: []}


def test_a_contradiction_names_the_other():
    found = assess(pl.concat([series("pm2_5", [80_000]), series("pm10", [60_000])]), {})
    assert numbers(found, 0) == {
        "standing": "suspect",
        "value_e3": 60_000,
        "beside": "pm2_5",
        "beside_e3": 80_000,
        "percent": 10,
        "slack_e3": 5_000,
    }


def test_a_stopped_source_contradicts_nothing():
    found = assess(pl.concat([series("a00000", [0], flag="F"), series("a21026", [30_000], flag="F")]), {})
    assert standings(found) == ["stopped"] * 2
    assert rules(found) == [["flag"]] * 2


def test_oxygen_dissolved_in_water():
    frame = pl.concat([series("w01009", [9_000, 19_000]), series("w01010", [20_000, 20_000])])
    found = assess(frame, {}).filter(pl.col("factor") == "w01009")
    assert rules(found) == [[], ["saturation"]]  # 9.07 mg/L at 20 °C by the formula


@pytest.mark.parametrize(("converted", "marked"), [(20_000, []), (30_000, []), (40_000, ["converted"])])
def test_converted_values_fit_the_oxygen(converted, marked):
    """10 mg/m3 at 15 % oxygen are 20 at the reference 9 % and 30 at 3 %; 40 fit none."""
    frame = pl.concat(
        [series(GAS, [10_000]), series("a19001", [15_000]), series(f"{GAS}-ZsAvg", [converted])]
    )
    found = assess(frame, {})
    assert rules(found.filter(pl.col("factor") == f"{GAS}-ZsAvg")) == [marked]


def test_the_edition_is_chosen_by_the_day_and_named():
    found = assess(series(GAS, [-1]), {}, on=date(2026, 3, 1))
    assert found["marks"][0][0]["edition"] == editions()[0].edition
    with pytest.raises(LookupError, match="no rules of quality on 1999-12-31"):
        assess(series(GAS, [-1]), {}, on=date(1999, 12, 31))


@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(order):
    frame = pl.concat([series(GAS, [20_000, 250_000, 20_000, -1, None, 5]), series("a19001", [21_000] * 6)])
    assert assess(frame[list(order)], {}).equals(assess(frame, {}))


def test_series_do_not_touch_each_other():
    one, two = series(GAS, [20_000, 20_000, 250_000]), series(GAS, [20_000, 1, 1], point="Q")
    both = assess(pl.concat([one, two.with_columns(time=pl.col("time") + timedelta(hours=3))]), {})
    assert rules(both) == [[]] * 6


def test_half_a_million_readings_in_seconds():
    times = pl.datetime_range(START, START + timedelta(hours=999), "1h", eager=True, time_unit="us")
    names = pl.DataFrame({"point": [f"P{n}" for n in range(100)]})
    factors = pl.DataFrame({"factor": [GAS, f"{GAS}-Max", f"{GAS}-ZsAvg", "a19001", "a00000"]})
    grid = names.join(factors, how="cross").join(pl.DataFrame({"time": times}), how="cross")
    frame = grid.with_columns(
        value_e3=(pl.int_range(pl.len()) * 7_919 % 50_000).cast(pl.Int64), flag=pl.lit("N")
    )
    begun = time.monotonic()
    found = assess(frame, {(f"P{n}", GAS): (0, 45_000) for n in range(100)})
    assert found.height == 500_000
    assert time.monotonic() - begun < 10
