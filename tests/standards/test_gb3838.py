"""Surface water: one sample, a table, and a naive reading of the standard's own table agree."""

import csv
from decimal import Decimal
from io import StringIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import gb3838, library
from huanzhi.standards.gb3838 import CLASSES, ITEMS, judge
from huanzhi.standards.gb3838.rules import number_of

# A second copy of the common items, typed from the standard's table 1, with a judge of its own.
PRINTED = """item,I,II,III,IV,V
do,7.5,6,5,3,2
codmn,2,4,6,10,15
cod,15,15,20,30,40
bod5,3,3,4,6,10
nh3n,0.15,0.5,1.0,1.5,2.0
tp,0.02,0.1,0.2,0.3,0.4
cu,0.01,1.0,1.0,1.0,1.0
f,1.0,1.0,1.0,1.5,1.5
as,0.05,0.05,0.05,0.1,0.1
hg,0.00005,0.00005,0.0001,0.001,0.001
phenol,0.002,0.002,0.005,0.01,0.1
oil,0.05,0.05,0.05,0.5,1.0
"""
TABLE = {
    row.pop("item"): {k: Decimal(v) for k, v in row.items()} for row in csv.DictReader(StringIO(PRINTED))
}


def naive(sample: dict[str, Decimal]) -> str:
    """The worst class, by the printed words."""
    order = ["I", "II", "III", "IV", "V", "劣V"]
    found = []
    for item, value in sample.items():
        if item == "ph":
            found.append("I" if Decimal(6) <= value <= Decimal(9) else "劣V")
            continue
        keeps = [
            name
            for name in order[:5]
            if (value >= TABLE[item][name] if item == "do" else value <= TABLE[item][name])
        ]
        found.append(keeps[0] if keeps else "劣V")
    return max(found, key=order.index)


def on_and_beside_limits(item: str) -> st.SearchStrategy[Decimal]:
    step = Decimal("0.000001")
    edges = [limit + by for limit in TABLE[item].values() for by in (-step, Decimal(0), step)]
    absurd = [Decimal(0), Decimal(1000)]
    return st.sampled_from([edge for edge in [*edges, *absurd] if edge >= 0])


SAMPLES = st.fixed_dictionaries(
    {},
    optional={**{item: on_and_beside_limits(item) for item in TABLE}, "ph": st.sampled_from(
        [Decimal(text) for text in ("5.999999", "6", "7.2", "9", "9.000001", "0", "14")]
    )},
).filter(bool)  # fmt: skip


def millionths(sample):
    return {item: int(value * 10**6) for item, value in sample.items()}


@given(SAMPLES)
def test_the_sample_judge_agrees_with_the_printed_table(sample):
    assert judge(millionths(sample)).decision == naive(sample)


@given(
    st.lists(
        st.tuples(SAMPLES, st.sampled_from(["river", "lake"]), st.integers(1, 5)), min_size=1, max_size=20
    )
)
def test_the_table_agrees_with_the_sample_judge(rows):
    frame = pl.DataFrame(
        [{f"{i}_e6": millionths(s).get(i) for i in ITEMS} | {"kind": k, "target": t} for s, k, t in rows],
        schema={**{f"{i}_e6": pl.Int64 for i in ITEMS}, "kind": pl.String, "target": pl.Int8},
    )
    out = gb3838.classes(frame)
    for row, (sample, kind, target) in zip(out.iter_rows(named=True), rows, strict=True):
        verdict = judge(millionths(sample), kind, target)
        assert row["class"] == verdict.decision
        assert row["deciding"].split(";") == [item for item in ITEMS if item in verdict.result["deciding"]]
        exceeds = {item: f"{over // 100}.{over % 100:02}" for item, over in verdict.result["exceeds"].items()}
        assert dict(part.split(":") for part in row["exceeds"].split(";") if part) == exceeds


def test_every_limit_is_monotone_over_the_classes():
    for kind in ("river", "lake"):
        for ladder in gb3838.compiled(kind).ladders.values():
            limits = list(ladder.limits) if ladder.rising else list(ladder.limits)[::-1]
            assert limits == sorted(limits), ladder.item


def test_every_item_has_a_name_in_both_languages():
    rows = {row["code"]: row for row in library.get("GB 3838-2002").rules["items"]["rows"]}
    items = set(ITEMS) | {limit.item for limit in library.get("GB 3838-2002").limits}
    assert items == set(rows)
    assert all(row["zh"] and row["en"] for row in rows.values())


@pytest.mark.parametrize(
    ("value", "kind", "wanted"), [("0.05", "river", "II"), ("0.05", "lake", "III"), ("0.3", "lake", "劣V")]
)
def test_lakes_have_their_own_phosphorus(value, kind, wanted):
    assert judge({"tp": int(Decimal(value) * 10**6)}, kind).decision == wanted


def test_nitrogen_and_coliforms_stay_outside_the_class_and_it_is_said():
    verdict = judge({"do": 8_000_000, "tn": 9_000_000, "fecal": 10**11}, "lake")
    assert verdict.decision == "I"
    assert len(verdict.flags) == 2
    assert judge({"tn": 1_900_000}, "lake", excluded=frozenset()).decision == "V"


def test_nothing_to_judge_by_is_not_evaluable_and_never_a_class():
    for sample in ({}, {"nh3n": None}, {"nh3n": -1}, {"tn": 1}):
        verdict = judge(sample)
        assert (verdict.evaluable, verdict.decision) == (False, "")
        assert verdict.reason


def test_oxygen_at_ninety_per_cent_of_saturation_is_class_one():
    assert judge({"do": 6_500_000}).decision == "II"
    assert judge({"do": 6_500_000, "do_saturation": 91_000_000}).decision == "I"


def test_an_item_that_the_standard_does_not_have_is_an_error():
    with pytest.raises(LookupError, match="no item 'gold'"):
        judge({"gold": 1})
    with pytest.raises(LookupError, match="no kind of water"):
        judge({"do": 1}, "sea")


def test_a_verdict_names_its_limits_and_clauses():
    (step,) = judge({"nh3n": 1_210_000}).steps
    assert "IV <= 1.5" in step.formula
    assert (step.clause, step.grade) == ("table 1", "A+")


@pytest.mark.parametrize(
    ("sections", "wanted"),
    [
        (["I"] * 9 + ["劣V"], "优"),
        (["III"] * 3 + ["IV"], None),
        (["III"] * 15 + ["IV"] * 5, "良好"),
        (["III"] * 14 + ["IV"] * 6, "轻度污染"),
        (["III"] * 7 + ["IV"] + ["劣V"] * 2, "中度污染"),
        (["III"] * 5 + ["V"] + ["劣V"] * 4, "重度污染"),
    ],
)
def test_the_words_for_a_basin(sections, wanted):
    if wanted is None:
        with pytest.raises(ValueError, match="4 sections"):
            gb3838.basin_status(sections)
    else:
        assert gb3838.basin_status(sections)[0] == wanted


def test_main_pollutants_name_poison_first_and_at_most_three():
    sample = {"cod": 60_000_000, "nh3n": 5_000_000, "tp": 1_000_000, "cn": 300_000, "oil": 600_000}
    found = gb3838.main_pollutants(sample)
    assert [item for item, _, _ in found] == ["cn", "nh3n", "tp"]
    assert found[1] == ("nh3n", "劣V", 400)


@pytest.mark.parametrize("name", ["", "VI", "0", "7", "good"])
def test_a_class_that_is_none_is_an_error(name):
    with pytest.raises(ValueError, match="no class"):
        number_of(name)


def test_classes_have_one_spelling():
    assert [CLASSES[number_of(text) - 1] for text in ("Ⅰ", "Ⅱ类", "iii", "Ⅳ", "V", "劣Ⅴ")] == list(CLASSES)


def test_a_source_of_drinking_water_keeps_three_tables():
    good = {
        "ph": 7_000_000,
        "do": 6_000_000,
        "nh3n": 500_000,
        "tn": 9_000_000,
        "cl": 250_000_000,
        "benzene": 10_000,
    }
    verdict = gb3838.judge_source(good, "lake")
    assert (verdict.decision, verdict.result["over"]) == ("kept", ())
    assert "so4" in verdict.result["not_measured"]
    over = gb3838.judge_source({**good, "benzene": 10_001, "nh3n": 1_000_001})
    assert (over.decision, set(over.result["over"])) == ("exceeded", {"nh3n", "benzene"})
    assert not gb3838.judge_source({"tn": 1}).evaluable
    with pytest.raises(LookupError, match="no item 'gold'"):
        gb3838.judge_source({"gold": 1})
