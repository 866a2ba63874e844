"""Works as read: a work that is there already keeps its code and everything said of it since."""

from typing import Any

from huanzhi.plan.models import Document, Project
from huanzhi.plan.works.project import Origin

FIELDS = ("column", "group", "name", "quantities")


def boxed(document: Document, rows: list[dict[str, Any]]) -> None:
    """The works of the boxes. One that is printed no more stays, and says so: money and stages may hang on it."""
    held = list(document.projects.filter(origin=Origin.BOX).order_by("code"))
    number = last_number(document)
    kept, made = [], []
    for row in rows:
        work = _same(held, row)
        if work is None:
            number += 1
            work = new(document, number)
            made.append(work)
        else:
            held.remove(work)
            kept.append(work)
        for name in FIELDS:
            setattr(work, name, row[name])
        work.in_plan = True
    for work in held:
        work.in_plan = False
    Project.objects.bulk_update([*kept, *held], [*FIELDS, "in_plan"])
    Project.objects.bulk_create(made)


def new(document: Document, number: int, origin: str = Origin.BOX) -> Project:
    """A work that is not kept yet, with its code."""
    code = f"W{number:02d}"
    return Project(document=document, code=code, key=f"{document.pk}-{code}", origin=origin)


def last_number(document: Document) -> int:
    """The highest number that a work of this plan ever had."""
    codes = document.projects.values_list("code", flat=True)
    return max((int(code[1:]) for code in codes), default=0)


def _same(held: list[Project], row: dict[str, Any]) -> Project | None:
    """The work of the same box and name, else of the same name in another box."""
    for names in (("column", "group", "name"), ("column", "name"), ("name",)):
        for work in held:
            if all(getattr(work, name) == row[name] for name in names):
                return work
    return None
