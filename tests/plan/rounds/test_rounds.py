"""A round from opening to its bulletin."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from tests.work.photos import photo

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.measures.content import canonical, sha256
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rounds import (
    Said,
    Scope,
    accept,
    accept_many,
    answer,
    close_round,
    open_round,
    preview,
    remind,
    reopen,
    return_answer,
)
from huanzhi.plan.models import Answer, Asked, RoundStep
from huanzhi.plan.rounds.queries import accepted_until, bodies_of, rounds_of
from huanzhi.plan.rounds.terms import due_of
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.attachments.storage import arrive
from huanzhi.work.models import Notice, Obligation

DONE = Said("underway", "pipes laid: 3 km")


def asked(running, body, task) -> Asked:
    return running.asked.get(organisation__code=body, task__code=task)


def test_everyone_is_asked_exactly_what_they_answer_for(world, running):
    got = {(row.organisation.code, row.task.code, row.leads) for row in running.asked.all()}
    assert got == {
        ("EPB", "T001", True),
        ("HOUSE", "T001", False),
        ("HOUSE", "T002", True),
        ("FARM", "T003", True),
    }
    assert (
        running.due_at
        == due_of(date(2025, 9, 30), running.opened_at)
        == datetime(2025, 10, 22, 16, tzinfo=UTC)
    )


def test_whom_a_round_asks_is_seen_before_it_is_opened(world):
    only = preview(world.document, Scope(frozenset({6}), supporting=True))
    assert [(task.code, part.organisation.code) for task, part, _leads in only] == [
        ("T003", "FARM"),
        ("T003", "EPB"),
    ]
    assert not Asked.objects.exists()


@pytest.mark.parametrize(
    ("name", "days", "scope", "match"),
    [
        (" ", (1, 30), Scope(), "name"),
        ("2025-Q3", (1, 30), Scope(), "there is a round"),
        ("x", (30, 1), Scope(), "lies before"),
        ("x", (1, 30), Scope(frozenset({9})), "nobody"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(world, running, name, days, scope, match):
    first, last = (date(2025, 9, day) for day in days)
    with pytest.raises(Refused, match=match):
        open_round(world.actors["planner"], world.document, name, first, last, scope, now=running.opened_at)


def test_a_department_answers_what_it_is_asked_and_nothing_else(world, running, later):
    with pytest.raises(NotAllowed):
        answer(world.actors["farm"], asked(running, "HOUSE", "T002"), DONE, now=later(1))
    with pytest.raises(NotAllowed):
        answer(world.actors["leader"], asked(running, "EPB", "T001"), DONE, now=later(1))
    answer(world.actors["house"], asked(running, "HOUSE", "T002"), DONE, now=later(1))
    assert Answer.objects.get().by == "house"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("done", "all built"), "files"),
        (Said("held_up", "nothing"), "blocker"),
        (Said("underway", " "), "done"),
        (Said("sleeping", "x"), "state"),
        (Said("underway", "x", next_on=date(2025, 12, 1)), "next_step"),
        (Said("underway", "x", quantities=[{"target": "25 %", "value": "much", "unit": "%"}]), "quantities"),
    ],
)
def test_an_answer_that_lacks_something_names_the_field(world, running, later, said, field):
    with pytest.raises(Unsound) as told:
        answer(world.actors["house"], asked(running, "HOUSE", "T002"), said, now=later(1))
    assert list(told.value.errors) == [field]
    assert not Answer.objects.exists()


def test_what_is_done_is_proved_by_a_file_that_stays(world, running, later):
    row = asked(running, "HOUSE", "T002")
    files = [(arrive([photo()]), "C:\\x\\proof.jpg")]
    made = answer(world.actors["house"], row, Said("done", "built"), files, now=later(1))
    held = made.files.get()
    assert (held.name, held.media) == ("proof.jpg", "image/jpeg")
    for statement in (lambda: Answer.objects.update(done="other"), lambda: held.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            statement()


def test_the_leading_departments_accepted_answer_is_the_tasks_state(world, running, later):
    for body, said in (("HOUSE", "held_up"), ("EPB", "underway")):
        row = asked(running, body, "T001")
        said = Said(said, f"{body} says", blocker="no money" if said == "held_up" else "")
        answer(world.actors[body.lower() if body != "EPB" else "epb"], row, said, now=later(1))
        accept(world.actors["planner"], row, now=later(2))
    task = world.tasks["T001"]
    task.refresh_from_db()
    assert (task.state, task.report) == ("underway", "EPB says")
    assert accepted_until(world.document, later(3))[task.pk].done == "EPB says"
    assert not accepted_until(world.document, later(1))


def test_nobody_accepts_their_own(world, running, later):
    row = asked(running, "EPB", "T001")
    answer(world.actors["planner"], row, DONE, now=later(1))
    with pytest.raises(NotAllowed, match="their own"):
        accept(world.actors["planner"], row, now=later(1))


def test_returned_it_has_a_reason_and_a_new_deadline(world, running, later):
    row = asked(running, "HOUSE", "T002")
    answer(world.actors["house"], row, DONE, now=later(1))
    with pytest.raises(Refused, match="reason"):
        return_answer(world.actors["planner"], row, " ", now=later(1))
    back = return_answer(world.actors["planner"], row, "which pipes?", now=later(1))
    assert (back.state, back.returns) == ("returned", 1)
    assert back.due_at == datetime(
        2025, 10, 14, 16, tzinfo=UTC
    )  # 10 October is a Friday, worked; 11 a make-up Saturday
    answer(world.actors["house"], row, Said("underway", "the northern pipes"), now=later(2))
    accept(world.actors["planner"], row, now=later(3))
    with pytest.raises(Refused, match="waits for no decision"):
        accept(world.actors["planner"], row, now=later(3))
    log = list(RoundStep.objects.filter(asked=row).values_list("what", flat=True))
    assert log == ["answered", "returned", "answered", "accepted"]


def test_lateness_is_the_clocks(world, running, later):
    row = asked(running, "FARM", "T003")
    assert not row.late_on(later(13))
    assert row.late_on(later(15))
    assert list(running.asked.late(later(15)).values_list("organisation__code", flat=True)).count("FARM") == 1
    answer(world.actors["farm"], row, DONE, now=later(15))
    row.refresh_from_db()
    assert row.came_late
    assert not row.late_on(later(20))


def _told(world, duty):
    return Notice.objects.filter(user=world.people["house"], duty=duty).count()


def test_a_round_is_a_duty_told_of_at_once_reminded_and_proved_by_the_last_answer(world, running, later):
    duty = Obligation.objects.get(rule="round-answer", organisation__code="HOUSE")
    assert duty.due_on == date(2025, 10, 22)
    assert _told(world, duty) == 1
    remind(world.actors["planner"], running, now=later(1))
    assert _told(world, duty) == 2
    remind(world.actors["planner"], running, now=later(1, 1))
    assert _told(world, duty) == 2  # once a day
    keep_duties(SYSTEM("t"), later(2), only=["round-answer"])
    answer(world.actors["house"], asked(running, "HOUSE", "T001"), DONE, now=later(2))
    duty.refresh_from_db()
    assert duty.outcome == ""
    answer(world.actors["house"], asked(running, "HOUSE", "T002"), DONE, now=later(2))
    duty.refresh_from_db()
    assert (duty.outcome, duty.proof["of"]) == ("proved", f"round:{running.pk}")


def test_what_went_back_is_a_duty_of_its_own_each_time(world, running, later):
    plan, row = world.actors["planner"], asked(running, "HOUSE", "T002")
    back = Obligation.objects.filter(rule="round-again").order_by("pk")
    for turn in (1, 2):
        answer(world.actors["house"], row, DONE, now=later(turn))
        return_answer(plan, row, "which?", now=later(turn))
        duty = back.last()
        assert (duty.subject, duty.outcome, _told(world, duty)) == (f"asked:{row.pk}/{turn}", "", 1)
    answer(world.actors["house"], row, DONE, now=later(3))
    accept(plan, row, now=later(4))
    reopen(plan, row, "wrong pipes", now=later(5))
    keep_duties(SYSTEM("t"), later(5), only=["round-again"])
    assert [duty.outcome for duty in back] == ["proved", "proved", ""]
    assert back.last().due_on == date(2025, 10, 17)  # three working days after 14 October
    first = Obligation.objects.get(rule="round-answer", organisation__code="HOUSE")
    assert first.outcome == ""  # T001 was never answered


def test_last_times_answer_comes_with_the_next_round(world, running, later):
    row = asked(running, "HOUSE", "T002")
    said = Said("held_up", "stands still", blocker="no land", next_step="buy it", next_on=date(2025, 12, 1))
    answer(world.actors["house"], row, said, now=later(1))
    accept(world.actors["planner"], row, now=later(2))
    after = open_round(
        world.actors["planner"],
        world.document,
        "2025-Q4",
        date(2025, 10, 1),
        date(2025, 12, 31),
        now=later(90),
    )
    before = asked(after, "HOUSE", "T002").before
    assert before == {
        "round": "2025-Q3", "state": "held_up", "done": "stands still", "blocker": "no land", "next_step": "buy it",
        "next_on": "2025-12-01",
    }  # fmt: skip
    assert asked(after, "FARM", "T003").before == {}


def test_three_departments_answer_one_late_one_returned_and_the_bulletin_counts_them(world, running, later):
    plan = world.actors["planner"]
    epb, house = asked(running, "EPB", "T001"), [asked(running, "HOUSE", code) for code in ("T001", "T002")]
    answer(world.actors["epb"], epb, DONE, now=later(1))
    for row in house:
        answer(world.actors["house"], row, DONE, now=later(2))
    return_answer(plan, house[1], "which?", now=later(3))
    answer(
        world.actors["house"],
        house[1],
        Said("held_up", "x", blocker="no land", next_step="buy"),
        now=later(4),
    )
    answer(world.actors["farm"], asked(running, "FARM", "T003"), DONE, now=later(20))
    with pytest.raises(Refused, match="wait for you"):
        close_round(plan, running, now=later(21))
    assert accept_many(plan, running.asked.all(), now=later(21)) == 4
    closed = close_round(plan, running, now=later(22))
    numbers = _numbers(closed.bulletin)
    assert {name: numbers[name] for name in ("bodies", "asked", "accepted", "in-time", "late", "owing", "returns")} == {
        "bodies": "3", "asked": "4", "accepted": "4", "in-time": "2", "late": "1", "owing": "0", "returns": "1",
    }  # fmt: skip
    assert (numbers["FARM:late"], numbers["HOUSE:returns"], numbers["chapter-4:held_up"]) == ("1", "1", "1")
    assert "no land" in canonical(closed.bulletin)
    assert closed.sha256 == sha256(canonical(closed.bulletin))
    closed.name = "other"
    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        closed.save()
    with pytest.raises(Refused, match="closed"):
        answer(world.actors["farm"], asked(running, "FARM", "T003"), DONE, now=later(23))
    assert Entry.objects.filter(verb="plan.close-round").count() == 1


def _numbers(content) -> dict[str, str]:
    found = {}

    def walk(part):
        if isinstance(part, dict):
            if "proof" in part:
                assert found.setdefault(part["name"], part["value"]) == part["value"]
                assert part["proof"].startswith("/desk/")
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(content)
    return found


def test_the_worst_that_happened_is_how_a_department_answered(world, running, later):
    bodies = {b.organisation.code: b for b in bodies_of(running, world.people["planner"], later(15))}
    assert {code: body.how for code, body in bodies.items()} == {
        "EPB": "owing",
        "HOUSE": "owing",
        "FARM": "owing",
    }
    assert bodies["HOUSE"].late == 2
    progress = rounds_of(world.document, world.people["planner"], later(15))[0]
    assert (progress.asked, progress.late, progress.percent, progress.bodies) == (4, 4, 0, 3)
    own = rounds_of(world.document, world.people["farm"], later(15))[0]
    assert (own.asked, own.bodies) == (1, 1)


def test_an_accepted_answer_opens_again_only_with_a_reason(world, running, later):
    row = asked(running, "HOUSE", "T002")
    with pytest.raises(Refused, match="not accepted"):
        reopen(world.actors["planner"], row, "x", now=later(1))
    answer(world.actors["house"], row, DONE, now=later(1))
    accept(world.actors["planner"], row, now=later(1))
    with pytest.raises(Refused, match="reason"):
        reopen(world.actors["planner"], row, "", now=later(1))
    assert reopen(world.actors["planner"], row, "wrong pipes", now=later(1)).state == "reopened"
