"""Figures on pages: a stated one says so everywhere, what-if without scripts, freezing, sets that differ."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.addresses import addresses

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import define_member_set, refresh
from huanzhi.measures.models import Figure, Snapshot
from huanzhi.plan.queries import plan_status

DOCUMENT = "林发〔2026〕1号"


@pytest.fixture
def entered(demo, as_person):
    """The forest's figure, entered by the planner on its page."""
    said = {
        "year": demo.year,
        "value": "5.80",
        "document": DOCUMENT,
        "issuer": "区林业局",
        "day": f"{demo.day}",
    }
    client = as_person("planner")
    answer = client.post(f"/desk/figures/stated_forest_cover/enter/?year={demo.year}", said)
    assert answer.status_code == 302
    return client


def test_a_stated_figure_says_so_wherever_it_stands(demo, entered):
    places = [
        "/",
        "/desk/",
        "/desk/indicators/15/",
        "/desk/indicators/15/proof/",
        "/desk/figures/stated_forest_cover/",
    ]
    for place in places:
        page = entered.get(f"{place}?year={demo.year}").content.decode()
        assert "5.80" in page, place
        assert DOCUMENT in page, place
        assert "填报" in page, place
    for place in ("/desk/indicators/", "/desk/figures/"):
        assert "填报值" in entered.get(f"{place}?year={demo.year}").content.decode(), place
    rows = entered.get("/api/figures/?measure=stated_forest_cover").json()
    row = (rows["results"] if isinstance(rows, dict) else rows)[0]
    assert (row["manual"], row["document"], row["value"]) == (True, DOCUMENT, "5.80")
    status = next(row for row in plan_status(demo.year)["indicators"] if row["no"] == 15)
    assert (status["manual"], status["document"], status["status"]) == (True, DOCUMENT, "on_track")


def test_the_list_of_measures_says_so_too(demo, entered):
    from click.testing import CliRunner

    from huanzhi.config.cli.measures import measures

    said = CliRunner().invoke(measures, ["list", "--json"], catch_exceptions=False)
    row = next(row for row in json.loads(said.stdout) if row["measure"] == "stated_forest_cover")
    assert (row["manual"], row["document"], row["value"]) == (True, DOCUMENT, "5.80")


@pytest.mark.parametrize("lacking", ["value", "document", "issuer", "day"])
def test_without_its_ground_nothing_is_entered(demo, as_person, lacking):
    said = {"year": demo.year, "value": "5.8", "document": "1号", "issuer": "局", "day": f"{demo.day}"} | {
        lacking: ""
    }
    as_person("planner").post(f"/desk/figures/stated_forest_cover/enter/?year={demo.year}", said)
    assert not Figure.objects.filter(measure="stated_forest_cover").exists()


@pytest.mark.parametrize(
    ("person", "code", "status"), [("ecology", "stated_forest_cover", 403), ("planner", "pm2_5_mean", 409)]
)
def test_who_and_what_is_refused(demo, as_person, person, code, status):
    said = {"year": demo.year, "value": "5", "document": "1号", "issuer": "局", "day": f"{demo.day}"}
    assert as_person(person).post(f"/desk/figures/{code}/enter/?year={demo.year}", said).status_code == status
    assert not Figure.objects.filter(measure=code, manual=True).exists()


def test_what_if_stands_beside_the_figure_and_is_not_kept(demo, as_person):
    before = Figure.objects.count()
    address = f"/desk/figures/pm2_5_mean/?year={demo.year}&leave=1121A"
    page = as_person("planner").get(address).content.decode()
    assert "假设之下" in page
    assert 'name="leave" value="1121A" checked' in page
    day = Figure.objects.filter(measure="pm2_5_mean", year=demo.year).first().series[0][0]
    page = (
        as_person("planner")
        .get(f"/desk/figures/pm2_5_mean/?year={demo.year}&part={day}&value=999")
        .content.decode()
    )
    assert "假设之下" in page
    assert Figure.objects.count() == before


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("leave=1121A&leave=1127A", "一个成员也没有"),
        ("put-1121A=NOBODY", "不能替换进来：NOBODY"),
        ("part=2020-13-01&value=5", "2020-13-01"),
        ("part=2020-01-01&value=abc", "不是数字"),
        ("part=2020-01-01&value=1e99", "最多三位小数"),
    ],
)
def test_an_assumption_that_cannot_be_is_told(demo, as_person, asked, words):
    answer = as_person("planner").get(f"/desk/figures/pm2_5_mean/?year={demo.year}&{asked}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_freezing_on_the_page_and_what_has_changed_since(demo, as_person):
    client, before = as_person("planner"), Snapshot.objects.count()
    client.post(f"/desk/figures/pm2_5_mean/freeze/?year={demo.year}", {"reason": "年度报告"})
    made = Snapshot.objects.order_by("-pk")[0]
    page = client.get(f"/desk/figures/pm2_5_mean/frozen/{made.pk}/").content.decode()
    assert made.sha256 in page
    assert "依据没有变化" in page
    assert (
        client.post(f"/desk/figures/pm2_5_mean/freeze/?year={demo.year}", {"reason": " "}).status_code == 409
    )
    assert as_person("ecology").post("/desk/figures/pm2_5_mean/freeze/", {"reason": "x"}).status_code == 403
    assert Snapshot.objects.count() == before + 1


def test_years_over_other_members_say_so_and_offer_the_common_ones(demo, as_person):
    member = {"code": "NEW", "name": "新断面"}
    held = [{"code": "CY-W02", "name": "南岗子"}, member]
    define_member_set(SYSTEM("t"), "water-municipal", "断面", held, date(demo.year, 1, 1), "文件")
    for year in (demo.year - 1, demo.year):
        refresh(
            SYSTEM("t"), "water_section_share", year, min(demo.day, date(year, 12, 31)), ">=", 100_000, 2025
        )
    client = as_person("planner")
    assert "各年统计的成员不同" in client.get(f"/desk/indicators/6/?year={demo.year}").content.decode()
    page = client.get(
        f"/desk/figures/water_section_share/?year={demo.year}&with={demo.year - 1}"
    ).content.decode()
    assert "按共同成员比较" in page
    assert "CY-W02" in page.split("共同成员：")[1][:40]


def test_these_pages_ask_little_of_the_database(demo, as_person):
    """The same bound for each page whatever a year holds; the whole list is pinned with the other pages."""
    client = as_person("planner")
    for name, address in addresses(demo).items():
        if name.startswith(("figures", "figure-")):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            assert len(asked) <= 24, (name, len(asked))


def test_the_day_before_the_first_has_no_step(demo, as_person):
    before = date(demo.year, 1, 1) - timedelta(days=1)
    assert as_person("planner").get("/desk/figures/nothing/").status_code == 404
    assert as_person("planner").get(f"/desk/figures/pm2_5_mean/proof/{before}/NOBODY/").status_code == 404
