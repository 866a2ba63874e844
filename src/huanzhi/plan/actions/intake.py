"""From a plan as read to its records: every part in one place, called by the verb only."""

from itertools import count
from typing import Any

from django.utils import timezone

from huanzhi.measures.measure import find_by_name
from huanzhi.people.models import Organisation, OrganisationAlias
from huanzhi.people.queries import resolve
from huanzhi.plan.actions import works_reading
from huanzhi.plan.models import (
    Document,
    Indicator,
    Milestone,
    Question,
    Target,
    Task,
    TaskRole,
    TaskState,
)
from huanzhi.plan.whose import abroad, district_of, named

FIELDS = ("chapter", "section", "title", "start", "end")
PROGRESS = ("state", "report", "reported_at")


def take(read: dict[str, Any], digest: str, file_name: str, text: str) -> Document:
    """Make a document and everything in it."""
    first, last = read["period"]
    district = read.get("district") or district_of(read["title"])
    document = Document.objects.create(
        title=read["title"],
        first_year=first,
        last_year=last,
        district=district,
        source=file_name,
        sha256=digest,
        imported_at=timezone.now(),
        outline=read["outline"],
    )
    _indicators(document, read, _organisations(read, abroad(district)))
    parts(document, read, text)
    return document


def parts(document: Document, read: dict[str, Any], text: str) -> None:
    """Tasks, works, milestones and questions: those that are there already are brought in line, not made anew."""
    place = abroad(document.district)
    _tasks(document, read, _organisations(read, place), text)
    document.milestones.all().delete()
    works_reading.boxed(document, read["projects"])
    Milestone.objects.bulk_create(
        Milestone(document=document, year=row["year"], text=row["text"]) for row in read["milestones"]
    )
    _questions(document, read, text, place)


def _organisations(read: dict[str, Any], place: str) -> dict[str, Organisation]:
    """A record for every printed name: that of its exact name or confirmed alias, else one of its own.

    `place`: another district than ours; its departments are others than ours of the same name.
    """
    bodies: dict[str, Organisation] = {}
    at, codes = Organisation.objects.count(), set(Organisation.objects.values_list("code", flat=True))
    for row in read["organisations"]:
        for name in [row["name"], *row["aliases"]]:
            full = named(name, place)
            found = resolve(full)
            if found is None:
                at = next(number for number in count(at + 1) if f"D{number:02d}" not in codes)
                found = Organisation.objects.create(code=f"D{at:02d}", name=full, sort_key=at * 10)
            bodies[name] = found
    return bodies


def _tasks(document: Document, read: dict[str, Any], bodies: dict[str, Organisation], text: str) -> None:
    held = {task.code: task for task in document.tasks.all()}
    tasks = [
        _task(held.get(row["id"]) or Task(document=document, code=row["id"]), row, text)
        for row in read["tasks"]
    ]
    document.tasks.exclude(code__in=[task.code for task in tasks]).delete()
    Task.objects.bulk_update([task for task in tasks if task.pk], [*FIELDS, *PROGRESS, "text"])
    Task.objects.bulk_create([task for task in tasks if not task.pk])
    TaskRole.objects.filter(task__document=document).delete()
    Target.objects.filter(task__document=document).delete()
    roles, targets = [], []
    for task, row in zip(tasks, read["tasks"], strict=True):
        seen: set[int] = set()
        named = [(name, "lead" if name in row["lead"] else "responsible") for name in row["responsible"]]
        for order, (name, role) in enumerate([*named, *((name, "supporting") for name in row["supporting"])]):
            body = bodies[name]
            if body.pk not in seen:
                roles.append(TaskRole(task=task, organisation=body, role=role, order=order, printed=name))
                seen.add(body.pk)
        targets += [Target(task=task, **target) for target in row["targets"]]
    TaskRole.objects.bulk_create(roles)
    Target.objects.bulk_create(targets)


def _task(task: Task, row: dict[str, Any], text: str) -> Task:
    """A task as read; one that became another begins anew, its reports stay in the ledger."""
    if task.pk and task.title != row["title"]:
        task.state, task.report, task.reported_at = TaskState.UNREPORTED, "", None
    for key in FIELDS:
        setattr(task, key, row[key])
    task.text = text[row["start"] : row["end"]] if text else ""
    return task


def _indicators(document: Document, read: dict[str, Any], bodies: dict[str, Organisation]) -> None:
    """Indicators; a department answers for one when it comes first in a task that states its target."""
    owners = {int(no): name for no, name in read.get("owners", {}).items()}
    place = abroad(document.district)  # what is measured here says nothing of another district
    for row in read["indicators"]:
        measure = None if place else find_by_name(row["name"])
        indicator = Indicator.objects.create(
            document=document, measure=measure.code if measure else "", **row
        )
        if name := owners.get(indicator.no):
            indicator.owners.add(bodies.get(name) or Organisation.objects.get(name=named(name, place)))


def _questions(document: Document, read: dict[str, Any], text: str, place: str) -> None:
    """The questions that are not settled yet; an alias that a person has confirmed is no question."""
    confirmed = set(
        OrganisationAlias.objects.filter(confirmed_at__isnull=False).values_list("name", flat=True)
    )
    asked = {_same(q.kind, q.about, q.facts): q for q in document.questions.all()}
    for row in read["questions"]:
        question = asked.get(_same(row["kind"], row["about"], row["facts"]))
        settled = row["kind"] == "alias-to-confirm" and named(row["facts"]["alias"], place) in confirmed
        if settled or (question and question.answered_at):
            continue
        question = question or Question(document=document)
        for key in ("kind", "about", "facts", "start", "end"):
            setattr(question, key, row[key])
        question.excerpt = (
            text[row["start"] : row["end"]].strip() if text and row["start"] is not None else ""
        )
        question.save()


def _same(kind: str, about: str, facts: dict[str, Any]) -> tuple[str, str, str]:
    """What makes a question the same when a plan is read again: not how much of the sentence was kept."""
    return kind, about, str(sorted((key, str(value)) for key, value in facts.items() if key != "printed"))
