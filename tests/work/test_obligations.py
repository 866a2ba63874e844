"""Duties are made from registers, proved, let go, late by the clock alone, and become a case once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.work.actions.duty_keeping import duty_to_case, keep_duties, note_reminded
from huanzhi.work.actions.obligations import DutyRefused, fulfil_duty, reopen_duty, waive_duty
from huanzhi.work.attachments.storage import arrive
from huanzhi.work.models import Case
from huanzhi.work.obligation import Obligation
from huanzhi.work.obligations import declaration
from huanzhi.work.obligations.declaration import DutyRule, Subject
from huanzhi.work.obligations.queries import addressees, duties, to_remind
from huanzhi.work.obligations.recurrence import Due, Recurrence

pytestmark = pytest.mark.django_db
ACTOR = SYSTEM("t")


def at(day: str) -> datetime:
    """Noon in Shanghai of a day."""
    return datetime.fromisoformat(f"{day}T04:00:00").replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_other_rules(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(declaration, "_RULES", {})
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def bodies():
    return [save_organisation(ACTOR, code, {"name": code}) for code in ("EPB", "HOUSE")]


@pytest.fixture
def people(bodies):
    def person(name, body, role):
        user = create_user(ACTOR, name, name)
        grant(ACTOR, user, body, role)
        return user

    epb, house = bodies
    return {
        "own": person("own", epb, "liaison"),
        "other": person("other", house, "liaison"),
        "planner": person("planner", house, "planner"),
        "leader": person("leader", epb, "leader"),
    }


@pytest.fixture
def register(bodies):
    """A register of permits in memory: code to subject."""
    return {"P1": Subject("permit:P1", "一厂", bodies[0].pk, date(2026, 1, 1))}


@pytest.fixture
def declare(register):
    def add(code="report", recurrence=None, **more):
        recurrence = recurrence or Recurrence("quarter", Due("end", 15))
        more = {"clause": "c", "remind": (30, 7, 0), **more}
        return declaration.add(
            DutyRule(code, "季度执行报告", "quarterly report", register.values, recurrence=recurrence, **more)
        )

    return add


def paper(text=b"report of the quarter"):
    return arrive([text])


def test_made_once_whatever_the_number_of_runs(declare):
    declare()
    kept = keep_duties(ACTOR, at("2026-11-25"))
    assert kept.made == 1
    entries = Entry.objects.count()
    for _ in range(2):
        again = keep_duties(ACTOR, at("2026-11-25"))
        assert (again.made, again.changed, again.withdrawn) == (0, 0, 0)
    assert Entry.objects.count() == entries, "a run with nothing to do writes nothing"
    row = Obligation.objects.get()
    assert (row.period, row.due_on, str(row.covers_from)) == ("2026-Q4", date(2027, 1, 15), "2026-10-01")


def test_a_changed_register_changes_what_is_to_come_and_leaves_what_is_past(declare, register, bodies):
    declare(recurrence=Recurrence("month", Due("end", 5)))
    keep_duties(ACTOR, at("2026-11-25"))
    register["P1"] = Subject("permit:P1", "一厂（更名）", bodies[1].pk, date(2026, 1, 1))
    keep_duties(ACTOR, at("2026-12-10"))
    past, *future = Obligation.objects.order_by("due_on")
    assert (past.due_on, past.subject_name, past.organisation) == (date(2026, 12, 5), "一厂", bodies[0])
    assert {(row.subject_name, row.organisation) for row in future} == {("一厂（更名）", bodies[1])}
    change = Entry.objects.filter(verb="work.follow-registers").order_by("-seq").first()
    key = str(future[0].pk)
    assert change.before[key]["subject_name"] == "一厂"
    assert change.after["changed"][key]["subject_name"] == "一厂（更名）"


def test_a_retired_record_brings_no_more(declare, register, bodies):
    declare(recurrence=Recurrence("month", Due("end", 5)))
    keep_duties(ACTOR, at("2026-11-25"))
    register["P1"] = Subject("permit:P1", "一厂", bodies[0].pk, date(2026, 1, 1), ends=date(2026, 11, 30))
    assert keep_duties(ACTOR, at("2026-11-26")).withdrawn == Obligation.objects.count() - 1
    assert [row.period for row in Obligation.objects.open()] == ["2026-11"]
    del register["P1"]
    keep_duties(ACTOR, at("2026-11-27"))
    assert not Obligation.objects.open().exists()
    register["P1"] = Subject("permit:P1", "一厂", bodies[0].pk, date(2026, 1, 1))
    keep_duties(ACTOR, at("2026-12-20"))
    assert not Obligation.objects.get(period="2026-11").late_on(date(2026, 12, 20)), (
        "it was withdrawn in its time"
    )
    assert Obligation.objects.open().filter(period="2026-12").exists()


def test_a_rule_that_is_gone_takes_its_future_with_it(declare, monkeypatch):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    monkeypatch.setattr(declaration, "_RULES", {})
    assert keep_duties(ACTOR, at("2026-11-26")).withdrawn == 1


def test_nothing_is_put_on_the_list_after_its_day(declare):
    declare(recurrence=Recurrence("month", Due("end", 5)))
    keep_duties(ACTOR, at("2026-11-25"))
    assert not Obligation.objects.filter(due_on__lt=date(2026, 11, 25)).exists()


def test_who_has_nobody_is_named(declare, register):
    declare()
    register["P2"] = Subject("permit:P2", "二厂", None)
    kept = keep_duties(ACTOR, at("2026-11-25"))
    assert [(rule, subject.key) for rule, subject in kept.nobody] == [("report", "permit:P2")]


def test_late_by_the_clock_alone(declare):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    row = Obligation.objects.get()
    assert [row.late_on(row.due_on + timedelta(n)) for n in (-1, 0, 1)] == [False, False, True]
    assert not Obligation.objects.late(date(2027, 1, 15)).exists()
    assert Obligation.objects.late(date(2027, 1, 16)).get() == row


def test_proved_by_a_file_that_is_kept(declare, people):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    row = Obligation.objects.get()
    actor = people["own"].as_actor("t")
    fulfil_duty(
        actor, row, date(2026, 11, 24), "as filed", file=paper(), name="C:\\q4.txt", now=at("2026-11-25")
    )
    row.refresh_from_db()
    assert (row.outcome, row.done_on, row.settled_by, row.proof["name"]) == (
        "proved", date(2026, 11, 24), people["own"], "q4.txt",
    )  # fmt: skip
    with pytest.raises(DutyRefused, match="已|settled"):
        fulfil_duty(actor, row, date(2026, 11, 24), file=paper(), now=at("2026-11-25"))


@pytest.mark.parametrize(
    ("day", "why"), [("2026-11-26", "2026-11-26"), ("2026-09-30", "2026-10-01")], ids=["to come", "before"]
)
def test_a_day_that_cannot_be_is_refused_by_name(declare, people, day, why):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    with pytest.raises(DutyRefused, match=why):
        fulfil_duty(
            people["own"].as_actor("t"),
            Obligation.objects.get(),
            date.fromisoformat(day),
            file=paper(),
            now=at("2026-11-25"),
        )


@pytest.mark.parametrize("proof", ["file", "reading", "inspection", "case"])
def test_what_is_not_there_proves_nothing(declare, people, proof):
    declare(proof=proof)
    keep_duties(ACTOR, at("2026-11-25"))
    row = Obligation.objects.get()
    with pytest.raises(DutyRefused, match="proof|凭证"):
        fulfil_duty(people["own"].as_actor("t"), row, date(2026, 11, 24), now=at("2026-11-25"))
    row.refresh_from_db()
    assert row.outcome == ""


def test_a_reading_proves_its_day(declare, people):
    from huanzhi.monitoring.actions import save_point
    from huanzhi.monitoring.models import DayValue

    point = save_point(
        ACTOR, "W1", {"name": "下游", "medium": "surface_water", "kind": "district", "source": "t"}
    )
    DayValue.objects.create(
        point=point, factor="w01018", value_e3=24000, standing="valid", basis="hours", day=date(2026, 11, 24),
        evaluated_at=at("2026-11-25"),
    )  # fmt: skip
    declare(proof="reading")
    keep_duties(ACTOR, at("2026-11-25"))
    row, actor = Obligation.objects.get(), people["own"].as_actor("t")
    for wrong in ("W1 2026-11-23", "W2 2026-11-24", "W1"):
        with pytest.raises(DutyRefused):
            fulfil_duty(actor, row, date(2026, 11, 24), reference=wrong, now=at("2026-11-25"))
    fulfil_duty(actor, row, date(2026, 11, 24), reference="W1 2026-11-24", now=at("2026-11-25"))


def test_who_may(declare, people):
    declare(proof="inspection")
    keep_duties(ACTOR, at("2026-11-25"))
    row, day = Obligation.objects.get(), date(2026, 11, 24)
    for name in ("other", "leader"):
        with pytest.raises(NotAllowed):
            fulfil_duty(people[name].as_actor("t"), row, day, reference="J-1", now=at("2026-11-25"))
    with pytest.raises(NotAllowed):
        waive_duty(people["own"].as_actor("t"), row, "why not", now=at("2026-11-25"))
    fulfil_duty(people["planner"].as_actor("t"), row, day, reference="J-1", now=at("2026-11-25"))
    assert [duties(people[name]).count() for name in ("own", "other", "planner", "leader")] == [1, 0, 1, 1]


def test_let_go_only_with_a_reason_and_taken_back(declare, people):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    row, planner = Obligation.objects.get(), people["planner"].as_actor("t")
    with pytest.raises(DutyRefused, match="reason|理由"):
        waive_duty(planner, row, " ", now=at("2026-11-25"))
    waive_duty(planner, row, "out of work all quarter", now=at("2026-11-25"))
    assert not Obligation.objects.open().exists()
    reopen_duty(planner, row, "it was at work after all", now=at("2026-11-26"))
    assert Obligation.objects.open().count() == 1
    with pytest.raises(DutyRefused):
        reopen_duty(planner, row, "again", now=at("2026-11-26"))
    steps = Entry.objects.filter(subject_type="work.obligation", subject_id=str(row.pk))
    assert [one.verb for one in steps.order_by("seq")] == ["work.waive-duty", "work.reopen-duty"]


def test_after_a_proof_the_next_turn_comes(declare, people):
    declare(recurrence=Recurrence("after-proof", days=90), proof="inspection")
    keep_duties(ACTOR, at("2026-11-25"))
    first = Obligation.objects.get()
    fulfil_duty(people["own"].as_actor("t"), first, date(2026, 11, 20), reference="J-1", now=at("2026-11-25"))
    keep_duties(ACTOR, at("2026-11-25"))
    assert Obligation.objects.open().get().due_on == date(2026, 11, 20) + timedelta(90)


def test_late_it_becomes_a_case_once_and_a_proof_does_not_close_it(declare, people, bodies):
    declare(proof="inspection", case="overdue-duty", case_after=5)
    keep_duties(ACTOR, at("2026-11-25"))
    row = Obligation.objects.get()
    assert keep_duties(ACTOR, at("2027-01-20")).cases == [], "five days late it is left in peace"
    (case,) = keep_duties(ACTOR, at("2027-01-21")).cases
    assert keep_duties(ACTOR, at("2027-01-22")).cases == []
    row.refresh_from_db()
    assert (row.case, case.organisation, case.kind) == (case, bodies[0], "overdue-duty")
    assert duty_to_case(ACTOR, row, at("2027-01-23")) == case
    assert Case.objects.count() == 1
    fulfil_duty(people["own"].as_actor("t"), row, date(2027, 1, 22), reference="J-1", now=at("2027-01-23"))
    case.refresh_from_db()
    row.refresh_from_db()
    assert case.state != "closed"
    assert row.proved_late
    with pytest.raises(DutyRefused):
        duty_to_case(ACTOR, row, at("2027-01-23"))


def test_reminders_once_a_stage_the_nearest_only(declare, people):
    declare()
    keep_duties(ACTOR, at("2026-11-25"))
    assert to_remind(at("2026-12-15")) == []
    (due,) = to_remind(at("2026-12-20"))
    assert due.stage == 30
    assert addressees([due], at("2026-12-20")) == {due.obligation.pk: [people["own"]]}
    note_reminded(ACTOR, [due], at("2026-12-20"))
    assert to_remind(at("2026-12-21")) == []
    (due,) = to_remind(at("2027-01-15"))
    assert due.stage == 0, "the stage of seven days was missed and is not made good"
    note_reminded(ACTOR, [due], at("2027-01-15"))
    assert to_remind(at("2027-01-15")) == []


def test_the_database_keeps_what_is_settled(declare, people):
    declare(proof="inspection")
    keep_duties(ACTOR, at("2026-11-25"))
    row = Obligation.objects.get()
    fulfil_duty(people["own"].as_actor("t"), row, date(2026, 11, 24), reference="J-1", now=at("2026-11-25"))
    rows = Obligation.objects.filter(pk=row.pk)
    for change in (
        {"due_on": date(2030, 1, 1)},
        {"terms": {}},
        {"done_on": date(2026, 11, 1)},
        {"period": "x"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(outcome="", done_on=None)
