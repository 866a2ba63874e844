"""A case as the field pages show it: its clock, its place, the steps this person may take."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from huanzhi.desk.views.field_words import lacking_words, left
from huanzhi.kit.access import actor_of
from huanzhi.work.actions.field import STEPS as FIELD_STEPS
from huanzhi.work.hands import holds
from huanzhi.work.kinds import kinds, named
from huanzhi.work.models import Case
from huanzhi.work.showing import lacking
from huanzhi.work.words import STEPS

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Choice:
    """A step as a button; one that cannot be taken yet says why."""

    verb: str
    words: Any
    start: str
    end: str
    needs_note: bool
    wanting: int = 0
    wanting_words: str = ""


@dataclass(frozen=True)
class Card:
    """A case in a list."""

    case: Case
    kind: str
    due: datetime | None
    left: str
    look: str
    address: str
    stamp: str
    choices: list[Choice] = field(default_factory=list)


def card(case: Case, now: datetime | None = None) -> Card:
    """The case with its clock in words."""
    now = now or timezone.now()
    due = case.clock_at
    late, soon = due is not None and due < now, due is not None and due - now < SOON
    return Card(
        case,
        named(case.kind),
        due,
        left(due, now) if due else "",
        "late" if late else "risk" if soon else "na",
        reverse("desk:field-case", args=[case.number]),
        stamp(case),
    )


def stamp(case: Any) -> str:
    """Changes whenever the page of the case would."""
    moments = (case.last_step, case.last_evidence)
    return ".".join(f"{at:%Y%m%d%H%M%S%f}" if at else "-" for at in moments) + f".{get_language()}"


def choices(request: HttpRequest, case: Case) -> list[Choice]:
    """Every step that this person may take from any state: without a signal one may follow the other."""
    actor = actor_of(request)
    mine = "*" in actor.verbs or holds(actor, case)
    found = []
    for step in kinds()[case.kind].steps:
        if step.verb not in FIELD_STEPS or not actor.may(step.verb) or (step.by == "owner" and not mine):
            continue
        if step.by == "checker" and actor.user_id == case.reported_by_id:
            continue
        wanting = lacking(case, step.verb)
        words = lacking_words(wanting) if wanting else ""
        needs_note = step.verb != "work.accept"
        found.append(Choice(step.verb, STEPS[step.verb], step.start, step.end, needs_note, wanting, words))
    return found
