"""From rules and registers to obligations 义务生成: what to make, to change, to withdraw. Nothing is written here.

A turn whose day has passed, or that is proved or waived, is left alone, whatever registers and rules say now; and none
is made for a day that has passed: what was not on the list on its day is not put on it afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from huanzhi.work.obligation import Obligation
from huanzhi.work.obligations.declaration import DutyRule, Subject
from huanzhi.work.obligations.planning import turns, upcoming
from huanzhi.work.obligations.recurrence import Period

FOLLOWED = (
    "subject_name", "covers_from", "covers_to", "due_on", "organisation_id", "user_id", "area_id", "terms",
)  # fmt: skip


@dataclass
class Change:
    """A future turn that comes out otherwise: what it was, what it becomes."""

    row: Obligation
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass
class Plan:
    """What a rule asks to be written, and the subjects for which nobody answers."""

    rule: str
    make: list[Obligation] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    withdraw: list[Obligation] = field(default_factory=list)
    nobody: list[Subject] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.make or self.change or self.withdraw)


def plan(rule: DutyRule, now: datetime, today: date) -> Plan:
    """Compare what a rule wants from today on with what is there; three queries whatever the number of subjects."""
    calendar = rule.recurrence.every not in ("once", "own-day", "after-proof")
    coming = upcoming(rule.recurrence, today, rule.ahead) if calendar else []
    made, held = Plan(rule.code), _held(rule, coming, today)
    terms = rule.terms()
    wanted: set[tuple[str, str]] = set()
    for subject in _once_each(rule.subjects()):
        if subject.organisation is None:
            made.nobody.append(subject)
            continue
        rows = held.get(subject.key, [])
        there = {row.period: row for row in rows}
        for period in turns(rule.recurrence, subject, rows, coming, today, rule.ahead):
            wanted.add((subject.key, period.key))
            row, values = there.get(period.key), _values(subject, period, terms)
            if row is None:
                made.make.append(_new(rule.code, subject, period, values, now))
            elif not row.past_on(today):
                _compare(made, row, values)
    for rows in held.values():
        made.withdraw += [row for row in rows if _gone(row, wanted, today)]
    return made


def orphans(codes: Iterable[str], today: date) -> Plan:
    """Future turns of rules that nobody declares any more."""
    rows = Obligation.objects.open().filter(due_on__gte=today).exclude(rule__in=list(codes))
    return Plan("undeclared", withdraw=list(rows))


def _held(rule: DutyRule, coming: list[Period], today: date) -> dict[str, list[Obligation]]:
    """Turns that are still to come, and past ones of a period that may be wanted; after proofs, all of them count."""
    rows = Obligation.objects.filter(rule=rule.code)
    if rule.recurrence.every != "after-proof":
        keys = {"once", *(period.key for period in coming)}
        rows = rows.filter(Q(due_on__gte=today) | Q(period__in=keys))
    found: dict[str, list[Obligation]] = defaultdict(list)
    for row in rows:
        found[row.subject].append(row)
    return found


def _once_each(subjects: Iterable[Subject]) -> Iterable[Subject]:
    """Two of one key would fight for the same turns."""
    seen: set[str] = set()
    for subject in subjects:
        if subject.key in seen:
            raise ValueError(f"two subjects called {subject.key}")
        seen.add(subject.key)
        yield subject


def _values(subject: Subject, period: Period, terms: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject_name": subject.name,
        **period.plain(),
        "organisation_id": subject.organisation,
        "user_id": subject.user,
        "area_id": subject.area,
        "terms": terms,
    }


def _new(code: str, subject: Subject, period: Period, values: dict[str, Any], now: datetime) -> Obligation:
    return Obligation(
        rule=code,
        subject=subject.key,
        period=period.key,
        simulated=subject.simulated,
        changed_at=now,
        **values,
    )


def _compare(made: Plan, row: Obligation, values: dict[str, Any]) -> None:
    before = {name: getattr(row, name) for name in FOLLOWED if getattr(row, name) != values[name]}
    if row.withdrawn:
        before["withdrawn_at"] = row.withdrawn_at
    if before:
        after = {name: values.get(name) for name in before}
        made.change.append(Change(row, before, after))


def _gone(row: Obligation, wanted: set[tuple[str, str]], today: date) -> bool:
    return not row.past_on(today) and not row.withdrawn and (row.subject, row.period) not in wanted
