"""Rounds up to the cut-off: who was asked about which task, how it was answered, and what was accepted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from huanzhi.plan.models import Asked, Document, RoundStep


@dataclass(frozen=True)
class Accepted:
    """The newest accepted answer about a task of who answers for its state, and whether it came by the cut-off."""

    state: str
    report: str
    at: datetime
    files: int
    in_time: bool


def end_of(day: date) -> datetime:
    """The first moment after a day, in the district's time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def asked(document: Document, cut_off: date) -> list[dict[str, Any]]:
    """One row an asked organisation and task whose answer was due by then: `on_time`, `late`, `unanswered`."""
    end = end_of(cut_off)
    rows = Asked.objects.filter(round__document=document, round__due_at__lt=end)
    rows = rows.select_related("round", "organisation", "task").order_by(
        "round__due_at", "round", "organisation__sort_key", "task__code"
    )
    return [
        {
            "round": row.round.name,
            "organisation": row.organisation.code,
            "task": row.task.code,
            "how": _how(row, end),
        }
        for row in rows
    ]


def _how(row: Asked, end: datetime) -> str:
    if row.first_at is None or row.first_at >= end:
        return "unanswered"
    return "late" if row.came_late else "on_time"


def asked_about(document: Document, cut_off: date) -> Counter[int]:
    """How often each task was asked about with an answer due by then."""
    rows = Asked.objects.filter(round__document=document, round__due_at__lt=end_of(cut_off))
    return Counter(dict(rows.order_by().values_list("task_id").annotate(n=Count("pk"))))


def accepted(document: Document, cut_off: date) -> dict[int, Accepted]:
    """By task: the last one accepted by the cut-off; where there is none, the last one since."""
    rows = RoundStep.objects.filter(
        asked__round__document=document, asked__leads=True, what=RoundStep.What.ACCEPTED, answer__isnull=False
    )
    rows = rows.select_related("answer", "asked").annotate(files=Count("answer__files"))
    end, found = end_of(cut_off), {}  # type: ignore[var-annotated]
    for row in rows.order_by("at", "pk"):
        held, in_time = found.get(row.asked.task_id), row.at < end
        if row.answer is not None and (in_time or held is None or not held.in_time):
            said = row.answer
            found[row.asked.task_id] = Accepted(said.state, said.done, row.at, row.files, in_time)
    return found
