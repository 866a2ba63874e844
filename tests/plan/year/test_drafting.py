"""What a draft of a year contains: which items, their targets, on what basis, and who answers."""

from datetime import date
from decimal import Decimal

import pytest
from tests.plan.year.conftest import NOW

from huanzhi.plan.actions import Refused, report_task
from huanzhi.plan.actions.assigning import Said, assign_target
from huanzhi.plan.actions.year.drafting import draft_year, withdraw_year
from huanzhi.plan.models import Task
from huanzhi.plan.year.drafting import first_words
from huanzhi.plan.year.queries import duties_of, in_force, items_of


def goals(plan):
    return {item.about: (item.basis, item.value, item.target) for item in items_of(plan)}


def test_a_year_between_is_on_the_straight_line_and_says_so(small, drafted):
    found = goals(drafted)
    assert found["indicator:1"] == ("derived", Decimal("32.4"), "")
    item = small.item(drafted, "indicator:1")
    assert item.derived
    assert item.goal == "≤ 32.4 µg/m3"
    assert item.basis_note == "2020年的42至2025年的≤ 30，按直线"
    assert found["indicator:2"][:2] == ("open", None)  # no baseline printed: no line
    assert found["indicator:3"] == ("waiting", None, "完成市级下达任务")
    assert found["task:T001"] == ("later", None, "治理率达到25%（2025年）")
    assert found["task:T002"][0] == "kept"
    assert found["task:T003"] == ("none", None, "")


def test_the_last_year_has_the_printed_target_and_the_years_after_keep_it(small):
    last = goals(draft_year(small.actor("fang"), small.document, 2025, now=NOW))
    assert last["indicator:1"] == ("printed", Decimal(30), "")
    assert last["indicator:2"] == ("printed", Decimal(25), "")
    assert last["task:T001"] == ("printed", Decimal(25), "治理率达到25%")
    after = goals(draft_year(small.actor("fang"), small.document, 2026, now=NOW.replace(year=2026)))
    assert after["indicator:1"][:2] == ("kept", Decimal(30))
    assert after["task:T001"] == ("kept", Decimal(25), "治理率达到25%")


def test_a_number_that_was_assigned_for_the_year_is_its_target(small):
    item = small.document.indicators.get(no=3)
    said = Said(2024, Decimal("0.02"), ">=", "市发〔2023〕1号", "市局", date(2023, 1, 5))
    assign_target(small.actor("fang"), item, said, now=NOW)
    plan = draft_year(small.actor("fang"), small.document, 2024, now=NOW)
    assert goals(plan)["indicator:3"] == ("assigned", Decimal("0.02"), "")
    assert small.item(plan, "indicator:3").basis_note == "市局 市发〔2023〕1号"


def test_what_is_done_and_due_no_more_has_no_place_in_the_year(small):
    for code in ("T001", "T002", "T003"):
        report_task(small.actor("fang"), Task.objects.get(code=code), "done", "完成")
    plan = draft_year(small.actor("fang"), small.document, 2024, now=NOW)
    assert [item.code for item in items_of(plan) if item.kind == "task"] == ["T001"]  # due in 2025


def test_a_list_has_what_a_department_answers_for_before_what_it_supports(small, drafted):
    def listed(code):
        return [(duty.item.code, duty.role) for duty in duties_of(drafted, small.bodies[code])]

    assert listed("FI") == [("T001", "responsible"), ("T002", "supporting")]
    assert listed("WA") == [("2", "responsible"), ("T001", "responsible")]
    assert listed("FO") == [("T002", "responsible"), ("T003", "responsible")]
    assert all(item.due_on == date(2024, 12, 31) for item in items_of(drafted))
    assert in_force(small.document, 2024) is None


def test_the_step_is_the_first_sentences_of_the_text():
    text = "治水。" + "新建管网十公里，修复老管网。" * 3 + "长" * 200 + "。（水务局、财政局按职责分工负责）"
    assert first_words(Task(title="治水", text=text)) == "新建管网十公里，修复老管网。" * 3
    assert first_words(Task(title="治水", text="")) == "治水"


def test_a_year_is_drafted_once_and_only_within_reach(small, drafted):
    fang = small.actor("fang")
    with pytest.raises(Refused, match="2024 v1"):
        draft_year(fang, small.document, 2024, now=NOW)
    for year in (2020, 2026):
        with pytest.raises(Refused, match=f"{year}"):
            draft_year(fang, small.document, year, now=NOW)
    withdraw_year(fang, drafted, "重新起草")
    assert draft_year(fang, small.document, 2024, now=NOW).version == 2
