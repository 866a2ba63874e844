"""Works keep their codes when a plan is read again; those of the text stand where the profile says."""

import copy

import pytest
from tests.plan.works.conftest import READ, WORKS

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.plan.actions import import_plan
from huanzhi.plan.actions.works import save_project, take_works
from huanzhi.plan.profile import PROFILES, table
from huanzhi.plan.works.queries import about_task
from huanzhi.wire.plandoc import read_file

PLACE = PROFILES / "chaoyang"


def _again(change):
    read = copy.deepcopy(READ)
    change(read["projects"])
    return import_plan(SYSTEM("t"), read, file_name="again.json", reason="r", number="1号")


def test_codes_in_printed_order_boxes_first(small):
    rows = [(w.code, w.origin, w.name) for w in small.document.projects.order_by("code")]
    assert rows == [("W01", "box", "新建甲厂"), ("W02", "box", "乙河清淤"), ("W03", "text", "丙园")]
    assert small.plant.key == f"{small.document.pk}-W01"


def test_reading_again_keeps_code_and_what_was_said(small):
    save_project(small.actor("fang"), small.plant, {"budget_yuan": 12_000_000}, "朝发改〔2022〕1号")

    def change(rows):
        rows[0]["quantities"] = [{"value": 2, "unit": "座"}]
        rows.insert(0, {"column": 1, "group": "先", "name": "丁站", "quantities": []})

    _again(change)
    small.plant.refresh_from_db()
    assert (small.plant.code, small.plant.budget_yuan) == ("W01", 12_000_000)
    assert small.plant.quantities == [{"value": 2, "unit": "座"}]
    assert [task.code for task in small.plant.tasks.all()] == ["T001"]
    assert small.document.projects.get(name="丁站").code == "W04"


def test_a_work_printed_no_more_stays_and_says_so_and_its_code_is_not_given_again(small):
    _again(lambda rows: rows.pop(0))
    small.plant.refresh_from_db()
    assert not small.plant.in_plan
    _again(lambda rows: rows.append({"column": 2, "group": "", "name": "戊渠", "quantities": []}))
    small.plant.refresh_from_db()
    assert small.plant.in_plan
    assert small.document.projects.get(name="戊渠").code == "W04"


def test_a_work_that_moves_to_another_box_is_the_same(small):
    def change(rows):
        rows[0]["column"] = 5

    _again(change)
    small.plant.refresh_from_db()
    assert (small.plant.code, small.plant.column) == ("W01", 5)


def test_taking_the_works_again_makes_none_anew(small):
    assert take_works(SYSTEM("t"), small.document, WORKS) == 0
    assert small.document.projects.count() == 3
    task = small.document.tasks.get(code="T001")
    assert [work.code for work in about_task(task)] == ["W01", "W02"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": [{**WORKS["text"][0], "task": "T999"}]}, "T999"),
        ({"box": [{"name": "没有的工程", "tasks": []}]}, "没有的工程"),
    ],
)
def test_a_name_that_the_plan_does_not_have_is_named(small, said, words):
    with pytest.raises(ValueError, match=words):
        take_works(SYSTEM("t"), small.document, said)


def test_the_profile_names_every_work_of_the_boxes_and_only_tasks_there_are():
    said, plan = table(PLACE, "works.toml"), table(PLACE, "plan.json")
    assert [row["name"] for row in said["box"]] == [row["name"] for row in plan["projects"]]
    codes = {row["id"] for row in plan["tasks"]}
    assert {code for row in said["box"] for code in row["tasks"]} <= codes
    assert all(row["tasks"] for row in said["box"])
    assert len({(row["task"], row["name"]) for row in said["text"]}) == len(said["text"]) == 43


def test_the_quoted_words_stand_in_the_plan_where_the_profile_says(shared):
    plan = read_file(shared / "plan" / "chaoyang-plan.txt")
    tasks = {task.id: task for task in plan.tasks}
    for row in table(PLACE, "works.toml")["text"]:
        task, start, end = tasks[row["task"]], row["start"], row["start"] + len(row["printed"])
        assert plan.text[start:end] == row["printed"]
        assert task.start <= start < end <= task.end
        assert len(row["printed"]) < 40, "short words, not the plan's sentences"
        for quantity in row.get("quantities", []):
            assert f"{quantity['value']}{quantity['unit']}" in row["printed"]
