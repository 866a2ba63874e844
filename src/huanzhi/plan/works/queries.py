"""Reads of works: where one stands, what is missing and who must say it, what is late, what is in the way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from huanzhi.ledger.verbs import Actor
from huanzhi.people.models import Organisation
from huanzhi.plan.models import Blocker, Document, Gate, Project, RoleKind, Task
from huanzhi.plan.works.blocker import BlockerState
from huanzhi.plan.works.lists import Stage, stages
from huanzhi.plan.works.money import Money, money

__all__ = [
    "Lack", "Late", "Money", "Step", "about_task", "answering", "answers", "blocked", "lacks", "lateness",
    "line", "money", "open_blockers", "stage_of", "works_of",
]  # fmt: skip

WHAT = {
    "owner": _("owner"),
    "place": _("place"),
    "budget": _("budget"),
    "dates": _("start and finish"),
}


@dataclass(frozen=True)
class Lack:
    """What nobody has said of a work yet, and who must say it; nobody when the plan gives it to no department."""

    what: str
    who: Organisation | None

    @property
    def words(self) -> Any:
        """In the reader's language."""
        return WHAT[self.what]


@dataclass(frozen=True)
class Late:
    """A stage that has not been passed on its planned day."""

    stage: Stage | None  # none: the work's own finish
    planned_on: date
    days: int


@dataclass(frozen=True)
class Step:
    """A stage of a work as its line shows it."""

    stage: Stage
    gate: Gate | None
    state: str  # done, waiting, next, ahead
    days_late: int


def works_of(document: Document, user: Any) -> QuerySet[Project]:
    """The works this person may see, with all that lists and `lacks` need, in a few queries."""
    rows = Project.objects.visible_to(user).filter(document=document)
    return rows.select_related("owner", "area").prefetch_related("gates", "tasks__roles__organisation")


def about_task(task: Task) -> list[Project]:
    """The works of a task."""
    return list(task.projects.select_related("owner").prefetch_related("gates"))


def answering(project: Project) -> list[Organisation]:
    """The departments that answer for the work's tasks, those that lead first, each once."""
    roles = [role for task in project.tasks.all() for role in task.roles.all()]
    named = [r for r in roles if r.role != RoleKind.SUPPORTING]
    named.sort(key=lambda role: (role.role != RoleKind.LEAD, role.order))
    return list({role.organisation_id: role.organisation for role in named}.values())


def answers(actor: Actor, project: Project) -> bool:
    """Whether the actor's organisation owns the work or answers for one of its tasks."""
    if project.owner is not None and project.owner.code == actor.organisation:
        return True
    own = project.tasks.filter(roles__organisation__code=actor.organisation)
    return own.exclude(roles__organisation__code=actor.organisation, roles__role=RoleKind.SUPPORTING).exists()


def lacks(project: Project) -> list[Lack]:
    """What the plan leaves out and nobody has said since; who owns it is said by the first department of its tasks."""
    first = next(iter(answering(project)), None)
    who = project.owner or first
    found = [] if project.owner else [Lack("owner", first)]
    if not project.place and project.area is None and project.lon is None:
        found.append(Lack("place", who))
    if project.budget_yuan is None:
        found.append(Lack("budget", who))
    if project.starts_on is None or project.finishes_on is None:
        found.append(Lack("dates", who))
    return found


def line(project: Project, today: date) -> list[Step]:
    """Every stage in its order: done, waiting for somebody else, next, ahead."""
    held = {gate.stage: gate for gate in project.gates.all()}
    steps, open_ = [], True
    for code, stage in stages().items():
        gate = held.get(code)
        if gate is not None and gate.passed_on is not None:
            state = "waiting" if gate.waiting else "done"
        else:
            state = "next" if open_ else "ahead"
        open_ = state == "done"
        steps.append(Step(stage, gate, state, gate.days_late(today) if gate else 0))
    return steps


def stage_of(project: Project) -> Stage | None:
    """The last stage that is passed, and confirmed where it must be; None before the first."""
    done = {gate.stage for gate in project.gates.all() if gate.done}
    return next((stage for code, stage in reversed(stages().items()) if code in done), None)


def lateness(project: Project, today: date) -> Late | None:
    """The earliest stage that its planned day has overtaken, else the work's finish; None when in time."""
    for step in line(project, today):
        if step.state != "done" and step.days_late and step.gate and step.gate.planned_on:
            return Late(step.stage, step.gate.planned_on, (today - step.gate.planned_on).days)
    built = any(gate.stage == "built" and gate.passed_on for gate in project.gates.all())
    if project.finishes_on and project.finishes_on < today and not built:
        return Late(None, project.finishes_on, (today - project.finishes_on).days)
    return None


def blocked(document: Document) -> dict[int, int]:
    """How many unsettled blockers each work has that has one."""
    rows = Blocker.objects.filter(project__document=document).exclude(state=BlockerState.SETTLED)
    return dict(rows.order_by().values_list("project_id").annotate(n=Count("pk")))


def open_blockers(document: Document) -> QuerySet[Blocker]:
    """What is in the way of works and not settled, the oldest first; `blocker:<pk>` is its origin at the meeting."""
    rows = Blocker.objects.filter(project__document=document).exclude(state=BlockerState.SETTLED)
    return rows.select_related("project", "organisation").order_by("raised_at", "pk")
