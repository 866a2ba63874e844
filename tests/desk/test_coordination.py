"""Coordination by its pages: raise, put on the agenda, hold, decide, settle; a department sees its own."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huanzhi.plan.models import Assignment, Meeting, Problem


@pytest.fixture
def planner(demo, as_person):
    return as_person("planner")


def test_the_list_says_what_stands_out_and_filters(planner):
    page = planner.get("/desk/coordination/").content.decode()
    assert "农膜回收网点经费未落实" in page
    assert "雨污混接段权属不清" in page
    out = planner.get("/desk/coordination/?escalated=on").content.decode()
    assert "农膜回收网点经费未落实" in out
    assert "雨污混接段权属不清" not in out
    none = planner.get("/desk/coordination/?q=没有这个问题").content.decode()
    assert "这里没有问题" in none


def test_a_problem_links_to_where_it_came_from_and_to_its_cases(planner):
    item = Problem.objects.get(origin="task:T044")
    page = planner.get(f"/desk/coordination/{item.pk}/").content.decode()
    assert 'href="/desk/tasks/T044/"' in page
    for one in Assignment.objects.filter(decision__problem=item):
        assert f'href="/desk/cases/{one.case.number}/"' in page


def test_a_department_raises_from_an_origin_and_sees_only_its_own(demo, as_person):
    housing = as_person("housing")
    form = housing.get("/desk/coordination/raise/?origin=indicator:3&title=扬尘").content.decode()
    assert 'href="/desk/indicators/3/"' in form
    body = {"title": "扬尘", "text": "x", "origin": "indicator:3", "organisation": "D01"}
    assert housing.post("/desk/coordination/raise/", body).status_code == 422  # of another department
    wrong = housing.post("/desk/coordination/raise/", body | {"organisation": "D05", "origin": "moon:1"})
    assert wrong.status_code == 422
    assert "moon:1" in wrong.content.decode()
    made = housing.post("/desk/coordination/raise/", body | {"organisation": "D05", "origin": ""})
    assert made.status_code == 302
    assert "扬尘" in housing.get(made["Location"]).content.decode()
    others = Problem.objects.get(origin="task:T015")
    assert housing.get(f"/desk/coordination/{others.pk}/").status_code == 404
    assert housing.post("/desk/coordination/agenda/", {}).status_code == 403  # before the form is looked at


def test_from_the_agenda_to_a_case(planner):
    problem, called = Problem.objects.get(title__startswith="雨污"), Meeting.objects.get(state="called")
    other = called.agenda.get().problem
    page = f"/desk/coordination/meetings/{called.pk}/"
    put = {"meeting": called.pk, "problem": [problem.pk]}
    assert planner.post("/desk/coordination/agenda/", put)["Location"] == page
    order = {"problem": [other.pk, problem.pk], f"order_{other.pk}": "2", f"order_{problem.pk}": "1"}
    assert planner.post(f"{page}agenda/", order).status_code == 302
    assert [item.problem_id for item in called.agenda.order_by("order")] == [problem.pk, other.pk]
    hold = {"hold-chair": "区领导", "hold-present": ["D01", "D05"]}
    early = planner.post(f"{page}hold/", hold)
    assert (early.status_code, "还没到" in early.content.decode()) == (422, True)
    Meeting.objects.filter(pk=called.pk).update(day=timezone.localdate())
    assert planner.post(f"{page}hold/", hold).status_code == 302
    name, until = f"p{problem.pk}", timezone.localdate() + timedelta(days=9)
    said = {f"{name}-text": "认领", f"{name}-conclusion": "assign", f"{name}-organisation_1": "D05"}
    half = planner.post(f"{page}decide/{problem.pk}/", said)
    assert (half.status_code, "到哪天" in half.content.decode()) == (422, True)
    whole = said | {f"{name}-task_1": "认领井盖", f"{name}-due_1": until.isoformat()}
    assert planner.post(f"{page}decide/{problem.pk}/", whole).status_code == 302
    case = Assignment.objects.get(decision__problem=problem).case
    assert (case.kind, case.due_on) == ("assignment", until)
    settle = planner.post(f"/desk/coordination/{problem.pk}/settle/", {"settle-note": "x"})
    assert (settle.status_code, case.number in settle.content.decode()) == (422, True)


def test_minutes_are_kept_and_come_back_as_they_were(planner, as_person, settings, tmp_path):
    settings.ATTACHMENTS = tmp_path
    held = Meeting.objects.get(state="held")
    page = f"/desk/coordination/meetings/{held.pk}/"
    file = SimpleUploadedFile("纪要.txt", "议定事项".encode())
    body = {"minutes-document": "朝协〔2026〕1号", "minutes-file": file}
    assert planner.post(f"{page}minutes/", body).status_code == 302
    got = as_person("housing").get(f"{page}minutes/file/")
    assert b"".join(got.streaming_content) == "议定事项".encode()
    assert "attachment" in got["Content-Disposition"]


def test_a_department_that_was_not_there_does_not_see_the_meeting(demo, as_person):
    called = Meeting.objects.get(state="called")
    assert as_person("housing").get(f"/desk/coordination/meetings/{called.pk}/").status_code == 404
