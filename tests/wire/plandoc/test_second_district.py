"""Another district's plan is read by the same conventions."""

import io

import pytest
from docx import Document
from tests.wire.plandoc.second_district import TEXT

from huanzhi.wire.plandoc import PlanUnreadable, read_bytes, read_text, to_json


@pytest.fixture(scope="module")
def plan():
    return read_text(TEXT)


def test_title_and_period(plan):
    assert plan.title == "清源区生态环境保护“十五五”规划"
    assert plan.period == (2026, 2030)


def test_indicators_with_merged_categories(plan):
    rows = [(i.no, i.category, i.unit, i.comparator, i.value, i.binding) for i in plan.indicators]
    assert rows == [
        (1, "环境质量", "μg/m3", "<=", 28.0, True),
        (2, "环境质量", "%", ">=", 88.0, False),
        (3, "减排", "吨", "assigned", None, True),
    ]


def test_a_lead_before_a_western_or_a_chinese_comma_and_standing_supporters(plan):
    first, second = plan.tasks
    assert first.title == "整治扬尘"
    assert first.lead == ["县环保局"]
    assert first.responsible == ["县环保局", "县住建局", "县城管局"]
    assert first.supporting == second.supporting == ["各乡镇"]
    assert second.responsible == ["县水利局"]
    assert [(t.value, t.unit, t.year) for t in second.targets] == [(60.0, "%", 2028)]


def test_a_task_is_the_slice_that_its_offsets_name(plan):
    assert plan.text[plan.tasks[0].start : plan.tasks[0].end].startswith("整治扬尘。")
    assert plan.text[plan.tasks[1].start : plan.tasks[1].end].endswith("（县水利局负责）")


def test_works_and_their_quantities(plan):
    (work,) = plan.projects
    assert (work.column, work.group) == (2, "治水工程")
    assert [(q.value, q.unit) for q in work.quantities] == [(3.5, "公里")]


def test_a_sum_that_does_not_add_up_is_asked_about(plan):
    (question,) = [q for q in plan.questions if q.kind == "sum-differs"]
    assert question.facts["sum"] == 20
    assert question.facts["total"] == 21


def test_the_same_in_word_with_merged_cells(plan):
    document = Document()
    before, table, after = _cut(TEXT)
    for line in before:
        document.add_paragraph(line)
    grid = document.add_table(rows=4, cols=6)
    for row, words in zip(grid.rows, table, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    merged = grid.cell(1, 0).merge(grid.cell(2, 0))
    merged.text = "环境质量"
    for line in after:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    read = read_bytes(stream.getvalue(), "plan.docx")
    assert read.indicators == plan.indicators
    assert [t.responsible for t in read.tasks] == [t.responsible for t in plan.tasks]


def _cut(text):
    lines = text.splitlines()
    first, last = lines.index("指标类别"), lines.index("第三章 任务")
    cells = lines[first:last]
    heads, body = cells[:6], cells[6:]
    rows = [["环境质量", *body[1:6]], ["", *body[6:11]], [body[11], *body[12:17]]]
    return lines[:first], [heads, *rows], lines[last:]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 \xe2\xe3", "PDF"),
        (b"PK\x03\x04 nothing", "not a readable .docx"),
        (b"\xff\xfa\x81 \xff" * 40, "neither UTF-8 nor GBK"),
        (("hello world " * 30).encode(), "no Chinese text"),
        (("没有任何任务的普通文章。" * 20).encode(), "no period"),
    ],
)
def test_what_is_no_plan_is_refused_in_one_sentence(data, words):
    with pytest.raises(PlanUnreadable, match=words) as refusal:
        read_bytes(data, "file.txt")
    assert str(refusal.value).startswith("file.txt: ")
    assert "\n" not in str(refusal.value)


def test_a_table_cut_short_names_its_row():
    cut = TEXT.replace("完成市级下达任务\n约束性\n", "")
    with pytest.raises(PlanUnreadable, match="row 3 .*氨氮.*cut short"):
        read_bytes(cut.encode(), "plan.txt")


def test_gbk_is_read_and_asked_about():
    plan = read_bytes(TEXT.replace("μ", "u").replace("≤", "不高于").encode("gb18030"), "plan.txt")
    assert len(plan.tasks) == 2
    assert "encoding" in {q.kind for q in plan.questions}


def test_every_question_reads_as_a_sentence(plan):
    texts = [question["text"] for question in to_json(plan)["questions"]]
    assert texts
    assert all("{" not in text for text in texts)
