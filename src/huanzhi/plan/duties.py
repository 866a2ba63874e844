"""What a plan and a district's profile bring of duties: reports on tasks, and what `duties.toml` of a profile says."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from huanzhi.monitoring.models import Device
from huanzhi.people.models import Organisation
from huanzhi.people.queries import resolve
from huanzhi.plan.models import Document, RoleKind, Task, TaskRole
from huanzhi.plan.profile import PROFILES
from huanzhi.plan.queries import current_plan
from huanzhi.plan.rounds.duty import asked_bodies, went_back
from huanzhi.work.obligations.declaration import Subject, Subjects, add, read
from huanzhi.work.obligations.subjects import of_register

FILE = "duties.toml"
Source = Callable[[Mapping[str, Any]], Subjects]


def tasks(_table: Mapping[str, Any]) -> Subjects:
    """The tasks of the plan that runs; who leads one answers, else the first that is named."""
    return _tasks


def _tasks() -> Iterator[Subject]:
    document = current_plan()
    if document is None:
        return
    parts = TaskRole.objects.filter(task__document=document).exclude(role=RoleKind.SUPPORTING)
    answers: dict[int, int] = {}
    rows = parts.order_by("role", "order").values_list("task", "organisation")  # "lead" before "responsible"
    for key, body in rows:
        answers.setdefault(key, body)
    for task in Task.objects.filter(document=document).only("pk", "code", "title"):
        yield Subject(
            f"task:{document.pk}/{task.code}",
            str(task),
            answers.get(task.pk),
            date(document.first_year, 1, 1),
        )


def _named(document: Document) -> Iterator[Subject]:
    """Every department that the plan gives something to do."""
    bodies = Organisation.objects.filter(task_roles__task__document=document).distinct()
    for body in bodies:
        yield Subject(f"organisation:{body.code}", body.name, body.pk, date(document.first_year, 1, 1))


def departments(table: Mapping[str, Any]) -> Subjects:
    """The departments that the plan of this profile names."""
    return partial(_of_plan, table["plan"], _named)


def one_body(table: Mapping[str, Any]) -> Subjects:
    """One organisation, by its name."""

    def named(document: Document) -> Iterator[Subject]:
        body = resolve(table["who"])
        start = date(document.first_year, 1, 1)
        yield Subject(f"plan:{document.pk}", document.title, body.pk if body else None, start)

    return partial(_of_plan, table["plan"], named)


def devices(table: Mapping[str, Any]) -> Subjects:
    """The register of devices; the organisation called as its maintainer answers, else `who`."""

    def named(_document: Document) -> Iterator[Subject]:
        bodies: dict[str, int | None] = {}

        def answers(device: Device) -> int | None:
            for name in filter(None, (device.maintainer, table["who"])):
                if name not in bodies:
                    body = resolve(name)
                    bodies[name] = body.pk if body else None
                if bodies[name]:
                    return bodies[name]
            return None

        return iter(of_register(Device.objects.order_by("pk").all, answers, "installed_on")())

    return partial(_of_plan, table["plan"], named)


def _of_plan(title: str, subjects: Callable[[Document], Iterator[Subject]]) -> Iterator[Subject]:
    """What a profile says holds for its own district only: that whose plan runs."""
    document = current_plan()
    if document is not None and document.title == title:
        yield from subjects(document)


def rounds(_table: Mapping[str, Any]) -> Subjects:
    """Every department that an open round asks, until it has answered all."""
    return asked_bodies


def back(_table: Mapping[str, Any]) -> Subjects:
    """Every answer of an open round that was given back or is open again, until it is answered."""
    return went_back


SOURCES: dict[str, Source] = {
    "answers that went back": back,
    "rounds": rounds, "tasks": tasks, "departments": departments, "organisation": one_body, "devices": devices,
}  # fmt: skip


def declare(text: str) -> None:
    """Declare the rules of a data file."""
    for rule in read(text, SOURCES):
        add(rule)


declare(resources.files("huanzhi.plan").joinpath(FILE).read_text(encoding="utf-8"))
for place in sorted(Path(PROFILES).glob(f"*/{FILE}")):
    declare(place.read_text(encoding="utf-8"))
