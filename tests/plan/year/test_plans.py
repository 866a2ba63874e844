"""A second plan lives beside the first: read in from a text, it disturbs nothing; which one runs; figures and pages."""

from datetime import date

import pytest
from django.utils import timezone
from tests.plan.year.conftest import indicator, plan_of, task

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.models import Figure
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import import_plan
from huanzhi.plan.comparison import compare
from huanzhi.plan.models import Document, Task
from huanzhi.plan.queries import current_plan, years
from huanzhi.plan.running import plan_of as plan_of_year
from huanzhi.plan.running import plans, running
from huanzhi.wire.plandoc import read_text, to_json

ME = SYSTEM("t")
NEXT = plan_of(
    "小区生态环境保护“十五五”规划",
    (2026, 2030),
    [
        indicator(1, "森林覆盖率", "10", "12", ">=", 12.0),
        indicator(2, "细颗粒物（PM2.5）年均浓度", "30", "25", "<=", 25.0, "µg/m3"),
        indicator(3, "农村生活污水治理率", "25", "60", ">=", 60.0),
    ],
    [task("T001", "治河", ["水务局"]), task("T002", "护林", ["林业局"]), task("T003", "节能", ["新能源局"])],
    names=["水务局", "林业局", "新能源局"],
)
OTHER = plan_of(
    "邻区生态环境保护“十五五”规划",
    (2026, 2030),
    [indicator(1, "细颗粒物（PM2.5）年均浓度", "33", "28", "<=", 28.0, "µg/m3")],
    [task("T001", "治水", ["水务局"])],
    {"1": "水务局"},
    names=["水务局"],
)
TEXT = """小区生态环境保护“十五五”规划
第一章 规划背景
第一节 成效
“十五五”（2026—2030年）时期。
第二章 主要任务
第一节 治水
一、治理河流
到2030年，农村生活污水治理率达到60%以上。（水务局、林业局按职责分工负责）
二、保护林地
加强管护。（林业局负责）
三、节约能源
推广节能。（水务局负责）
"""


def stand(document):
    """Everything of a plan that a second one could disturb."""
    tasks = [
        (
            row.pk,
            row.code,
            row.title,
            row.state,
            [(part.organisation_id, part.role) for part in row.roles.all()],
        )
        for row in document.tasks.prefetch_related("roles")
    ]
    items = [
        (row.pk, row.no, row.name, row.measure, row.value, [body.pk for body in row.owners.all()])
        for row in document.indicators.prefetch_related("owners")
    ]
    return tasks, items, document.questions.count(), document.sha256


def bodies():
    return dict(Organisation.objects.values_list("code", "name"))


def test_the_next_period_is_read_in_beside_the_first(small):
    before, held = stand(small.document), bodies()
    made = import_plan(ME, NEXT, file_name="next.json")
    assert stand(Document.objects.get(pk=small.document.pk)) == before
    assert made.tasks.count() == made.indicators.count() == 3
    assert {**bodies()}.items() >= held.items()
    assert set(bodies().values()) - set(held.values()) == {
        "新能源局"
    }  # ours of the same name is the same body
    assert made.tasks.get(code="T001").roles.get().organisation == small.bodies["WA"]
    assert made.indicators.get(no=2).measure == small.document.indicators.get(no=1).measure == "pm2_5_mean"


def test_another_districts_departments_are_not_ours_and_its_indicators_have_no_figures(small):
    before, held = stand(small.document), bodies()
    made = import_plan(ME, OTHER, file_name="other.json")
    assert stand(Document.objects.get(pk=small.document.pk)) == before
    assert set(bodies().values()) - set(held.values()) == {"邻区·水务局"}
    body = Organisation.objects.get(name="邻区·水务局")
    role = made.tasks.get().roles.get()
    assert (role.organisation, role.printed) == (body, "水务局")
    item = made.indicators.get()
    assert (item.measure, list(item.owners.all())) == ("", [body])
    liaison = small.users["wei"]
    assert not Task.objects.visible_to(liaison).filter(document=made).exists()
    # read again by its own amendment, they stay apart
    import_plan(
        ME, OTHER | {"milestones": [{"year": 2030, "text": "x"}]}, file_name="o", reason="r", number="1号"
    )
    assert set(bodies().values()) - set(held.values()) == {"邻区·水务局"}


def test_a_plan_of_a_text_is_read_beside_too(small, settings):
    before = stand(small.document)
    read = to_json(read_text(TEXT))
    made = import_plan(ME, read, file_name="next.txt", text=TEXT)
    assert (made.first_year, made.last_year, made.district) == (2026, 2030, "小区")
    assert made.tasks.count() == 3
    assert stand(Document.objects.get(pk=small.document.pk)) == before
    other = import_plan(ME, read | {"title": "某规划", "district": "远区"}, file_name="far.txt")
    assert other.district == "远区"


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (date(2021, 1, 1), "十四五"),
        (date(2025, 12, 31), "十四五"),
        (date(2026, 1, 1), "十五五"),
        (date(2030, 12, 31), "十五五"),
        (date(2033, 1, 1), "十五五"),
    ],
)
def test_the_plan_whose_period_holds_the_day_runs_else_the_newest_that_has_begun(small, day, runs):
    import_plan(ME, NEXT, file_name="next.json")
    import_plan(ME, OTHER, file_name="other.json")
    assert runs in running(plans(), day).title
    assert running(plans(), day).district == "小区"


def test_only_when_none_has_begun_does_one_run_that_lies_ahead(small):
    import_plan(ME, NEXT, file_name="next.json")
    held = plans()
    assert running(held, date(2020, 1, 1)).first_year == 2026
    assert plan_of_year(held, 2020) is None
    assert [plan_of_year(held, year).first_year for year in (2021, 2025, 2026, 2031)] == [
        2021,
        2021,
        2026,
        2026,
    ]
    assert running([]) is None


def test_a_plan_is_the_measure_of_the_years_since_until_another_is_there(small):
    this = timezone.localdate().year
    assert years(small.document)[-1] == max(2025, this)
    import_plan(ME, OTHER, file_name="other.json")
    assert years(small.document)[-1] == max(2025, this)  # another district's changes nothing
    import_plan(ME, NEXT, file_name="next.json")
    assert years(small.document)[-1] == 2025
    assert current_plan().title == NEXT["title"]


def test_each_year_is_held_against_the_plan_of_its_own_period(small):
    from huanzhi.config.cli.figures import refresh_figures

    import_plan(ME, NEXT, file_name="next.json")
    import_plan(ME, OTHER, file_name="other.json")
    refresh_figures(ME, quiet=True, only=[2025, 2026])
    held = {
        figure.year: figure.inputs["target"]["value_e3"] if hasattr(figure, "inputs") else figure.target_e3
        for figure in Figure.objects.filter(measure="pm2_5_mean")
    }
    assert held == {2025: 30_000, 2026: 25_000}


def test_the_same_measure_stands_in_one_row_whatever_its_number(small):
    made, other = import_plan(ME, NEXT, file_name="n"), import_plan(ME, OTHER, file_name="o")
    rows = {row.name: row for row in compare([small.document, made, other], plans())}
    air = rows["细颗粒物（PM2.5）年均浓度"]
    assert [cell.indicator.no for cell in air.cells] == [1, 2, 1]
    assert [cell.indicator.goal for cell in air.cells] == ["≤ 30", "≤ 25", "≤ 28"]
    assert rows["森林覆盖率"].cells[0] is None
    assert not rows["森林覆盖率"].shared
    assert [row.shared for row in rows.values()] == sorted(
        (row.shared for row in rows.values()), reverse=True
    )


def test_pages_look_at_the_plan_that_is_asked_for_and_go_back(small, client):
    made = import_plan(ME, NEXT, file_name="next.json")
    client.force_login(small.users["fang"])

    def tasks(address="/desk/tasks/"):
        return client.get(address).content.decode()

    assert "治河" in tasks()  # today lies in its period
    page = tasks(f"/desk/tasks/?plan={small.document.pk}")
    assert "治水" in page
    assert "现行规划是另一部" in page
    assert "治水" in tasks()  # kept in the session
    assert "治河" in tasks("/desk/tasks/?plan=")
    assert "治河" in tasks()
    assert client.get("/desk/tasks/?plan=999999").status_code == 404
    assert client.get("/desk/tasks/?plan=x").status_code == 404
    page = client.get("/desk/plans/").content.decode()
    assert page.count("现行") >= 1
    page = client.get(f"/desk/plans/compare/?with={small.document.pk}&with={made.pk}").content.decode()
    assert "≤ 30" in page
    assert "≤ 25" in page
