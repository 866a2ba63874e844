"""What is shown beside a question and opens no answer again: late duties, the year's step, milestones, later changes.

They are as they stand today: of the department or the year as a whole, not of what one answer rests on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from huanzhi.plan.models import AnnualItem, Asked, Milestone, RoundStep
from huanzhi.plan.year.queries import in_force
from huanzhi.work.models import Obligation

Pair = tuple[int, int]  # task and organisation


@dataclass(frozen=True)
class Beside:
    """For the rows of one round: by department, by task's number, of the year, by task and department."""

    late_duties: dict[int, int] = field(default_factory=dict)
    steps: dict[str, AnnualItem] = field(default_factory=dict)
    milestones: Sequence[str] = ()
    changed: dict[Pair, RoundStep] = field(default_factory=dict)


def beside(rows: Sequence[Asked], today: date) -> Beside:
    """Five queries, however many rows."""
    if not rows:
        return Beside()
    one = rows[0].round
    year = one.last_day.year
    duties = Obligation.objects.late(today).filter(organisation__in={row.organisation_id for row in rows})
    told = Milestone.objects.filter(document=one.document_id, year=year)
    return Beside(
        dict(duties.order_by().values_list("organisation").annotate(n=Count("pk"))),
        _steps(rows, year),
        list(told.values_list("text", flat=True)),
        _changed(rows),
    )


def _steps(rows: Iterable[Asked], year: int) -> dict[str, AnnualItem]:
    """The year's step of each task, from the annual plan in force."""
    held = list(rows)
    plan = in_force(held[0].round.document, year)
    about = {f"task:{row.task.code}" for row in held}
    items = AnnualItem.objects.filter(plan=plan, about__in=about, left_out="") if plan else []
    return {item.code: item for item in items}


def _changed(rows: Iterable[Asked]) -> dict[Pair, RoundStep]:
    """What changed behind the answers of earlier, closed rounds; the newest of each task and department."""
    held = list(rows)
    steps = RoundStep.objects.filter(
        what=RoundStep.What.CHANGED,
        asked__round__last_day__lt=held[0].round.last_day,
        asked__task__in={row.task_id for row in held},
        asked__organisation__in={row.organisation_id for row in held},
    )
    ordered = steps.select_related("asked__round").order_by("at", "pk")
    return {(step.asked.task_id, step.asked.organisation_id): step for step in ordered}
