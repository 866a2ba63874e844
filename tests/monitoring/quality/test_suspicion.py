"""What is suspicious about a day, with its evidence; and honest days that are not."""

import json
import random
from datetime import timedelta

import polars as pl
import pytest
from tests.monitoring.quality.frames import START, series

from huanzhi.monitoring.quality import assess
from huanzhi.monitoring.quality.suspicion import find

GAS, ZS, OXYGEN = "a21026", "a21026-ZsAvg", "a19001"
MINUTES = timedelta(minutes=10)


def honest(seed, count=144, level=30_000, noise=6_000):
    """A signal with a memory, printed to a tenth."""
    chance, value, made = random.Random(seed), level, []
    for _ in range(count):
        value += (level - value) // 8 + chance.randint(-noise, noise) // 2
        made.append(max(value, 0) // 100 * 100)
    return made


def found(frame, earlier=None, limits=None):
    before = None if earlier is None else assess(earlier, {}, statistic="minute")
    return find(assess(frame, {}, statistic="minute"), before, limits, "minute")


def minutes(factor, values, days=0, **over):
    return series(factor, values, step=MINUTES, start=START - timedelta(days=days), **over)


@pytest.mark.parametrize("seed", range(10))
def test_honest_days_are_not_listed(seed):
    gas, oxygen = honest(seed), honest(seed + 100, level=9_000, noise=900)
    converted = [g * 12_000 // (21_000 - o) // 10 * 10 for g, o in zip(gas, oxygen, strict=True)]
    frame = pl.concat([minutes(GAS, gas), minutes(OXYGEN, oxygen), minutes(ZS, converted)])
    before = minutes(GAS, honest(seed + 50), days=1)
    assert found(frame, before, {("P", GAS): 60_000}) == []


def test_constant_values_are_listed_with_when_and_how_little():
    values = honest(1)
    values[60:100] = [28_000 + 100 * (n % 2) for n in range(40)]
    [one] = found(minutes(GAS, values))
    assert (one.point, one.factor, one.rule) == ("P", GAS, "constant")
    evidence = json.loads(json.dumps(one.evidence))
    assert (evidence["least"], evidence["most"], evidence["resolution_e3"]) == (28_000, 28_100, 100)
    assert evidence["begins"] == "2026-03-01T18:00:00+08:00"
    assert evidence["until"] == "2026-03-02T00:00:00+08:00"
    assert evidence["statistic"] == "minute"


def test_nothing_much_may_stand_still_and_a_few_readings_say_nothing():
    assert found(minutes(GAS, [1_200] * 144)) == []
    assert found(minutes(GAS, [28_000, 28_000, *[(None, "B")] * 140])) == []


def test_readings_that_do_not_count_are_not_looked_at():
    assert [one.rule for one in found(minutes(GAS, [28_000] * 144, flag="M"))] == []


def test_a_ratio_that_is_suddenly_fixed():
    gas, oxygen = honest(3), honest(4, level=9_000, noise=1_500)
    converted = [g * 12_000 // (21_000 - o) for g, o in zip(gas, oxygen, strict=True)]
    converted[72:] = [g * 8 // 10 for g in gas[72:]]
    [one] = found(pl.concat([minutes(GAS, gas), minutes(ZS, converted)]))
    assert (one.factor, one.rule, one.evidence["to"]) == (ZS, "fixed-ratio", GAS)
    assert one.evidence["ratio_ppm"] == pytest.approx(800_000, rel=0.01)
    spread = one.evidence["elsewhere_ppm_high"] - one.evidence["elsewhere_ppm"]
    assert spread > 0.05 * one.evidence["elsewhere_ppm"]


def test_a_ratio_that_was_always_fixed_is_not_sudden():
    gas = honest(3)
    assert found(pl.concat([minutes(GAS, gas), minutes(ZS, [g * 8 // 10 for g in gas])])) == []


def test_clipping_just_under_the_limit():
    before = minutes(GAS, honest(5, level=50_000, noise=20_000), days=1)
    today = minutes(
        GAS, [min(v, 49_500 - n % 7 * 100) for n, v in enumerate(honest(6, level=50_000, noise=4_000))]
    )
    [one] = found(today, before, {("P", GAS): 50_000})
    assert (one.rule, one.evidence["limit_e3"]) == ("clipped", 50_000)
    assert one.evidence["most"] <= 50_000
    assert one.evidence["in_band"] * 100 >= 40 * one.evidence["readings"]
    assert one.evidence["spread_before_e3"] >= 3 * one.evidence["spread_e3"]
    assert found(today, before, {("P", GAS): 49_000}) == []  # there are some above
    assert found(today, None, {("P", GAS): 50_000}) == []  # nothing to compare with
    assert found(today, before) == []


def test_the_limit_binds_the_converted_value_where_there_is_one():
    clipped = [min(v, 49_500 - n % 7 * 100) for n, v in enumerate(honest(6, level=50_000, noise=4_000))]
    before = pl.concat([minutes(name, honest(5, level=50_000, noise=20_000), days=1) for name in (GAS, ZS)])
    today = pl.concat([minutes(GAS, honest(9)), minutes(ZS, clipped)])
    rules = {(one.factor, one.rule) for one in found(today, before, {("P", GAS): 50_000})}
    assert (ZS, "clipped") in rules
    assert (GAS, "clipped") not in rules


def test_stopped_yet_with_a_flow():
    [one] = found(minutes("a00000", honest(7), flag="F"))
    assert (one.rule, one.evidence["hours"], one.evidence["readings"]) == ("stopped-with-flow", 24, 144)
    assert found(minutes("a00000", [0] * 144, flag="F")) == []
