"""Verdicts: by the path at mid-term, by the target at the end, or what lacks; worked by hand."""

import pytest
from tests.plan.assessment.made import RULES, STRICT, indicator, inputs

from huanzhi.plan.assessment.judging import judge

# 42 in 2020 to 30 in 2025: 34.8 in 2023.
CASES = {
    "on the line": (indicator(value=34_800), {}, ("met", "path", 34_800, 100, 100_000)),
    "above the line": (indicator(value=35_000), {}, ("not_met", "path", 34_800, 97, 80_000)),
    "worse than at first": (indicator(value=45_000), {}, ("not_met", "path", 34_800, 0, 0)),
    "half the way": (indicator(value=38_400), {}, ("not_met", "path", 34_800, 50, 50_000)),
    "at the end": (
        indicator(value=34_800, figure={"year": 2025}),
        {"kind": "final", "year": 2025},
        ("not_met", "target", 30_000, 60, 60_000),
    ),
    "a rise": (
        indicator(value=87_300, comparator=">=", target_e3=90_000, baseline_e3=83_300),
        {},
        ("not_met", "path", 87_320, 100, 80_000),
    ),
    "the year's own number goes first": (
        indicator(
            value=36_000, year_targets={"2023": {"comparator": "<=", "value_e3": 36_000, "document": "x"}}
        ),
        {},
        ("met", "year-target", 36_000, 100, 100_000),
    ),
    "no baseline, target met already": (
        indicator(value=29_000, baseline_e3=None), {}, ("met", "target", 30_000, 100, 100_000),
    ),
    "no baseline, target not met": (
        indicator(value=35_000, baseline_e3=None), {}, ("cannot", "", None, None, None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name):
    said, period, expected = CASES[name]
    found = judge(said, inputs(**period), RULES)
    assert (
        found["verdict"],
        found["basis"],
        found["reference_e3"],
        found["way"],
        found["points_e3"],
    ) == expected


LACKING = {
    "readings": indicator(value=None),
    "days": indicator(figure={"valid": 300}),
    "results": indicator(figure={"over": "members", "valid": 5, "parts": 6, "needed": 0}),
    "points": indicator(figure={"value_e3": None, "set": "", "valid": 0}),
    "sets": indicator(figure={"value_e3": None, "over": "members", "set": "", "valid": 0}),
    "rows": indicator(figure={"value_e3": None, "over": "records", "valid": 0, "parts": 0}),
    "incomplete": indicator(figure={"value_e3": None, "over": "records", "valid": 0, "parts": 4}),
    "assigned": indicator(target_e3=None, comparator="assigned", lacks="assigned"),
    "finding": indicator(comparator="qualitative", target_e3=None),
    "baseline": indicator(value=35_000, baseline_e3=None),
}


@pytest.mark.parametrize("word", LACKING)
def test_what_lacks_is_said_and_counts_nowhere(word):
    found = judge(LACKING[word], inputs(), RULES)
    assert found["lacks"] == word
    assert found["points_e3"] is None
    assert found["verdict"] == ("qualitative" if word == "finding" else "cannot")


def test_a_running_year_lacks_no_days():
    assert judge(indicator(figure={"whole": False, "valid": 150}), inputs(), RULES)["verdict"] == "met"


def test_strict_rules_count_what_cannot_be_computed_as_nought():
    found = judge(indicator(value=None), inputs(), STRICT)
    assert (found["verdict"], found["points_e3"]) == ("cannot", 0)
    assert (
        judge(indicator(value=34_800), inputs(), STRICT)["verdict"] == "not_met"
    )  # the target of 2025 already


@pytest.mark.parametrize(("verdict", "points"), [("met", 100_000), ("not_met", 0)])
def test_an_indicator_in_words_needs_a_finding_with_its_document(verdict, points):
    said = indicator(comparator="qualitative", finding={"verdict": verdict, "document": "x"})
    found = judge(said, inputs(), RULES)
    assert (found["verdict"], found["basis"], found["points_e3"]) == (verdict, "finding", points)
