"""起草 From the plan to the items of a year: which tasks and indicators apply, with step, target and basis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.plan.models import Document, Indicator, RoleKind, Target, Task, TaskState
from huanzhi.plan.year.item import Basis
from huanzhi.plan.year.path import on_the_line, printed
from huanzhi.wire.plandoc import notes

STEP_LENGTH = 160  # a step is a sentence or two of the task's text


@dataclass(frozen=True)
class Drafted:
    """The values of an item and the parts in it: (organisation, role) in the printed order."""

    values: dict[str, Any]
    parts: list[tuple[int, str]] = field(default_factory=list)


def drafted(document: Document, year: int) -> Iterator[Drafted]:
    """The items of a year: every indicator that holds in it, then every task that is not over."""
    due = date(year, 12, 31)
    rows = document.indicators.prefetch_related("owners", "assigned_targets").select_related("document")
    for item in rows:
        values = {
            "about": f"indicator:{item.no}",
            "title": item.name,
            "step": _("Reach the year's target"),
            "due_on": due,
        }
        owners = [(body.pk, RoleKind.RESPONSIBLE.value) for body in item.owners.all()]
        yield Drafted(values | goal_of(item, year), owners)
    for task in document.tasks.prefetch_related("targets", "roles"):
        if not applies(task, year):
            continue
        values = {
            "about": f"task:{task.code}",
            "chapter": task.chapter,
            "title": task.title,
            "step": first_words(task),
            "due_on": due,
        }
        parts = [(role.organisation_id, role.role) for role in task.roles.all()]
        yield Drafted(values | target_of_task(list(task.targets.all()), year), parts)


def applies(task: Task, year: int) -> bool:
    """A task that is reported done has a place in a year only when a target of it is due then or later."""
    if task.state != TaskState.DONE:
        return True
    return any(target.year is not None and target.year >= year for target in task.targets.all())


def goal_of(item: Indicator, year: int) -> dict[str, Any]:
    """An indicator's target of a year, and where the number comes from."""
    last = item.document.last_year
    said = {"target": item.target, "comparator": item.comparator, "value": None, "unit": item.unit}
    own = next((row for row in item.assigned_targets.all() if row.year == year), None)
    if own is not None:
        note = f"{own.issuer} {own.document}"
        return said | {
            "comparator": own.comparator, "value": own.value, "target": "", "basis": Basis.ASSIGNED,
            "basis_note": note[:300],
        }  # fmt: skip
    if item.value is None:
        return said | {"comparator": "", "basis": Basis.WAITING if item.assigned else Basis.WORDS}
    if year == last:
        return said | {"value": item.value, "target": "", "basis": Basis.PRINTED}
    if year > last:
        note = _("the plan's target for %(year)s") % {"year": last}
        return said | {"value": item.value, "target": "", "basis": Basis.KEPT, "basis_note": note}
    start = printed(item.baseline)
    words = {"goal": item.goal, "year": last}
    ahead = _("%(goal)s by %(year)s") % words
    if start is None:
        return said | {"target": ahead, "comparator": "", "basis": Basis.OPEN}
    value = on_the_line(start, item.value, item.document.first_year, last, year)
    note = _("%(baseline)s in %(before)s to %(goal)s in %(year)s, in a straight line") % {
        **words, "baseline": item.baseline, "before": item.document.first_year - 1,
    }  # fmt: skip
    return said | {"value": value, "target": "", "basis": Basis.DERIVED, "basis_note": note}


def target_of_task(targets: list[Target], year: int) -> dict[str, Any]:
    """What a task states for a year; a number only when it states one that is due by then."""
    if not targets:
        return {"basis": Basis.NONE}
    words = [
        _("%(target)s (by %(year)s)") % {"target": row.text, "year": row.year}
        if row.year is not None and row.year > year
        else row.text
        for row in targets
    ]
    due = [row for row in targets if row.year is None or row.year <= year]
    one: tuple[Decimal | None, str] = (
        (due[0].value, due[0].unit) if len(targets) == len(due) == 1 else (None, "")
    )
    return {"target": "；".join(words), "value": one[0], "unit": one[1], "basis": _basis(targets, year)}


def _basis(targets: list[Target], year: int) -> Basis:
    years = [row.year for row in targets if row.year is not None]
    if year in years:
        return Basis.PRINTED
    if any(one > year for one in years):
        return Basis.LATER
    return Basis.KEPT if years else Basis.WORDS


def first_words(task: Task) -> str:
    """The first sentences of a task's text, without its heading and who is named; its title when no text is kept."""
    text = task.text.strip()
    note = notes.at_end(text)
    text = (text[: note[0]] if note else text).removeprefix(task.title).lstrip("。． 　\n")
    found = ""
    for sentence in re.findall(r"[^。；\n]+[。；]?", text):
        if found and len(found) + len(sentence) > STEP_LENGTH:
            break
        found += sentence.strip()
    return found or task.title
