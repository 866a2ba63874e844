"""The pages of the year over a small plan: who sees what, the way from draft to force by forms, refusals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plan.year.conftest import NOW, UNTIL

from huanzhi.plan.actions.year.drafting import amend_year
from huanzhi.plan.actions.year.editing import edit_item
from huanzhi.plan.actions.year.negotiating import comment_year, open_negotiation
from huanzhi.plan.models import AnnualComment, AnnualPlan
from huanzhi.plan.year.queries import in_force


@pytest.fixture
def client_of(small, client):
    def sign_in(username):
        client.force_login(small.users[username])
        return client

    return sign_in


def html(answer):
    return answer.content.decode()


def test_a_year_goes_from_draft_to_force_by_forms(small, client_of):
    planner = client_of("fang")
    answer = planner.post("/desk/years/", {"draft-year": "2025"})
    plan = AnnualPlan.objects.get()
    assert answer.url == f"/desk/years/{plan.pk}/"
    at = answer.url
    page = html(planner.get(at))
    assert "细颗粒物（PM2.5）年均浓度" in page
    assert "≤ 30 µg/m3" in page
    assert client_of("lin").get(at).status_code == 404  # a draft is the planner's own
    assert client_of("fang").post(f"{at}negotiation/open/", {"until": "2020-01-01"}).status_code == 422
    client_of("fang").post(f"{at}negotiation/open/", {"until": "2099-01-01"})

    forest = client_of("lin")
    page = html(forest.get(f"{at}negotiation/"))
    assert "2 项待我单位反馈" in page
    road = small.item(plan, "task:T003")
    answer = forest.post(f"{at}negotiation/", {"item": road.pk, "agrees": "0", "reason": ""})
    assert answer.status_code == 422
    assert "异议须写明理由" in html(answer)
    forest.post(f"{at}negotiation/", {"item": road.pk, "agrees": "0", "reason": "路太多"})
    forest.post(f"{at}negotiation/", {"agrees": "1"})
    assert "待我单位反馈" not in html(forest.get(f"{at}negotiation/"))

    planner = client_of("fang")
    assert "路太多" in html(planner.get(at))
    answer = planner.post(f"{at}signing/")
    assert answer.status_code == 422
    assert "异议尚未答复" in html(answer)
    word = AnnualComment.objects.get(agrees=False)
    assert planner.post(f"{at}words/{word.pk}/answer/", {"answer": ""}).status_code == 422
    planner.post(f"{at}words/{word.pk}/answer/", {"answer": "规划已定"})
    for name in ("wei", "cai", "fang"):
        client_of(name).post(f"{at}negotiation/", {"agrees": "1"})
    client_of("fang").post(f"{at}signing/")
    assert client_of("wei").post(f"{at}lists/FO/sign/").status_code == 404
    for name, code in (("wei", "WA"), ("cai", "FI"), ("lin", "FO")):
        assert "签署本清单" in html(client_of(name).get(f"{at}lists/{code}/"))
        client_of(name).post(f"{at}lists/{code}/sign/")
    answer = client_of("fang").post(
        f"{at}paper/", {"paper-organisation": "EC", "paper-name": "", "paper-paper": ""}
    )
    assert answer.status_code == 422
    client_of("fang").post(
        f"{at}paper/", {"paper-organisation": "EC", "paper-name": "方局长", "paper-paper": "2024-1卷"}
    )
    assert client_of("wei").post(f"{at}district/").status_code == 403
    client_of("zhang").post(f"{at}district/")
    client_of("fang").post(f"{at}force/", {"number": "朝环发〔2024〕1号"})
    held = in_force(small.document, 2025)
    assert held.pk == plan.pk
    page = html(client_of("zhang").get(at))
    assert held.sha256 in page
    assert "2024-1卷" in page
    answer = client_of("fang").post(f"{at}amend/", {"number": "", "day": "", "reason": ""})
    assert answer.status_code == 422
    answer = client_of("fang").post(f"{at}amend/", {"number": "2号", "day": "2025-03-01", "reason": "调整"})
    assert answer.url != at


def test_a_department_sees_its_own_items_alone(small, drafted, client_of):
    open_negotiation(small.actor("fang"), drafted, UNTIL, now=NOW)
    forest = client_of("lin")
    page = html(forest.get(f"/desk/years/{drafted.pk}/"))
    assert "种树" in page
    assert "治水" not in page
    assert "PM2.5" not in page
    other = small.item(drafted, "task:T001")
    assert forest.get(f"/desk/years/{drafted.pk}/items/{other.pk}/").status_code == 404
    assert forest.get(f"/desk/years/{drafted.pk}/lists/WA/").status_code == 404
    assert forest.get(f"/desk/years/{drafted.pk}/lists/FO/").status_code == 200
    comment_year(small.actor("wei"), drafted, small.bodies["WA"], False, "水务不同意", [other])
    assert "水务不同意" not in html(forest.get(f"/desk/years/{drafted.pk}/negotiation/"))
    assert "水务不同意" in html(client_of("zhang").get(f"/desk/years/{drafted.pk}/negotiation/"))


def test_the_table_filters_by_department_and_says_what_is_derived(small, drafted, client_of):
    planner = client_of("fang")
    page = html(planner.get(f"/desk/years/{drafted.pk}/"))
    assert "1 项目标为推算" in page
    assert "推算：由基数到目标按直线" in page
    page = html(planner.get(f"/desk/years/{drafted.pk}/?department=FI"))
    assert "治水" in page
    assert "修路" not in page


def test_the_planner_edits_an_item_and_faults_stand_at_the_field(small, drafted, client_of):
    planner, item = client_of("fang"), small.item(drafted, "task:T003")
    at = f"/desk/years/{drafted.pk}/items/{item.pk}/"
    said = {
        "step": "修三条路", "target": "", "comparator": ">=", "value": "3", "unit": "条", "due_on": "2024-10-31",
        "person": "李四", "left_out": "", "answering": "*林业局\n水务局", "supporting": "财政局", "reason": "商定",
    }  # fmt: skip
    answer = planner.post(at, said | {"due_on": "2025-01-01", "answering": "没有局"})
    assert answer.status_code == 422
    page = html(answer)
    assert "不在2024年内" in page
    assert "没有单位没有局" in page
    assert planner.post(at, said).status_code == 302
    item = small.item(drafted, "task:T003")
    assert (item.goal, item.basis, item.person) == ("≥ 3 条", "agreed", "李四")
    assert [(part.organisation.code, part.role) for part in item.parts.all()] == [
        ("FO", "lead"), ("WA", "responsible"), ("FI", "supporting"),
    ]  # fmt: skip
    planner.post(at, said | {"value": "", "unit": "", "comparator": ""})
    assert small.item(drafted, "task:T003").goal == ""
    open_negotiation(small.actor("fang"), drafted, UNTIL, now=NOW)
    assert client_of("lin").post(at, said).status_code == 403


def test_the_difference_of_two_versions_names_who_signs_again(small, forced, client_of):
    newer = amend_year(small.actor("fang"), forced, "2号", "变了", UNTIL)
    edit_item(small.actor("fang"), small.item(newer, "task:T003"), {"step": "只修一条路"})
    page = html(client_of("fang").get(f"/desk/years/{newer.pk}/against/{forced.pk}/"))
    assert "<del>修路</del>" in page
    assert "<ins>只修一条路</ins>" in page
    again = page.split('id="again"')[1]
    assert "林业局" in again
    assert "水务局" not in again


def test_pages_cost_the_same_however_many_items(small, drafted, client_of):
    from huanzhi.plan.models import AnnualItem, AnnualPart

    client = client_of("fang")
    plan = drafted

    def cost():
        found = []
        for tail in ("", "lists/FO/", "negotiation/"):
            client.get(f"/desk/years/{plan.pk}/{tail}")
            with CaptureQueriesContext(connection) as held:
                assert client.get(f"/desk/years/{plan.pk}/{tail}").status_code == 200
            found.append(len(held))
        return found

    few = cost()
    for n in range(20):
        item = AnnualItem.objects.create(plan=plan, about=f"task:X{n}", order=90 + n, title="x", due_on=UNTIL)
        for code in ("FO", "EC", "WA"):
            AnnualPart.objects.create(item=item, organisation=small.bodies[code], role="responsible", order=1)
    assert cost() == few
