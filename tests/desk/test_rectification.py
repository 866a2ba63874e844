"""Rectification by its pages: rounds as printed or counted, an item step by step, letters, what the public sees."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huanzhi.plan.models import InspectionLetter, RectificationItem

ITEMS = "/desk/rectification/items/"


@pytest.fixture(autouse=True)
def attachments(settings, tmp_path):
    settings.ATTACHMENTS = tmp_path


def photo():
    out = BytesIO()
    Image.new("RGB", (40, 30), (uuid4().int % 255, 20, 30)).save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue())


def test_the_history_stands_as_the_plan_prints_it_and_says_what_is_not_known(demo, as_person):
    page = as_person("planner").get("/desk/rectification/")
    rows = {row.round.code: row for row in page.context["rows"]}
    assert [(rows[c].items.total, rows[c].letters.total) for c in ("R1", "R2", "R3", "R4")] == [
        (19, 537), (23, 100), (10, 170), (None, 69),
    ]  # fmt: skip
    printed = [rows[code] for code in ("R1", "R2", "R3", "R4")]
    assert sum(row.items.total or 0 for row in printed) == 52
    assert sum(row.letters.total for row in printed) == sum(row.letters.closed for row in printed) == 876
    text = page.content.decode()
    assert text.count("照规划原文；单个事项未登记") == 4
    assert "第四轮是哪一次督察" in text
    assert (rows["S1"].items.total, rows["S1"].items.closed, rows["S1"].as_printed) == (7, 1, False)


def test_items_by_state_as_list_and_board_and_late_ones(demo, as_person):
    client = as_person("planner")
    assert "S1-06" in client.get(f"{ITEMS}?state=written_off").content.decode()
    late = client.get(f"{ITEMS}?late=on").context["page"].object_list
    assert [item.code for item in late] == ["S1-02"]
    board = client.get(f"{ITEMS}?view=board").context["board"]
    assert [[item.code for item, _stand in rows] for _label, rows in board] == [
        ["S1-07"], ["S1-02", "S1-01"], ["S1-03"], ["S1-04"], [], ["S1-05"], ["S1-06"],
    ]  # fmt: skip


def test_a_department_sees_what_it_answers_for(demo, as_person):
    client = as_person("housing")
    seen = {item.code for item in client.get(ITEMS).context["page"]}
    assert seen == {"S1-07", "S1-02", "S1-03"}
    assert client.get(f"{ITEMS}S1-04/").status_code == 404
    assert {item.code for item in as_person("ecology").get(ITEMS).context["page"]} >= {"S1-02", "S1-04"}


def test_an_item_goes_all_the_way_by_its_pages(demo, as_person):
    page = f"{ITEMS}S1-07/"

    def post(who, name, **fields):
        body = {f"{name}-{key}": value for key, value in fields.items()}
        answer = as_person(who).post(f"{page}{name}/", body)
        return answer.status_code, RectificationItem.objects.get(code="S1-07").state, answer

    assert post("planner", "take-item")[:2] == (302, "underway")
    status, state, answer = post("housing", "propose-close", key=uuid4(), result="已清运")
    assert (status, state) == (422, "underway")  # shows nothing
    assert post("housing", "propose-close", key=uuid4(), result="已清运", file=photo())[1] == "proposed"
    assert post("housing", "check-close", key=uuid4(), passed="yes", opinion="好")[0] == 403
    said = as_person("housing").get(page).content.decode()
    assert "不能再验收" in said
    assert post("housing2", "check-close", key=uuid4(), passed="yes", opinion="已清")[1] == "checked"
    assert post("housing2", "check-close", key=uuid4(), passed="yes", opinion="好", file=photo())[0] == 403
    assert post("inspector", "check-close", key=uuid4(), passed="yes", opinion="好", file=photo())[0] == 403
    assert post("planner", "check-close", key=uuid4(), passed="yes", opinion="好")[0] == 422  # shows nothing
    assert (
        post("planner", "check-close", key=uuid4(), passed="yes", opinion="好", file=photo())[1]
        == "confirmed"
    )
    assert post("planner", "publish-close", comments_to="12345")[:2] == (302, "published")
    status, state, answer = post("planner", "write-off", document="1号")
    assert (status, state) == (422, "published")
    assert "公示到" in answer.content.decode()
    assert "S1-07" in as_person("planner").get("/portal/closings/").content.decode()
    assert post("planner", "reopen-item", reason="又堆了")[1] == "underway"


def test_the_public_page_needs_no_account_and_shows_published_fields_alone(demo, client):
    page = client.get("/portal/closings/")
    text = page.content.decode()
    assert [one.number for one in page.context["rows"]] == ["S1-05"]
    assert "演示信箱" in text
    for hidden in ("林承办", "江监测", "高复核", "堆点旁仍有散落", "S1-04"):
        assert hidden not in text


def test_a_repeat_is_proposed_and_taken_by_a_button(demo, as_person):
    client = as_person("planner")
    page = client.get("/desk/rectification/letters/")
    alike = {letter.code: pair[0].code for letter, pair in page.context["rows"] if pair}
    assert alike == {"S1-X02": "S1-X01"}
    client.post("/desk/rectification/letters/S1-X02/repeat/", {"of": "S1-X01"})
    assert InspectionLetter.objects.get(code="S1-X02").repeat_of.code == "S1-X01"
    assert "重复于S1-X01" in client.get("/desk/rectification/letters/").content.decode()


def test_a_round_is_entered_by_its_form_once(demo, as_person):
    client = as_person("planner")
    body = {"code": "R9", "name": "新一轮", "level": "provincial", "year": "2026"}
    assert client.post("/desk/rectification/", body).status_code == 302
    assert client.post("/desk/rectification/", body).status_code == 422
