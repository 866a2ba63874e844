"""Reads of rounds: how far one is, what each department owes, what an answer rests on."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Answer, Asked, Document, Round, RoundStep
from huanzhi.plan.rounds.round import OWED, AskedState


@dataclass(frozen=True)
class Progress:
    """A round with how many of what it asks stand where; `late`: owed though the time has run out."""

    round: Round
    asked: int
    answered: int
    accepted: int
    late: int
    bodies: int

    @property
    def percent(self) -> int:
        """Answered or accepted, of what is asked."""
        return 100 * (self.answered + self.accepted) // self.asked if self.asked else 0


@dataclass(frozen=True)
class Body:
    """A department in a round: how much of what it is asked stands where."""

    organisation: Organisation
    states: dict[str, int]
    late: int
    came_late: int
    returns: int

    @property
    def asked(self) -> int:
        """How much it is asked."""
        return sum(self.states.values())

    @property
    def owed(self) -> int:
        """How much it has still to answer."""
        return sum(self.states.get(state, 0) for state in OWED)

    @property
    def how(self) -> str:
        """`owing`, `late` (answered after the due time), `returned` (at least once) or `in-time`: the worst of them."""
        if self.owed:
            return "owing"
        if self.came_late:
            return "late"
        return "returned" if self.returns else "in-time"


def rounds_of(document: Document, user: Any, now: datetime) -> list[Progress]:
    """The rounds a person may see, the newest first, counted over what that person may see."""
    rows = list(Round.objects.visible_to(user).filter(document=document))
    seen = Asked.objects.visible_to(user).filter(round__in=rows).order_by()
    counted = seen.values_list("round", "state").annotate(n=Count("pk", distinct=True))
    states: dict[int, Counter[str]] = {}
    for key, state, n in counted:
        states.setdefault(key, Counter())[state] += n
    late = Counter(seen.late(now).values_list("round", flat=True))
    bodies = Counter(key for key, _body in seen.values_list("round", "organisation").distinct())
    return [_progress(row, states.get(row.pk, Counter()), late[row.pk], bodies[row.pk]) for row in rows]


def _progress(row: Round, states: Counter[str], late: int, bodies: int) -> Progress:
    answered, accepted = states[AskedState.ANSWERED], states[AskedState.ACCEPTED]
    return Progress(row, sum(states.values()), answered, accepted, late, bodies)


def asked_of(one: Round, user: Any) -> QuerySet[Asked]:
    """What a round asks, of which this person may see it, with task, department and the newest answers."""
    rows = Asked.objects.visible_to(user).filter(round=one).select_related("round", "task", "organisation")
    return rows.prefetch_related(
        Prefetch("answers", Answer.objects.order_by("-at", "-pk").prefetch_related("files"))
    )


def bodies_of(one: Round, user: Any, now: datetime) -> list[Body]:
    """Every department of a round, those that are late first, then those that owe most."""
    rows = list(Asked.objects.visible_to(user).filter(round=one).select_related("organisation", "round"))
    by_body: dict[int, list[Asked]] = {}
    for row in rows:
        by_body.setdefault(row.organisation_id, []).append(row)
    found = [
        Body(
            held[0].organisation,
            dict(Counter(row.state for row in held)),
            sum(row.late_on(now) for row in held),
            sum(row.came_late for row in held),
            sum(row.returns for row in held),
        )
        for held in by_body.values()
    ]
    return sorted(found, key=lambda body: (-body.late, -body.owed, body.organisation.sort_key))


def history(asked: Asked) -> QuerySet[RoundStep]:
    """What happened to what was asked, in its order."""
    return (
        RoundStep.objects.filter(asked=asked)
        .select_related("answer")
        .prefetch_related("answer__files")
        .order_by("at", "pk")
    )


def changed_since(one: Round, user: Any) -> QuerySet[RoundStep]:
    """Answers of a closed round whose inputs are others now."""
    seen = Asked.objects.visible_to(user).filter(round=one)
    rows = RoundStep.objects.filter(asked__in=seen, what=RoundStep.What.CHANGED)
    return rows.select_related("asked__task", "asked__organisation").order_by("-at")


def accepted_until(document: Document, day: datetime) -> dict[int, Answer]:
    """The newest accepted answer of each task's department up to a moment, by task: what an assessment rests on."""
    steps = RoundStep.objects.filter(
        Q(what=RoundStep.What.ACCEPTED), asked__round__document=document, asked__leads=True, at__lte=day
    )
    rows = steps.select_related("answer", "asked").order_by("at", "pk")
    return {step.asked.task_id: step.answer for step in rows if step.answer is not None}
