"""Stages: in order, with what each takes; who passes one does not confirm it; late by the clock."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.queries import history
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works import save_project
from huanzhi.plan.actions.works_stages import confirm_stage, pass_stage
from huanzhi.plan.works.queries import lacks, lateness, line, stage_of
from huanzhi.work.attachments.storage import arrive, original

NOW = datetime(2023, 9, 1, 4, tzinfo=timezone.get_default_timezone())
DAYS = {"approved": "2022-01-10", "designed": "2022-05-01", "started": "2022-06-01", "built": "2023-06-30"}


def _file(text="批复"):
    return arrive([f"{text}\n".encode()])


def _pass(small, stage, day, who="wei", **said):
    said = {"number": "朝发改〔2022〕1号", "file": _file(stage), "name": "批复.txt", "now": NOW, **said}
    return pass_stage(small.actor(who), small.plant, stage, date.fromisoformat(day), **said)


def _built(small):
    for stage, day in DAYS.items():
        gate = _pass(small, stage, day)
    return gate


def test_gates_are_passed_in_their_order_with_file_and_number(small):
    with pytest.raises(Unsound, match="stage"):
        _pass(small, "designed", "2022-05-01")
    gate = _pass(small, "approved", "2022-01-10")
    assert original(gate.file["sha256"]).read_text(encoding="utf-8") == "approved\n"
    assert gate.file["name"] == "批复.txt"
    assert stage_of(small.plant).code == "approved"
    with pytest.raises(Unsound, match="2022-01-10"):
        _pass(small, "approved", "2022-02-10")
    assert history(small.plant).first().after["stage"] == "approved"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"number": " "}, "number"),
        ({"file": None}, "file"),
        ({"day": "2023-09-02"}, "passed_on"),
        ({"stage": "moon"}, "stage"),
    ],
)
def test_what_a_gate_lacks_is_named(small, said, field):
    with pytest.raises(Unsound) as told:
        _pass(small, said.pop("stage", "approved"), said.pop("day", "2022-01-10"), **said)
    assert set(told.value.errors) == {field}


def test_a_day_before_the_stage_before_is_refused(small):
    _pass(small, "approved", "2022-01-10")
    with pytest.raises(Unsound) as told:
        _pass(small, "designed", "2022-01-09")
    assert set(told.value.errors) == {"passed_on"}


def test_who_passed_it_does_not_confirm_it_and_the_next_gate_waits(small):
    gate = _built(small)
    assert gate.waiting
    assert stage_of(small.plant).code == "started"
    with pytest.raises(Unsound, match="stage"):
        _pass(small, "accepted", "2023-08-01")
    with pytest.raises(NotAllowed):
        confirm_stage(SYSTEM("t"), gate, holds=True)
    confirm_stage(small.actor("fang"), gate, holds=True)
    assert stage_of(small.plant).code == "built"
    assert _pass(small, "accepted", "2023-08-01").waiting
    with pytest.raises(Refused):
        confirm_stage(small.actor("jiang"), gate, holds=True)


def test_even_a_planner_does_not_confirm_what_he_passed_and_the_database_agrees(small):
    for stage, day in list(DAYS.items())[:3]:
        _pass(small, stage, day)
    gate = _pass(small, "built", "2023-06-30", who="fang")
    with pytest.raises(NotAllowed):
        confirm_stage(small.actor("fang"), gate, holds=True)
    gate.confirmed_by, gate.confirmed_at = gate.passed_by, NOW
    with pytest.raises(IntegrityError, match="gate_confirmed_by_another"), transaction.atomic():
        gate.save()
    gate.confirmed_by = None
    with pytest.raises(IntegrityError, match="gate_confirmed_by_another"), transaction.atomic():
        gate.save()


def test_what_does_not_hold_goes_back_with_a_reason(small):
    gate = _built(small)
    with pytest.raises(Unsound, match="note"):
        confirm_stage(small.actor("fang"), gate, holds=False)
    confirm_stage(small.actor("fang"), gate, holds=False, note="尾水管未接")
    gate.refresh_from_db()
    assert (gate.passed_on, gate.file, gate.passed_by) == (None, {}, None)
    entry = history(small.plant).first()
    assert (entry.before["passed_on"], entry.reason) == ("2023-06-30", "尾水管未接")
    assert _pass(small, "built", "2023-08-30").waiting


def test_only_those_who_answer_pass_a_gate_and_a_leader_nothing(small):
    with pytest.raises(NotAllowed):
        _pass(small, "approved", "2022-01-10", who="lin")
    with pytest.raises(NotAllowed):
        _pass(small, "approved", "2022-01-10", who="zhang")


def test_late_by_the_clock_and_the_first_plan_stays(small):
    def plan(**days):
        planned = {stage: date.fromisoformat(day) for stage, day in days.items()}
        save_project(small.actor("fang"), small.plant, {}, "朝发改〔2022〕1号", planned=planned)
        return small.document.projects.get(pk=small.plant.pk)

    work = plan(approved="2022-01-31", designed="2022-04-30")
    _pass(small, "approved", "2022-01-10")
    assert lateness(work, date(2022, 4, 30)) is None
    late = lateness(work, date(2022, 5, 3))
    assert (late.stage.code, late.planned_on, late.days) == ("designed", date(2022, 4, 30), 3)
    work = plan(designed="2022-07-01")
    assert lateness(work, date(2022, 5, 3)) is None
    gate = work.gates.get(stage="designed")
    assert (gate.first_planned_on, gate.planned_on) == (date(2022, 4, 30), date(2022, 7, 1))
    _pass(small, "designed", "2022-07-11")
    steps = {step.stage.code: (step.state, step.days_late) for step in line(work, date(2023, 1, 1))}
    assert steps["approved"] == ("done", 0)
    assert steps["designed"] == ("done", 10)
    assert steps["started"] == ("next", 0)
    assert steps["built"] == ("ahead", 0)


def test_a_finish_that_has_passed_is_late_until_it_is_built(small):
    said = {"starts_on": date(2022, 1, 1), "finishes_on": date(2023, 6, 20)}
    save_project(small.actor("fang"), small.plant, said, "1号")
    small.plant.refresh_from_db()
    late = lateness(small.plant, date(2023, 6, 30))
    assert (late.stage, late.days) == (None, 10)
    _built(small)
    assert lateness(small.plant, date(2023, 7, 30)) is None


def test_what_is_missing_and_who_must_say_it(small):
    assert [(lack.what, lack.who.name) for lack in lacks(small.plant)] == [
        ("owner", "水务局"), ("place", "水务局"), ("budget", "水务局"), ("dates", "水务局"),
    ]  # fmt: skip
    facts = {"owner": small.bodies["FI"], "budget_yuan": 1}
    save_project(small.actor("fang"), small.plant, facts, "1号")
    small.plant.refresh_from_db()
    assert [(lack.what, lack.who.name) for lack in lacks(small.plant)] == [
        ("place", "财政局"), ("dates", "财政局"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "number", "field"),
    [
        ({"budget_yuan": -1}, "1号", "budget_yuan"),
        ({"budget_yuan": 1}, "", "number"),
        ({"starts_on": date(2023, 1, 2), "finishes_on": date(2023, 1, 1)}, "1号", "finishes_on"),
        ({"lon": 125}, "1号", "lon"),
        ({"moon": 1}, "1号", "moon"),
    ],
)
def test_what_does_not_hold_together_is_named_and_nothing_is_kept(small, facts, number, field):
    with pytest.raises(Unsound) as told:
        save_project(small.actor("fang"), small.plant, facts, number)
    assert set(told.value.errors) == {field}
    small.plant.refresh_from_db()
    assert small.plant.budget_yuan is None
