"""The pages of the grid: vacancies, who acts, the past; forms for who may change it; telephones stay inside."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import appoint, grant, relieve, save_organisation, substitute
from huanzhi.people.models import GridPost

pytestmark = pytest.mark.django_db
ALL = SYSTEM("t")


@pytest.fixture
def planner(client, persons):
    grant(ALL, persons.deng, save_organisation(ALL, "D", {"name": "局"}), "planner")
    client.force_login(persons.deng)
    return client


def test_the_tree_says_what_is_vacant_and_who_acts(planner, cells, persons):
    today, now = timezone.localdate(), timezone.now()
    appoint(ALL, cells["1111"], persons.an, today, phone="13812345678")
    substitute(ALL, persons.an, persons.bai, now - timedelta(hours=1), now + timedelta(days=3), "leave")
    page = planner.get("/desk/grid/").content.decode()
    assert "最末级网格 2 个，其中 1 个无人" in page
    assert "白代理" in page
    assert "13812345678" in page
    only = planner.get("/desk/grid/?only=vacant").content.decode()
    assert "格112" in only
    assert "格1111" not in only


def test_the_tree_takes_few_queries(planner, cells, persons):
    from huanzhi.people.gridview import tree

    appoint(ALL, cells["1111"], persons.an, timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        assert len(tree(persons.deng, timezone.now())) == 5
    assert len(asked) <= 5, "\n".join(query["sql"][:120] for query in asked)


def test_appoint_and_relieve_on_the_page_and_the_past_stays(planner, cells, persons):
    today = timezone.localdate()
    form = {"user": "an", "duty": "member", "since": str(today - timedelta(days=30)), "phone": "1"}
    assert planner.post("/desk/grid/1111/appoint/", form).status_code == 302
    post = GridPost.objects.get()
    page = planner.get("/desk/grid/1111/").content.decode()
    assert "现由<b>安</b>负责" in page
    planner.post(
        f"/desk/grid/1111/posts/{post.pk}/relieve/", {"on": str(today - timedelta(days=1)), "reason": "调岗"}
    )
    page = planner.get("/desk/grid/1111/").content.decode()
    assert "调岗" in page
    assert "都没有人负责" in page
    planner.post("/desk/grid/1111/appoint/", {"user": "nobody", "duty": "member", "since": "x"})
    assert GridPost.objects.count() == 1


def test_a_vacant_cell_says_where_it_falls_to(planner, cells, persons):
    appoint(ALL, cells["11"], persons.chen, date(2020, 1, 1), duty="chief")
    page = planner.get("/desk/grid/1111/").content.decode()
    assert "现由<b>陈</b>负责" in page
    assert "格1111、格111 无人，由上级承担： 格11" in page


def test_who_may_not_change_it_does_not(client, cells, persons):
    grant(ALL, persons.an, save_organisation(ALL, "T", {"name": "街道"}), "grid")
    post = appoint(ALL, cells["1111"], persons.bai, date(2020, 1, 1))
    client.force_login(persons.an)
    page = client.get("/desk/grid/1111/").content.decode()
    assert "/appoint/" not in page
    assert client.post("/desk/grid/1111/appoint/", {"user": "an"}).status_code == 403
    assert (
        client.post(
            f"/desk/grid/1111/posts/{post.pk}/relieve/", {"on": "2026-01-01", "reason": "x"}
        ).status_code
        == 403
    )


def test_telephones_stay_inside(client, planner, cells, persons):
    appoint(ALL, cells["1111"], persons.an, date(2020, 1, 1), phone="13812345678")
    assert "13812345678" not in planner.get("/api/registers/area/").content.decode()
    client.logout()
    assert client.get("/desk/grid/").status_code == 302
    assert "13812345678" not in client.get("/").content.decode()


def test_a_past_post_does_not_speak_of_another_cell(planner, cells, persons):
    post = appoint(ALL, cells["1111"], persons.an, date(2020, 1, 1))
    relieve(ALL, post, date(2020, 2, 1), "x")
    assert planner.post(f"/desk/grid/111/posts/{post.pk}/relieve/", {}).status_code == 404
