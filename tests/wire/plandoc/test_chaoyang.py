"""The real plan, as it was exported."""

import io
from pathlib import Path

import pytest
from docx import Document

from huanzhi.wire.plandoc import read_bytes, read_file

FILE = Path(__file__).resolve().parents[4] / "shared" / "plan" / "chaoyang-plan.txt"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the published plan is not beside the checkout")


@pytest.fixture(scope="module")
def plan():
    return read_file(FILE)


def test_outline(plan):
    levels = [heading.level for heading in plan.outline]
    assert (levels.count(1), levels.count(2)) == (11, 45)
    assert len(plan.text) == 38_895


def test_indicators(plan):
    assert [item.no for item in plan.indicators] == list(range(1, 20))
    assert [item.no for item in plan.indicators if not item.binding] == [6, 19]
    assert {item.no for item in plan.indicators if item.assigned} == {7, 11, 12, 13, 14, 16, 17, 18, 19}
    assert [item.no for item in plan.indicators if item.comparator == "qualitative"] == [10]
    kinds = list(dict.fromkeys(item.category for item in plan.indicators))
    assert kinds == ["生态环境治理", "污染物排放量", "生态安全维护", "应对气候变化"]
    values = {item.no: (item.comparator, item.value) for item in plan.indicators}
    assert values[1] == ("<=", 30.0)
    assert values[15] == (">=", 5.77)


def test_tasks(plan):
    assert len(plan.tasks) == 120
    assert all(task.responsible for task in plan.tasks)
    assert all({"各街镇", "开发区"} <= set(task.supporting) for task in plan.tasks)
    by_id = {task.id: task for task in plan.tasks}
    assert (by_id["T001"].start, by_id["T001"].end) == (10995, 11284)
    assert by_id["T040"].lead == ["区住建局", "生态环境分局"]
    assert by_id["T091"].responsible == ["各街镇", "开发区", "区直有关部门", "驻区有关单位"]
    assert sum(bool(task.lead) for task in plan.tasks) == 8


def test_departments_are_proposed_never_merged(plan):
    bodies = {body.name: body for body in plan.organisations}
    assert bodies["生态环境分局"].tasks == 87
    assert bodies["区发改局"].aliases == ["发改局"]
    assert bodies["区应急管理局"].aliases == ["区应急局"]
    assert {"区执法局", "区城管局", "区税务局", "税务分局"} <= set(bodies)


def test_works(plan):
    assert {work.column for work in plan.projects} == {2, 3, 4, 5, 6}
    quantities = [(q.value, q.unit) for work in plan.projects for q in work.quantities]
    assert {(518, "m"), (20, "m"), (4.83, "公里"), (11, "处"), (65, "蒸吨")} <= set(quantities)


def test_questions(plan):
    asked = {(q.kind, q.about) for q in plan.questions}
    assigned = {f"indicator:{no}" for no in (7, 11, 12, 13, 14, 16, 17, 18, 19)}
    assert {about for kind, about in asked if kind == "assigned-target-unknown"} == assigned
    assert ("binding-without-number", "indicator:10") in asked
    assert {about for kind, about in asked if kind == "comparator-differs"} >= {
        "indicator:1",
        "indicator:2",
        "indicator:3",
        "indicator:8",
        "indicator:9",
    }
    kinds = {kind for kind, _ in asked}
    assert kinds >= {"several-departments-no-lead", "baseline-other-set", "work-named-twice", "sum-agrees"}
    for question in plan.questions:
        assert question.start is None or plan.text[question.start : question.end].strip()


def test_the_same_plan_in_word(plan):
    document = Document()
    for line in plan.text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    again = read_bytes(stream.getvalue(), "plan.docx")
    assert again.indicators == plan.indicators
    assert [t.responsible for t in again.tasks] == [t.responsible for t in plan.tasks]
    assert again.projects == plan.projects
