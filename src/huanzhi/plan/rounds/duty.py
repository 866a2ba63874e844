"""A round is a duty of each department it asks: on its due list, reminded, late by the clock, in the end a case.

What is given back, or opens again, is a duty of its own with its new day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count, Q

from huanzhi.people.models import Organisation
from huanzhi.people.working_days import last_day
from huanzhi.plan.models import Asked, Round, RoundStep
from huanzhi.plan.rounds.round import BACK
from huanzhi.work.models import Obligation
from huanzhi.work.obligation import ObligationQuerySet
from huanzhi.work.obligations.declaration import Subject

RULE, AGAIN = "round-answer", "round-again"
WENT_BACK = (RoundStep.What.RETURNED, RoundStep.What.REOPENED)


def subject_of(round_id: int, code: str) -> str:
    """What the duty is about: a round and a department."""
    return f"round:{round_id}/{code}"


def again_of(asked_id: int, turn: int) -> str:
    """What went back to a department, for which time."""
    return f"asked:{asked_id}/{turn}"


def due_on(due_at: datetime) -> date:
    """The last day on which it is in time: 00:00 of a day is the day before."""
    return last_day(due_at)


def asked_bodies() -> Iterator[Subject]:
    """Departments of the rounds that run, each with its day."""
    for one in Round.objects.filter(closed_at=None):
        for held in Organisation.objects.filter(asked__round=one).distinct():
            yield Subject(
                subject_of(one.pk, held.code), f"{one.name} · {held.name}", held.pk, simulated=one.simulated,
                due=due_on(one.due_at),
            )  # fmt: skip


def went_back() -> Iterator[Subject]:
    """What was given back or is open again in the rounds that run, each with its new day."""
    rows = Asked.objects.filter(round__closed_at=None, state__in=BACK).select_related("round", "task")
    turns = dict(_turns(rows.values_list("pk", flat=True)))
    for row in rows:
        yield Subject(
            again_of(row.pk, turns[row.pk]), f"{row.round.name} · {row.task}"[:200], row.organisation_id,
            simulated=row.round.simulated, due=due_on(row.due_at),
        )  # fmt: skip


def _turns(keys: Iterable[int]) -> Iterable[tuple[int, int]]:
    """How often each of these went back."""
    steps = RoundStep.objects.filter(asked__in=keys, what__in=WENT_BACK).order_by()
    return steps.values_list("asked").annotate(n=Count("pk"))


def duties_of(rows: Iterable[Asked]) -> ObligationQuerySet:
    """The duties that are still open of these: of the departments in their round, and of each that went back."""
    held = list(rows)
    bodies = {subject_of(row.round_id, row.organisation.code) for row in held}
    back = [row.pk for row in held if row.state in BACK]
    again = {again_of(key, turn) for key, turn in _turns(back)}
    wanted = Q(rule=RULE, subject__in=bodies) | Q(rule=AGAIN, subject__in=again)
    return Obligation.objects.open().filter(wanted).select_related("organisation", "user", "area")
