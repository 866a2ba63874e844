"""Verbs of works 重大工程: take in those of the running text, say who owns one, what it costs, where it is and when."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.plan.actions.works_reading import last_number, new
from huanzhi.plan.models import Document, Gate, Project, Task
from huanzhi.plan.works.lists import stages
from huanzhi.plan.works.project import Origin
from huanzhi.plan.works.queries import answers

FACTS = ("owner", "place", "area", "lon", "lat", "budget_yuan", "starts_on", "finishes_on")
OTHERS = "plan.keep-works-of-others"


def own(actor: Actor, project: Project) -> None:
    """Only who owns the work or answers for a task of it, unless the actor keeps the works of others too."""
    if not actor.may(OTHERS) and not answers(actor, project):
        raise NotAllowed(
            _("%(body)s does not answer for %(work)s") % {"body": actor.organisation, "work": project.code}
        )


@verb("plan.take-works")
def take_works(actor: Actor, document: Document, said: dict[str, Any]) -> int:
    """Works that the running text names, and the tasks that works belong to; those that are there keep their codes.

    `said` has the form of a profile's works.toml. ValueError names the work or task that the plan does not have.
    """
    tasks = {task.code: task for task in document.tasks.all()}
    held = {work.name: work for work in document.projects.filter(origin=Origin.BOX)}
    texts = {(w.name, w.start): w for w in document.projects.filter(origin=Origin.TEXT)}
    number = last_number(document)
    made = 0
    for row in said.get("text", []):
        work = texts.get((row["name"], row["start"]))
        if work is None:
            number, made = number + 1, made + 1
            work = new(document, number, Origin.TEXT)
        work.name, work.printed, work.group = row["name"], row["printed"], _task(tasks, row["task"]).title
        work.start, work.end = row["start"], row["start"] + len(row["printed"])
        work.quantities, work.in_plan = row.get("quantities", []), True
        work.save()
        work.tasks.set([tasks[row["task"]]])
    for row in said.get("box", []):
        if row["name"] not in held:
            raise ValueError(f"works.toml: no box of {document.title} names the work {row['name']!r}")
        held[row["name"]].tasks.set([_task(tasks, code) for code in row["tasks"]])
    record(document, after={"works of the text": made, "works with tasks": len(said.get("box", []))})
    return made


def _task(tasks: dict[str, Task], code: str) -> Task:
    if code not in tasks:
        raise ValueError(f"works.toml: the plan has no task {code!r}")
    return tasks[code]


@verb("plan.save-project")
def save_project(
    actor: Actor,
    project: Project,
    facts: dict[str, Any],
    number: str,
    *,
    planned: dict[str, date | None] | None = None,
    simulated: bool = False,
) -> Project:
    """Say what the plan leaves out, with the number of the document that says it; Unsound names field by field.

    `facts`: any of FACTS; `planned`: days by stage. The first day planned for a stage is kept for comparison.
    """
    row = Project.objects.select_for_update().get(pk=project.pk)
    own(actor, row)
    if unknown := set(facts) - set(FACTS):
        raise Unsound({name: [_("a work has no such field")] for name in sorted(unknown)})
    before = {name: getattr(row, f"{name}_id" if name in ("owner", "area") else name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.simulated = row.simulated or simulated
    if wrong := _wrong(row, number, planned or {}):
        raise Unsound(wrong)
    row.save()
    after = {name: getattr(row, f"{name}_id" if name in ("owner", "area") else name) for name in facts}
    moved = _plan(row, planned or {})
    record(row, before=before, after=after | moved, reason=number.strip())
    return row


def _wrong(row: Project, number: str, planned: dict[str, date | None]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not number.strip():
        wrong["number"] = [_("give the number of the document that says so")]
    if row.budget_yuan is not None and row.budget_yuan < 0:
        wrong["budget_yuan"] = [_("an amount is not negative")]
    if row.starts_on and row.finishes_on and row.finishes_on < row.starts_on:
        wrong["finishes_on"] = [
            _("%(day)s lies before the start, %(start)s") % {"day": row.finishes_on, "start": row.starts_on}
        ]
    if (row.lon is None) != (row.lat is None):
        wrong["lon"] = [_("give longitude and latitude, or neither")]
    order = [day for code in stages() if (day := planned.get(code))]
    if order != sorted(order):
        wrong["planned"] = [_("the stages are planned in their order")]
    for code in set(planned) - set(stages()):
        wrong["planned"] = [_("no stage is called %(code)s") % {"code": code}]
    return wrong


def _plan(row: Project, planned: dict[str, date | None]) -> dict[str, Any]:
    """Days of the stages; a day once planned stays as the first, however often it is moved."""
    gates = {gate.stage: gate for gate in row.gates.all()}
    moved: dict[str, Any] = {}
    for code, day in planned.items():
        gate = gates.get(code) or Gate(project=row, stage=code, simulated=row.simulated)
        if gate.planned_on == day:
            continue
        moved[f"planned:{code}"] = [gate.planned_on, day]
        gate.planned_on = day
        gate.first_planned_on = gate.first_planned_on or day
        gate.save()
    return moved


def today_of(now: Any) -> date:
    """The day in Shanghai at a time, today without one."""
    return timezone.localdate(now or timezone.now())
