"""Rounds on the desk: each sees their part, what lacks something comes back at its field."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.work.photos import photo

from huanzhi.plan.actions.rounds import open_round
from huanzhi.plan.models import AnnualItem, AnnualPlan, Answer, Asked, Milestone, Round
from huanzhi.work.models import Obligation


@pytest.fixture
def now_running(world):
    today = timezone.localdate()
    return open_round(
        world.actors["planner"], world.document, "now", today - timedelta(days=90), today - timedelta(days=1)
    )


def signed_in(client, world, name):
    client.force_login(world.people[name])
    return client


def test_a_department_sees_its_own_and_nothing_of_others(client, world, now_running):
    own = now_running.asked.get(organisation__code="FARM")
    other = now_running.asked.filter(organisation__code="HOUSE").first()
    farm = signed_in(client, world, "farm")
    page = farm.get(f"/desk/rounds/{now_running.pk}/").content.decode()
    assert "T003" in page
    assert "T002" not in page
    assert farm.get(f"/desk/rounds/asked/{own.pk}/").status_code == 200
    assert farm.get(f"/desk/rounds/asked/{other.pk}/").status_code == 404
    assert farm.post(f"/desk/rounds/asked/{other.pk}/answer/", {}).status_code == 404
    assert farm.post(f"/desk/rounds/{now_running.pk}/close/").status_code == 403


def test_the_sheet_takes_one_answer_after_the_other(client, world, now_running):
    house = signed_in(client, world, "house")
    sheet = house.get(f"/desk/rounds/{now_running.pk}/mine/").content.decode()
    assert "2 answers are owed" in sheet
    row = now_running.asked.get(organisation__code="HOUSE", task__code="T002")
    target = row.task.targets.get()
    said = {
        "from": "sheet",
        f"a{row.pk}-state": "done",
        f"a{row.pk}-done": "built",
        f"a{row.pk}-q{target.pk}": "26",
    }
    wrong = house.post(f"/desk/rounds/asked/{row.pk}/answer/", said)
    assert wrong.status_code == 422
    assert "needs evidence" in wrong.content.decode()
    assert "built" in wrong.content.decode()  # what was typed is still there
    said[f"a{row.pk}-files"] = [
        SimpleUploadedFile("a.jpg", photo()),
        SimpleUploadedFile("b.jpg", photo(colour=(1, 2, 3))),
    ]
    assert house.post(f"/desk/rounds/asked/{row.pk}/answer/", said).status_code == 302
    made = Answer.objects.get()
    assert made.files.count() == 2
    assert made.quantities == [{"target": "25 %", "value": "26", "unit": "%"}]
    assert house.get(f"/desk/rounds/files/{made.files.first().pk}/").status_code == 200
    signed_in(client, world, "farm")
    assert client.get(f"/desk/rounds/files/{made.files.first().pk}/").status_code == 404


def test_the_planner_takes_it_or_gives_it_back(client, world, now_running):
    row = now_running.asked.get(organisation__code="HOUSE", task__code="T002")
    signed_in(client, world, "house").post(
        f"/desk/rounds/asked/{row.pk}/answer/", {f"a{row.pk}-state": "underway", f"a{row.pk}-done": "pipes"}
    )
    planner = signed_in(client, world, "planner")
    assert planner.post(f"/desk/rounds/asked/{row.pk}/return/", {"reason": ""}).status_code == 422
    assert planner.post(f"/desk/rounds/asked/{row.pk}/return/", {"reason": "which?"}).status_code == 302
    signed_in(client, world, "house").post(
        f"/desk/rounds/asked/{row.pk}/answer/",
        {f"a{row.pk}-state": "underway", f"a{row.pk}-done": "northern"},
    )
    planner = signed_in(client, world, "planner")
    assert planner.post(f"/desk/rounds/{now_running.pk}/accept/", {"asked": [row.pk]}).status_code == 302
    page = planner.get(f"/desk/rounds/asked/{row.pk}/").content.decode()
    for words in ("pipes", "which?", "northern", "accepted"):
        assert words in page
    assert planner.post(f"/desk/rounds/{now_running.pk}/remind/", {}).status_code == 302
    assert planner.post(f"/desk/rounds/{now_running.pk}/close/").status_code == 302
    closed = planner.get(f"/desk/rounds/{now_running.pk}/").content.decode()
    assert "Bulletin" in closed


def test_a_round_is_opened_on_the_page_after_a_look_at_whom_it_asks(client, world):
    planner = signed_in(client, world, "planner")
    today = timezone.localdate()
    said = {"name": "R", "first_day": today - timedelta(days=30), "last_day": today}
    seen = planner.post("/desk/rounds/open/", said | {"preview": "1"}).content.decode()
    assert "3 departments would be asked" in seen
    assert not Round.objects.exists()
    assert planner.post("/desk/rounds/open/", said | {"name": ""}).status_code == 422
    assert planner.post("/desk/rounds/open/", said).status_code == 302
    assert Asked.objects.count() == 4
    again = planner.post("/desk/rounds/open/", said)
    assert again.status_code == 422
    assert "there is a round" in again.content.decode()
    assert (
        signed_in(client, world, "house").post("/desk/rounds/open/", said | {"name": "S"}).status_code == 403
    )


def test_a_filled_sheet_is_taken_whole_or_not_at_all(client, world, now_running):
    from huanzhi.kit.spreadsheets import rows_of, to_xlsx

    house = signed_in(client, world, "house")
    content = house.get(f"/desk/rounds/{now_running.pk}/sheet.xlsx").content
    lines = [cells for _number, cells in rows_of(content, "a.xlsx")]
    assert [cells["number"] for cells in lines] == ["T001", "T002"]
    assert [cells["quantities reached"] for cells in lines] == ["", "25 % ="]
    head = list(lines[0])

    def send(*rows):
        sheet = to_xlsx(head, [[row.get(name, "") for name in head] for row in rows])
        address = f"/desk/rounds/{now_running.pk}/upload/"
        return house.post(
            address, {"sheet": SimpleUploadedFile("a.xlsx", sheet)}, follow=True
        ).content.decode()

    good = {"number": "T001", "state": "under way", "what was done": "x", "next step by": ""}
    bad = {"number": "T002", "state": "sleeping", "what was done": "y"}
    page = send(good, bad)
    assert "row 3, state: “sleeping”" in page
    assert "row 2, number: “T009” is not asked" in send({**good, "number": "T009"})
    assert "row 2: say what is in the way" in send({**good, "state": "held up"})
    assert not Answer.objects.exists()
    assert "“99 % = 3” begins with no target" in send({**good, "quantities reached": "99 % = 3"})
    assert "25 %: much is no number" in send({**good, "number": "T002", "quantities reached": "25 % = much"})
    assert "stands in row 2 already" in send(good, good)
    assert not Answer.objects.exists()
    assert "2 answers taken" in send(good, {**bad, "state": "under way", "quantities reached": "25 % = 24.5"})
    assert Answer.objects.get(asked__task__code="T002").quantities == [
        {"target": "25 %", "value": "24.5", "unit": "%"}
    ]
    again = house.get(f"/desk/rounds/{now_running.pk}/sheet.xlsx").content
    assert rows_of(again, "a.xlsx") == []  # what waits for the planner is not asked again


def test_a_period_is_offered_and_tasks_are_chosen_by_number(client, world):
    planner = signed_in(client, world, "planner")
    page = planner.get("/desk/rounds/?period=year").content.decode()
    last = timezone.localdate().year - 1
    assert f'value="{last}-01-01"' in page
    assert f'value="{last}-12-31"' in page
    said = {"name": "R", "first_day": f"{last}-01-01", "last_day": f"{last}-12-31", "tasks": "T002，T009"}
    wrong = planner.post("/desk/rounds/open/", said)
    assert wrong.status_code == 422
    assert "no task T009" in wrong.content.decode()
    assert planner.post("/desk/rounds/open/", said | {"tasks": "T002、T003"}).status_code == 302
    assert set(Asked.objects.values_list("task__code", flat=True)) == {"T002", "T003"}


def test_all_that_waits_is_accepted_at_once(client, world, now_running):
    for row in now_running.asked.exclude(organisation__code="EPB"):
        name = row.organisation.code.lower()
        said = {f"a{row.pk}-state": "underway", f"a{row.pk}-done": "x"}
        signed_in(client, world, name).post(f"/desk/rounds/asked/{row.pk}/answer/", said)
    planner = signed_in(client, world, "planner")
    assert "Accept all 3 that wait" in planner.get(f"/desk/rounds/{now_running.pk}/").content.decode()
    assert planner.post(f"/desk/rounds/{now_running.pk}/accept/", {"all": "1"}).status_code == 302
    assert now_running.asked.filter(state="accepted").count() == 3


def test_a_question_shows_what_the_system_knows_besides(client, world, now_running):
    year = now_running.last_day.year
    plan = AnnualPlan.objects.create(
        document=world.document, year=year, drafted_at=timezone.now(), drafted_by="p"
    )
    AnnualItem.objects.create(
        plan=plan, about="task:T002", order=1, title="t", step="lay 3 km", target="25 % separated",
        due_on=timezone.localdate(),
    )  # fmt: skip
    plan.state, plan.number, plan.content, plan.sha256 = "in-force", "1", "{}", "0" * 64
    plan.in_force_at = timezone.now()
    plan.save()
    Milestone.objects.create(document=world.document, year=year, text="sewers mapped")
    Obligation.objects.create(
        rule="x", subject="x:1", period="once", subject_name="s", organisation=world.bodies["HOUSE"],
        due_on=timezone.localdate() - timedelta(days=3), changed_at=timezone.now(),
        terms={"zh": "z", "en": "e", "clause": "c", "grade": "g", "proof": "file", "every": "once", "days": 0,
               "remind": [], "case": "", "case_after": 0},
    )  # fmt: skip
    page = signed_in(client, world, "house").get(f"/desk/rounds/{now_running.pk}/mine/").content.decode()
    for words in ("lay 3 km", "25 % separated", "sewers mapped", "1 duty of the department is late"):
        assert words in page
