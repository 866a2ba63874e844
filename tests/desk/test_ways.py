"""The ways people take: a case from the finding to its end, a question answered, a task reported."""

import pytest

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant
from huanzhi.plan.models import Amendment, Indicator, Question, Task, TaskRole


def test_a_case_from_the_department_to_the_planner(demo, as_person):
    address = f"/desk/cases/{demo.case.number}/"
    client = as_person("ecology")
    assert "接收办理" in client.get(address).content.decode()
    client.post(f"{address}work.accept/")
    client.post(f"{address}work.report-done/", {"report-done-note": "洒水三次"})
    page = client.get(address).content.decode()
    assert "洒水三次" in page
    assert "您的角色不办这一步" in page
    assert client.post(f"{address}work.verify/", {"verify-note": "我自己看过"}).status_code == 403
    client = as_person("planner")
    assert client.post(f"{address}work.verify/", {"verify-note": "现场复核"}).status_code == 302
    demo.case.refresh_from_db()
    assert demo.case.state == "closed"


def test_a_step_out_of_turn_is_a_clear_page_and_changes_nothing(demo, as_person):
    answer = as_person("planner").post(f"/desk/cases/{demo.case.number}/work.verify/", {"verify-note": "x"})
    assert answer.status_code == 409
    assert "没有改动任何记录" in answer.content.decode()
    demo.case.refresh_from_db()
    assert demo.case.state == "assigned"


def test_an_unknown_step_is_not_found(demo, as_person):
    assert as_person("planner").post(f"/desk/cases/{demo.case.number}/work.nothing/").status_code == 404


def test_answering_a_question_amends_the_plan(demo, as_person):
    question = Question.objects.get(kind="assigned-target-unknown", about="indicator:7")
    said = {
        "answer": "市里下达",
        "reason": "市政府文件",
        "number": "长环发〔2022〕1号",
        "value": "12.5",
        "comparator": "<=",
    }
    before = Entry.objects.count()
    assert as_person("planner").post(f"/desk/questions/{question.pk}/", said).status_code == 302
    indicator = Indicator.objects.get(no=7)
    assert (float(indicator.value), indicator.comparator) == (12.5, "<=")
    made = Amendment.objects.get(question=question)
    assert (made.number, made.changes["value"]) == ("长环发〔2022〕1号", ["None", "12.5"])
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("lacking", ["answer", "reason", "number"])
def test_an_answer_without_ground_changes_nothing(demo, as_person, lacking):
    question = Question.objects.get(kind="assigned-target-unknown", about="indicator:7")
    said = {"answer": "a", "reason": "b", "number": "c", "value": "12.5", lacking: " "}
    assert as_person("planner").post(f"/desk/questions/{question.pk}/", said).status_code == 200
    assert Indicator.objects.get(no=7).value is None


@pytest.mark.parametrize("person", ["ecology", "leader"])
def test_only_the_planner_answers(demo, as_person, person):
    question = Question.objects.first()
    client = as_person(person)
    assert "由规划管理人员答复" in client.get(f"/desk/questions/{question.pk}/").content.decode()
    said = {"answer": "a", "reason": "b", "number": "c"}
    assert client.post(f"/desk/questions/{question.pk}/", said).status_code == 403
    assert not Amendment.objects.exists()


def test_a_department_reports_its_own_task(demo, as_person):
    own = Task.objects.filter(roles__organisation__name="区住建局", roles__role="responsible").first()
    client = as_person("housing")
    client.post(f"/desk/tasks/{own.code}/report/", {"state": "underway", "report": "已开工两处"})
    own.refresh_from_db()
    assert (own.state, own.report) == ("underway", "已开工两处")
    assert "已开工两处" in client.get(f"/desk/tasks/{own.code}/").content.decode()


def test_a_department_neither_sees_nor_reports_another_ones_task(demo, as_person):
    other = Task.objects.exclude(roles__organisation__name="区住建局").first()
    client = as_person("housing")
    assert client.get(f"/desk/tasks/{other.code}/").status_code == 404
    said = {"state": "done", "report": "x"}
    assert client.post(f"/desk/tasks/{other.code}/report/", said).status_code == 404
    other.refresh_from_db()
    assert other.state == "unreported"


def test_a_supporting_department_sees_the_task_and_cannot_report_it(demo, as_person):
    part = TaskRole.objects.filter(role="supporting").first()
    user = create_user(SYSTEM("t"), "supporter", "配合")
    grant(SYSTEM("t"), user, part.organisation, "liaison")
    client = as_person("supporter")
    assert client.get(f"/desk/tasks/{part.task.code}/").status_code == 200
    said = {"state": "done", "report": "x"}
    assert client.post(f"/desk/tasks/{part.task.code}/report/", said).status_code == 403


def test_tasks_are_filtered_in_the_address(demo, as_person):
    client = as_person("planner")
    page = client.get("/desk/tasks/", {"department": demo.body.code, "chapter": "4"}).content.decode()
    count = Task.objects.filter(chapter=4, roles__organisation=demo.body).distinct().count()
    assert f"{count}项任务" in page
