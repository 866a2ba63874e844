"""A number that the city set: entered with its document, the figure is held against it from then on."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.models import User
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assigning import Said, assign_target
from huanzhi.plan.lacking import lacks_of
from huanzhi.plan.models import Amendment, Project, Question, Reduction
from huanzhi.plan.queries import standing
from huanzhi.plan.rules import judge_again, judge_indicator, target_of

ME = SYSTEM("test")
NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAPER = {"document": "长环发〔2021〕9号", "issuer": "长春市生态环境局", "document_date": date(2021, 6, 1)}


@pytest.fixture
def reductions(plan):
    """120 t verified in 2021, 40.5 t in 2022; 90 t claimed only; another plan's and another pollutant's not counted."""
    one, other = (User.objects.create(username=name, display_name=name) for name in ("a", "b"))
    work = Project.objects.create(document=plan, code="W01", key="k-W01", name="锅炉改造")
    second = Project.objects.create(document=plan, code="W02", key="k-W02", name="热源")
    rows = [
        (work, "nox", 2021, 120_000),
        (work, "nox", 2022, 40_500),
        (second, "nox", 2022, None),
        (work, "voc", 2021, 7),
    ]
    for project, pollutant, year, kg in rows:
        checked = (
            {}
            if kg is None
            else {"verified_by": other, "verified_at": NOW, "verified_name": "b", "number": "1号"}
        )
        Reduction.objects.create(
            project=project, pollutant=pollutant, year=year, claimed_kg=90_000, basis="x", claimed_by=one,
            claimed_name="a", claimed_at=NOW, verified_kg=kg, **checked,
        )  # fmt: skip


def test_reductions_are_cumulated_in_tonnes(indicator, reductions):
    figures = {
        year: judge_indicator(ME, indicator, year, date(year, 12, 31))[0] for year in (2021, 2022, 2025, 2026)
    }
    assert {year: figure.value for year, figure in figures.items()} == {
        2021: Decimal("120.000"),
        2022: Decimal("160.500"),
        2025: Decimal("160.500"),
        2026: Decimal("160.500"),  # the plan's last year stays the last that counts
    }
    waits = figures[2022].label("k-W02@2022")
    assert waits == ("W02 热源 2022", "claimed; nobody else has verified it yet")
    assert figures[2022].status == "cannot_compute"
    assert standing(indicator, 2022).lacks == "assigned"


def test_a_number_for_the_last_year_is_the_plans_own(indicator, reductions):
    judge_indicator(ME, indicator, 2022, date(2022, 12, 31))
    made = assign_target(ME, indicator, Said(2025, Decimal("0.016"), ">=", **PAPER), NOW)
    indicator.refresh_from_db()
    assert (indicator.value, indicator.comparator, indicator.goal) == (Decimal("0.016"), ">=", "≥ 0.016 万吨")
    assert indicator.target_e3 == 160_000  # 160 t
    question = Question.objects.get(about="indicator:11")
    assert question.answered_at is not None
    assert "长春市生态环境局" in question.answer
    assert Amendment.objects.get().number == "长环发〔2021〕9号"
    assert [figure.status for figure in judge_again(ME, indicator)] == ["on_track"]  # 160.5 of 160
    assert Entry.objects.filter(verb="plan.assign-target").get().after["issuer"] == made.issuer


def test_a_number_for_a_year_holds_for_that_year_only(indicator, reductions):
    assign_target(ME, indicator, Said(2022, Decimal("0.02"), ">=", **PAPER), NOW)
    assert target_of(indicator, 2022) == (">=", 200_000, 2022)
    assert target_of(indicator, 2023)[1] is None
    assert Amendment.objects.count() == 0
    figure, _case = judge_indicator(ME, indicator, 2022, date(2022, 12, 31))
    assert (figure.status, figure.target_e3) == ("off_track", 200_000)
    # corrected by a later document: the newest counts, the older one stays on record
    assign_target(ME, indicator, Said(2022, Decimal("0.015"), ">=", **PAPER), NOW.replace(month=6))
    assert target_of(indicator, 2022)[1] == 150_000
    assert indicator.assigned_targets.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document": " "}, "document missing"),
        ({"issuer": ""}, "issuer missing"),
        ({"document_date": date(2026, 5, 3)}, "has not come yet"),
        ({"year": 2026}, "not one of the plan"),
        ({"comparator": "~"}, "none of"),
    ],
)
def test_what_is_refused(indicator, change, words):
    said = {"year": 2025, "value": Decimal(1), "comparator": ">=", **PAPER} | change
    with pytest.raises(Refused, match=words):
        assign_target(ME, indicator, Said(**said), NOW)


def test_a_printed_number_is_not_assigned(indicator):
    indicator.assigned = False
    with pytest.raises(Refused, match="printed in the plan"):
        assign_target(ME, indicator, Said(2025, Decimal(1), ">=", **PAPER), NOW)


def test_what_it_lacks_is_told_with_who_must_say_it(indicator, reductions):
    figure, _case = judge_indicator(ME, indicator, 2022, date(2022, 12, 31))
    said = lacks_of(indicator, figure)
    assert "完成市级下达任务" in said[0].what
    assert "生态环境分局" in said[0].who
    assert any("核算细则" in lack.what for lack in said)
    assign_target(ME, indicator, Said(2025, Decimal("0.016"), ">=", **PAPER), NOW)
    indicator.refresh_from_db()
    assert not any("完成市级下达任务" in lack.what for lack in lacks_of(indicator, figure))
