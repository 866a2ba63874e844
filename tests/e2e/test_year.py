"""The plan's year in a browser, over a simulated district: a round and its bulletin, a report that stays itself."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.models import Organisation

HOURS = "timepoint,stationcode,area,positionname,longitude,latitude,pm2_5,pm10,so2,no2,co,o3,o3_24h\n"
DAY = date(2022, 6, 14)
TASKS = {"ecology": "T021", "housing": "T043", "farming": "T060"}


@pytest.fixture(scope="module")
def district(person: Any, site: Any) -> SimpleNamespace:
    """The shipped plan, three simulated years of its stations, their figures; a planner and three liaisons."""
    from django.conf import settings

    from huanzhi.config.cli.figures import judge, refresh_figures
    from huanzhi.monitoring.actions import take_simulated
    from huanzhi.monitoring.models import Point
    from huanzhi.monitoring.simulation import simulate
    from huanzhi.plan.profile import folder, load_profile, table

    actor, before = SYSTEM("e2e"), settings.LAKE
    settings.LAKE = site.attachments.parent / "lake"
    list(load_profile(actor, "chaoyang"))
    take_simulated(
        actor,
        "chaoyang",
        simulate(table(folder("chaoyang"), "simulation.toml"), datetime(2024, 1, 1, tzinfo=UTC)),
    )
    points = list(Point.objects.filter(code__in=("1121A", "1127A")))
    judge(actor, points, date(2021, 1, 1), date(2023, 12, 31), quiet=True)
    refresh_figures(actor, quiet=True, only=(2021, 2022, 2023))
    mark = uuid4().hex[:6]
    bodies = {"ecology": "生态环境分局", "housing": "区住建局", "farming": "区农业农村局"}
    found = {name: Organisation.objects.get(name=body) for name, body in bodies.items()}
    people = {name: person(f"{name}{mark}", body, "liaison") for name, body in found.items()}
    people["planner"] = person(f"planner{mark}", found["ecology"], "planner")
    yield SimpleNamespace(people=people, mark=mark, points=points)
    settings.LAKE = before


def pressed(page: Any, words: str, within: str = "main") -> None:
    """A button by its words, and the page that follows."""
    page.locator(within).get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def answered(page: Any, round_: str, task: str, done: str) -> None:
    """A department answers one task on its sheet."""
    page.goto(f"{round_}mine/")
    card = page.locator("section.card", has=page.locator("h2", has_text=task))
    if not card.locator("textarea").first.is_visible():
        card.locator("summary").first.click()
    card.locator("textarea[name$='-done']").fill(done)
    card.get_by_role("button", name="报送").click()
    page.wait_for_load_state()


def test_a_round_from_opening_to_its_bulletin(district: Any, desktop: Any) -> None:
    planner = desktop(district.people["planner"])
    planner.goto("/desk/rounds/")
    due = (timezone.localtime() + timedelta(seconds=100)).replace(second=0, microsecond=0) + timedelta(
        minutes=1
    )
    form = planner.locator("form[action*='/rounds/open/']")
    form.locator("[name=name]").fill(f"轮次{district.mark}")
    form.locator("[name=due_at]").fill(f"{due:%Y-%m-%dT%H:%M}")
    for chapter in ("4", "5", "6"):
        form.locator(f"[name=chapters][value='{chapter}']").check()
    form.locator("[name=organisations]").select_option(label=["生态环境分局", "区住建局", "区农业农村局"])
    pressed(planner, "看调度对象")
    assert "将调度3个部门" in planner.locator("#open-round").inner_text()
    pressed(planner, "开启", "#open-round")
    address = re.sub(r"[?#].*", "", planner.url)
    assert re.search(r"/desk/rounds/\d+/$", address)

    hands = {name: desktop(district.people[name]) for name in TASKS}
    answered(hands["ecology"], address, TASKS["ecology"], "方案已印发")
    answered(hands["housing"], address, TASKS["housing"], "管网在建")
    assert "还有" in hands["housing"].locator("h1").inner_text()

    planner.goto(f"{address}?state=answered")
    planner.get_by_role("link", name=re.compile(TASKS["housing"])).click()
    form = planner.locator("form[action*='/return/']")
    form.locator("textarea").fill("哪两条路、各多少公里")
    form.get_by_role("button", name="退回").click()
    planner.wait_for_load_state()
    answered(hands["housing"], address, TASKS["housing"], "湖西路0.8公里")

    while timezone.localtime() <= due + timedelta(seconds=1):
        time.sleep(1)
    planner.goto(address)
    assert "逾期" in planner.locator("h1").inner_text()
    answered(hands["farming"], address, TASKS["farming"], "监测点已布设")

    planner.goto(f"{address}?state=answered")
    for box in planner.locator("input[name=asked]").all():
        box.check()
    pressed(planner, "接收所选")
    planner.goto(address)
    pressed(planner, "关闭本轮")
    assert "通报" in planner.locator("main").inner_text()

    key = int(address.rstrip("/").rsplit("/", 1)[1])
    planner.goto(f"/desk/reports/preview/?kind=bulletin&year={timezone.localdate().year}&round={key}")
    told = planner.locator("main").inner_text()
    assert "退回" in told
    assert "区农业农村局" in told
    for form_, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        got = planner.request.get(
            f"/desk/reports/preview/{form_}/?kind=bulletin&year={timezone.localdate().year}&round={key}"
        )
        assert got.status == 200
        assert got.body()[: len(magic)] == magic
    assert _numbers(key) == {"asked-late": True, "returns": "1", "accepted": "3"}


def _numbers(key: int) -> dict[str, Any]:
    """What the frozen bulletin counts: the late department, what was returned, what was accepted."""
    from huanzhi.plan.models import Round
    from huanzhi.plan.reports.content import numbers

    held = {number["name"]: number["value"] for number in numbers(Round.objects.get(pk=key).bulletin)}
    farm = Organisation.objects.get(name="区农业农村局").code
    return {
        "asked-late": int(held[f"{farm}:late"]) >= 1, "returns": held["returns"], "accepted": held["accepted"],
    }  # fmt: skip


def test_a_sealed_mid_term_report_stays_itself_when_a_day_is_corrected(
    district: Any, desktop: Any, tmp_path: Any
) -> None:
    planner = desktop(district.people["planner"])
    planner.set_default_timeout(90_000)
    planner.goto("/desk/assessments/")
    form = planner.locator("#open form")
    form.locator("[name=open-kind]").select_option("mid-term")
    form.locator("[name=open-year]").select_option("2023")
    form.get_by_role("button").click()
    planner.wait_for_load_state()
    address = re.sub(r"[?#].*", "", planner.url)
    planner.locator("form[action*='/compute/'] button").click()
    planner.wait_for_load_state()
    assert re.search(r"19项指标", planner.locator("h1").inner_text().replace(" ", ""))
    key = int(address.rstrip("/").rsplit("/", 1)[1])

    planner.goto(f"/desk/reports/preview/?kind=mid-term&year=2023&assessment={key}")
    number = f"长朝环〔2024〕{district.mark}号"
    planner.locator("#seal [name=issue-number]").fill(number)
    planner.locator("#seal button").click()
    planner.wait_for_load_state()
    sealed = re.sub(r"[?#].*", "", planner.url)
    assert number in planner.locator("h1").inner_text()
    before = {form_: planner.request.get(f"{sealed}files/{form_}/").body() for form_ in ("pdf", "docx")}
    planner.goto(f"{sealed}?check")
    assert "字节完全一致" in planner.locator("#check").inner_text()
    planner.goto(f"{sealed}today/")
    assert "0" not in re.sub(r"\D", "", planner.locator("h1").inner_text())

    _correct(district, tmp_path)

    planner.goto(f"{address}today/")
    moved = planner.locator("main").inner_text()
    assert "2022" in moved
    assert "2022-06-14" in moved
    planner.goto(f"{sealed}today/")
    changed = planner.locator("main table tbody tr")
    assert changed.count() >= 1
    planner.goto(f"{sealed}?check")
    assert "字节完全一致" in planner.locator("#check").inner_text()
    after = {form_: planner.request.get(f"{sealed}files/{form_}/").body() for form_ in ("pdf", "docx")}
    assert after == before
    assert _rebuilt(sealed)


def _rebuilt(sealed: str) -> bool:
    """Whether it comes out to the same bytes here, too; the connection that the browser's loop opened is closed."""
    from django.db import connection

    from huanzhi.plan.models import SealedReport
    from huanzhi.plan.reports.proving import rebuild

    same = rebuild(SealedReport.objects.get(pk=int(sealed.rstrip("/").rsplit("/", 1)[1]))).same
    connection.close()
    return same


def _correct(district: Any, tmp_path: Any) -> None:
    """A file that says of both stations on one day of 2022 that it was very bad."""
    from huanzhi.monitoring.actions import import_cnemc_hourly, judge_days

    rows = [
        f"{DAY + timedelta(hour == 24)}T{hour % 24:02}:00:00,{code},长春市,x,125.28,43.84,490,560,8,30,0.8,90,41\n"
        for code in ("1121A", "1127A")
        for hour in range(1, 25)
    ]
    path = tmp_path / "corrected.csv"
    path.write_text(HOURS + "".join(rows), encoding="utf-8")
    actor = SYSTEM("e2e")
    import_cnemc_hourly(actor, [path])
    judge_days(actor, district.points, DAY, DAY)
