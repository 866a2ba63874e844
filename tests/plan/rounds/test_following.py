"""What an accepted answer rests on changes: it opens again while the round runs, and is noted when it is closed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import _MEASURES, Measure, add
from huanzhi.plan.actions.rounds import Said, accept, answer, close_round, follow_inputs, open_round
from huanzhi.plan.models import Document, Gate, Indicator, Project, RoundStep
from huanzhi.plan.profile import load_profile
from huanzhi.plan.rounds.known import Knowing
from huanzhi.work.actions import open_case


@pytest.fixture
def pipes():
    """A measure that the words of a task name; the test decides its value."""
    held = {"value": 40_000}

    def compute(year, as_of):
        return Computation("mean", (Part(f"{year}", held["value"]),), over="members", set_version="s v1")

    add(Measure("pipes_laid", "pipes", "km", 0, (r"管网长度",), compute, lambda figure, path: None))
    yield held
    del _MEASURES["pipes_laid"]


@pytest.fixture
def accepted(world, running, later, pipes):
    """The answer to T002, accepted on 11 October, with a figure and a work behind it."""
    from huanzhi.plan.rounds import known

    known._patterns.cache_clear()
    task = world.tasks["T002"]
    task.text = "到2025年管网长度达到60公里"
    task.save()
    Indicator.objects.create(
        document=world.document, no=1, category="c", name="管网长度", unit="km", target="60", comparator=">=", value=60,
        measure="pipes_laid",
    )  # fmt: skip
    work = Project.objects.create(document=world.document, code="W01", column=4, group="g", name="北部管网")
    work.tasks.add(task)
    Gate.objects.create(project=work, stage="started", passed_on=date(2025, 8, 1))
    row = running.asked.get(organisation__code="HOUSE", task=task)
    answer(world.actors["house"], row, Said("underway", "40 km"), now=later(1))
    yield accept(world.actors["planner"], row, now=later(2))
    known._patterns.cache_clear()


def test_what_was_known_is_kept_with_the_answer(accepted):
    assert accepted.known["as_of"] == "2025-09-30"
    figure = accepted.known["figures"][0]
    assert (figure["value"], figure["target"], figure["kept"]) == ("40", "≥ 60", False)
    assert accepted.known["works"] == [
        {"code": "W01", "name": "北部管网", "stage": "started", "on": "2025-08-01", "late": None}
    ]


def test_while_nothing_changes_it_stays_accepted(accepted, later):
    assert follow_inputs(SYSTEM("t"), now=later(3)) == 0
    assert follow_inputs(SYSTEM("t"), now=later(30)) == 0  # time alone changes nothing
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_a_figure_that_changes_opens_it_again_once_with_before_and_after(accepted, pipes, later):
    pipes["value"] = 38_000
    assert follow_inputs(SYSTEM("t"), now=later(3)) == 1
    assert follow_inputs(SYSTEM("t"), now=later(3)) == 0
    accepted.refresh_from_db()
    assert accepted.state == "reopened"
    assert accepted.due_at > later(3)
    step = RoundStep.objects.get(asked=accepted, what="reopened")
    assert step.data["changed"] == [{"what": "管网长度", "before": "40", "after": "38", "of": "value"}]


def test_a_case_that_belongs_to_the_period_and_a_stage_dated_back_count_too(world, accepted, later):
    open_case(
        SYSTEM("t"), "inspection-finding", world.bodies["HOUSE"], "leak", "x:1", "1", {"reason": "r"},
        now=later(-20),
    )  # fmt: skip
    Gate.objects.create(project=Project.objects.get(code="W01"), stage="built", passed_on=date(2025, 9, 1))
    follow_inputs(SYSTEM("t"), now=later(3))
    changed = RoundStep.objects.get(asked=accepted, what="reopened").data["changed"]
    assert {(row["of"], row["what"], row["before"], row["after"]) for row in changed} == {
        ("stage", "北部管网", "started", "built"), ("cases", "opened", 0, 1), ("cases", "open", 0, 1),
    }  # fmt: skip


def test_a_closed_round_keeps_its_bulletin_and_notes_the_change(world, running, accepted, pipes, later):
    close_round(world.actors["planner"], running, now=later(4))
    sha = running.__class__.objects.get(pk=running.pk).sha256
    pipes["value"] = 38_000
    assert follow_inputs(SYSTEM("t"), now=later(5)) == 1
    assert follow_inputs(SYSTEM("t"), now=later(5) + timedelta(days=1)) == 0
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert RoundStep.objects.filter(asked=accepted, what="changed").count() == 1
    assert running.__class__.objects.get(pk=running.pk).sha256 == sha


def test_a_planned_day_that_is_over_is_known_and_what_changes_later_is_told_in_the_next_round(
    world, running, accepted, pipes, later, client
):
    work = Project.objects.get(code="W01")
    Gate.objects.create(project=work, stage="built", planned_on=date(2025, 9, 15))
    assert follow_inputs(SYSTEM("t"), now=later(3)) == 1
    changed = RoundStep.objects.get(asked=accepted, what="reopened").data["changed"]
    assert changed == [{"what": "北部管网", "before": None, "after": "2025-09-15", "of": "late"}]
    answer(world.actors["house"], accepted, Said("underway", "40 km"), now=later(4))
    accept(world.actors["planner"], accepted, now=later(4))
    close_round(world.actors["planner"], running, now=later(5))
    pipes["value"] = 38_000
    follow_inputs(SYSTEM("t"), now=later(6))
    today = timezone.localdate()
    after = open_round(
        world.actors["planner"], world.document, "next", today - timedelta(days=30), today - timedelta(days=1)
    )
    client.force_login(world.people["house"])
    page = client.get(f"/desk/rounds/{after.pk}/mine/").content.decode()
    assert "管网长度: 40 became 38" in page


def test_tasks_of_the_shipped_plan_have_the_figures_that_they_are_about(db):
    list(load_profile(SYSTEM("t"), "chaoyang"))
    document = Document.objects.get()
    knows = Knowing(document.pk, date(2025, 7, 1), date(2025, 9, 30))
    tasks = document.tasks.prefetch_related("targets", "projects__gates")
    found = {
        task.code: [figure["no"] for figure in knows.about(task, 0)["figures"]]
        for task in tasks.filter(
            code__in=["T021", "T023", "T033", "T035", "T045", "T049", "T056", "T069", "T091"]
        )
    }
    assert found == {
        "T021": [1, 2], "T023": [3], "T033": [], "T035": [5, 6], "T045": [8], "T049": [4], "T056": [9], "T069": [15],
        "T091": [],
    }  # fmt: skip
