"""Whatever happens to registers and rules, the past of the duties stays as it was (a property, not an example)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import save_organisation
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.actions.obligations import fulfil_duty, waive_duty
from huanzhi.work.obligation import Obligation
from huanzhi.work.obligations import declaration
from huanzhi.work.obligations.declaration import DutyRule, Subject
from huanzhi.work.obligations.recurrence import Due, Recurrence

ACTOR, START = SYSTEM("t"), date(2026, 1, 31)
CODES = st.sampled_from(["a", "b"])
DAYS = st.integers(-60, 120).map(lambda n: START + timedelta(n))
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from([1, 7, 40, 100])),
    st.tuples(st.just("register"), CODES, DAYS, st.integers(0, 1)),
    st.tuples(st.just("retire"), CODES, DAYS),
    st.tuples(st.just("strike"), CODES),
    st.tuples(st.just("rule"), st.integers(0, 5)),
    st.tuples(st.just("prove"), st.integers(0, 9)),
    st.tuples(st.just("waive"), st.integers(0, 9)),
)
RHYTHMS = [
    Recurrence("month", Due("end", 5)),
    Recurrence("month", Due("end", 3, "working_days"), partial=True),
    Recurrence("week"),
    Recurrence("quarter", Due("start", 20)),
    Recurrence("after-proof", days=30),
    Recurrence("once", by=date(2026, 4, 30)),
]


class World:
    """A register in memory, a rule, a clock."""

    def __init__(self, bodies):
        self.today, self.bodies, self.register = START, bodies, {}
        self.rule(0)

    @property
    def now(self):
        return datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC)

    def wait(self, days):
        self.today += timedelta(days)

    def register_(self, code, starts, body):
        self.register[code] = Subject(f"r:{code}", f"{code}{body}", self.bodies[body].pk, starts)

    def retire(self, code, ends):
        if held := self.register.get(code):
            self.register[code] = Subject(held.key, held.name, held.organisation, held.starts, ends)

    def strike(self, code):
        self.register.pop(code, None)

    def rule(self, number):
        words = f"rule {number}"
        declaration._RULES.clear()
        declaration.add(
            DutyRule(
                "r", words, words, lambda: list(self.register.values()), RHYTHMS[number], "c", "inspection"
            )
        )

    def _open(self, nth):
        rows = list(Obligation.objects.open().exclude(covers_from__gt=self.today))
        return rows[nth % len(rows)] if rows else None

    def prove(self, nth):
        if row := self._open(nth):
            fulfil_duty(ACTOR, row, self.today, reference="J", now=self.now)

    def waive(self, nth):
        if row := self._open(nth):
            waive_duty(ACTOR, row, "r", now=self.now)


def state():
    return {row.pk: model_to_dict(row) for row in Obligation.objects.all()}


def past(today):
    return {row.pk for row in Obligation.objects.all() if row.past_on(today)}


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[("prove", 9), ("register", "a", START - timedelta(20), 1), ("retire", "a", START)])
@example(steps=[("wait", 7), ("register", "a", START - timedelta(20), 1), ("retire", "a", START)])
@example(steps=[("waive", 0), ("rule", 1), ("strike", "a"), ("wait", 7), ("register", "a", START, 1)])
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
def test_the_past_stays(steps, monkeypatch):
    monkeypatch.setattr(declaration, "_RULES", {})
    with transaction.atomic():
        world = World([save_organisation(ACTOR, code, {"name": code}) for code in ("A", "B")])
        world.register_("a", date(2025, 12, 1), 0)
        keep_duties(ACTOR, world.now)
        for name, *args in steps:
            getattr(world, "register_" if name == "register" else name)(*args)
            _run(world)
        transaction.set_rollback(True)


def _run(world):
    """A run leaves the past alone, makes nothing in it, and a second run finds nothing to do."""
    before, over = state(), past(world.today)
    keep_duties(ACTOR, world.now)
    after = state()
    assert {key: after[key] for key in over} == {key: before[key] for key in over}
    assert set(before) <= set(after)
    made = Obligation.objects.exclude(pk__in=before)
    assert all(row.due_on >= world.today for row in made)
    current = {subject.key: subject.organisation for subject in world.register.values()}
    for row in Obligation.objects.open().filter(due_on__gte=world.today):
        assert current[row.subject] == row.organisation_id
        assert row.terms == next(declaration.rules()).terms()
    entries = Entry.objects.count()
    keep_duties(ACTOR, world.now)
    assert (state(), Entry.objects.count()) == (after, entries)
