"""What has changed between a frozen assessment and the records of today, and what that would do to its result."""

import json
from dataclasses import dataclass, field
from typing import Any

from huanzhi.measures.difference import Difference
from huanzhi.measures.models import Snapshot
from huanzhi.measures.queries import newest as newest_figures
from huanzhi.measures.queries import since_frozen
from huanzhi.plan.assessment.assessment import Assessment, Calculation
from huanzhi.plan.assessment.comparing import Beside, compare
from huanzhi.plan.assessment.inputs.followed import asked, items, reductions, works
from huanzhi.plan.assessment.inputs.tasks import tasks
from huanzhi.plan.assessment.scoring import score
from huanzhi.plan.queries import beside

Found = dict[str, Any]
OTHERS = {"works": ("code", "stage"), "rectification": ("code", "state")}


@dataclass(frozen=True)
class Moved:
    """A figure of a year whose records have changed; its value may be the same."""

    no: int
    name: str
    unit: str
    year: int
    before: int | None
    after: int | None
    change: Difference | None
    snapshot: int | None

    @property
    def value_moved(self) -> bool:
        """Whether the figure itself would be another."""
        return self.before != self.after


@dataclass(frozen=True)
class Since:
    """Figures that moved, tasks, works and items that changed (key, before, after), and both results."""

    figures: list[Moved]
    tasks: list[tuple[str, str, str]] = field(default_factory=list)
    others: list[tuple[str, str, str, str]] = field(default_factory=list)
    results: Beside | None = None

    def __bool__(self) -> bool:
        return bool(self.figures or self.tasks or self.others)


def since(calculation: Calculation) -> Since:
    """Everything that the frozen content rests on, read again as of the same cut-off."""
    content = json.loads(calculation.content)
    inputs, figures = _today(calculation)
    before = content["inputs"]
    others = [
        (name, key, was, is_)
        for name, (by, value) in OTHERS.items()
        for key, was, is_ in _changed(before[name], inputs[name], by, value)
    ]
    return Since(
        figures,
        _changed(before["tasks"], inputs["tasks"], "code", "state"),
        others,
        compare(content["result"], score(inputs, content["rules"])),
    )


def content_today(calculation: Calculation) -> Found:
    """What the calculation's content would be from the records of today, as of the same cut-off; nothing is kept."""
    content: Found = json.loads(calculation.content)
    inputs, _figures_moved = _today(calculation)
    return content | {"inputs": inputs, "result": score(inputs, content["rules"])}


def _today(calculation: Calculation) -> tuple[Found, list[Moved]]:
    """The inputs read again, and the figures that moved."""
    inputs: Found = json.loads(calculation.content)["inputs"]
    figures = _figures(calculation, inputs)
    assessment: Assessment = calculation.assessment
    document, day = assessment.document, assessment.cut_off
    now = {
        "tasks": tasks(document, day),
        "works": works(document, day),
        "reductions": reductions(document, day),
        "rounds": asked(document, day),
        "rectification": items(document, day),
    }
    return inputs | json.loads(json.dumps(now)), figures


def _figures(calculation: Calculation, inputs: Found) -> list[Moved]:
    """The figures that moved; the inputs are brought up to today."""
    snapshots = {held.pk: held for held in calculation.snapshots.all()}
    stated: Any = newest_figures(
        {beside(row["measure"]) for row in inputs["indicators"] if beside(row["measure"])}
    )
    found = []
    for item in inputs["indicators"]:
        for row in item["figures"]:
            held = snapshots.get(row["snapshot"])
            moved = _of_snapshot(item, row, held) if held else _of_document(item, row, stated)
            if moved is not None:
                found.append(moved)
                row["value_e3"] = moved.after
    return found


def _of_snapshot(item: Found, row: Found, held: Snapshot) -> Moved | None:
    change = since_frozen(held)
    if not change:
        return None
    gained = sum((now is not None) - (was is not None) for _key, was, now in change.parts)
    row["valid"] += gained
    return Moved(
        item["no"], item["name"], item["unit"], row["year"], row["value_e3"], change.value[1], change, held.pk
    )


def _of_document(item: Found, row: Found, stated: Found) -> Moved | None:
    figure = stated.get((beside(item["measure"]), row["year"]))  # type: ignore[call-overload]
    value = figure.value_e3 if figure else None
    if value == row["value_e3"]:
        return None
    return Moved(item["no"], item["name"], item["unit"], row["year"], row["value_e3"], value, None, None)


def _changed(before: list[Found], after: list[Found], by: str, value: str) -> list[tuple[str, str, str]]:
    was, now = ({row[by]: row[value] for row in rows} for rows in (before, after))
    return [
        (key, was.get(key, ""), now.get(key, ""))
        for key in sorted({*was, *now})
        if was.get(key, "") != now.get(key, "")
    ]
