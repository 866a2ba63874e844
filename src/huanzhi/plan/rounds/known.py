"""What the system knows about a task as of a day: figures, cases, works. What an accepted answer rests on.

Everything is as of one day, so that asked again later it comes out the same unless a record behind it was changed:
figures are computed to that day, cases and stages are counted by when they happened.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from huanzhi.measures.forecast import meets
from huanzhi.measures.measure import find, measures
from huanzhi.plan.models import Asked, Indicator, Project, Task
from huanzhi.plan.rounds.terms import terms
from huanzhi.science.decimals import format_scaled
from huanzhi.work.models import Case

Known = dict[str, Any]


class Knowing:
    """Reads what is known for many tasks of one plan; figures of a day are computed once."""

    def __init__(self, document_id: int, first: date, as_of: date) -> None:
        self.first, self.as_of = first, as_of
        rows = Indicator.objects.filter(document=document_id).exclude(measure="")
        self._indicators = [row for row in rows if not row.measure.startswith("stated_")]
        self._figure = cache(self._compute)
        self._cases = cache(self._count)

    def about(self, task: Task, organisation: int) -> Known:
        """Figures the task's words mean, the department's cases of the period, the task's works."""
        return {
            "as_of": self.as_of.isoformat(),
            "figures": [self._figure(row.pk) for row in self._indicators if _means(row, task)],
            "cases": self._cases(organisation),
            "works": self._works(task),
        }

    def _compute(self, key: int) -> Known:
        indicator = next(row for row in self._indicators if row.pk == key)
        measure = find(indicator.measure)
        found = measure.compute(self.as_of.year, self.as_of)
        value, target = found.value_e3(measure.decimals), indicator.target_e3
        kept = None if value is None or target is None else meets(value, _sign(indicator), target)
        return {
            "no": indicator.no,
            "name": indicator.name,
            "value": None if value is None else format_scaled(value),
            "unit": measure.unit,
            "target": indicator.goal,
            "kept": kept,
        }

    def _count(self, organisation: int) -> Known:
        rows = Case.objects.filter(organisation=organisation, opened_at__date__lte=self.as_of)
        opened = rows.filter(opened_at__date__gte=self.first).count()
        closed = rows.filter(closed_at__date__gte=self.first, closed_at__date__lte=self.as_of).count()
        still = rows.exclude(closed_at__date__lte=self.as_of).count()
        return {"opened": opened, "closed": closed, "open": still}

    def _works(self, task: Task) -> list[Known]:
        found = []
        for project in task.projects.all():
            passed = [gate for gate in project.gates.all() if gate.passed_on and gate.passed_on <= self.as_of]
            newest = max(passed, key=lambda gate: (gate.passed_on, gate.pk), default=None)
            on = newest.passed_on.isoformat() if newest and newest.passed_on else None
            found.append(
                {
                    "code": project.code,
                    "name": project.name,
                    "stage": newest.stage if newest else None,
                    "on": on,
                    "late": _late(project, self.as_of),
                }
            )
        return found


def _late(project: Project, as_of: date) -> str | None:
    """The first planned day of a stage, or of the work's finish, that as of that day was over and not kept."""
    gates = list(project.gates.all())
    done = {gate.stage for gate in gates if gate.passed_on and gate.passed_on <= as_of}
    planned = [gate.planned_on for gate in gates if gate.planned_on and gate.stage not in done]
    if project.finishes_on and "built" not in done:
        planned.append(project.finishes_on)
    over = min((day for day in planned if day < as_of), default=None)
    return over.isoformat() if over else None


def _sign(indicator: Indicator) -> str:
    return indicator.comparator if indicator.comparator in ("<=", ">=", "=") else "="


def _means(indicator: Indicator, task: Task) -> bool:
    """Whether the task's own words, or its targets, name what the indicator measures."""
    said = "\n".join([task.title, task.text, *(target.text for target in task.targets.all())])
    return any(re.search(pattern, said) for pattern in _patterns().get(indicator.measure, ()))


@cache
def _patterns() -> dict[str, tuple[str, ...]]:
    words = terms()["figures"]
    return {one.code: (*one.matches, *words.get(one.code, ())) for one in measures()}


def day_of(last_day: date, today: date) -> date:
    """As of which day a period is known: its last, or yesterday while it runs."""
    return min(last_day, today - timedelta(days=1))


def knowing(rows: Iterable[Asked], today: date | None = None) -> Knowing:
    """For what one round asks."""
    one = next(iter(rows))
    day = day_of(one.round.last_day, today or timezone.localdate())
    return Knowing(one.round.document_id, one.round.first_day, day)


def digest(known: Known) -> str:
    """The fingerprint of what was known."""
    text = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Known, after: Known) -> list[dict[str, Any]]:
    """What has changed: (what, before, after), in words that a log can keep."""
    found: list[dict[str, Any]] = []
    for group, key, shown in (
        ("figures", "no", ("value", "target")), ("works", "code", ("stage", "on", "late")),
    ):  # fmt: skip
        old, new = ({row[key]: row for row in known.get(group, ())} for known in (before, after))
        for at in [*old, *(at for at in new if at not in old)]:
            a, b = old.get(at, {}), new.get(at, {})
            name = (b or a).get("name", str(at))
            for one in shown:
                if a.get(one) != b.get(one) and (one != "on" or a.get("stage") == b.get("stage")):
                    found.append({"what": name, "before": a.get(one), "after": b.get(one), "of": one})
    for name, value in after.get("cases", {}).items():
        if before.get("cases", {}).get(name) != value:
            found.append({"what": name, "before": before["cases"].get(name), "after": value, "of": "cases"})
    return found
