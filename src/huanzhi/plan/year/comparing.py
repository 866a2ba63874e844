"""版本对照 Two versions of a year side by side: what came, what went, what changed, and whose list is another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.content import list_hashes, plain
from huanzhi.plan.year.item import AnnualItem
from huanzhi.plan.year.queries import items_of

SHOWN = ("title", "step", "target", "goal", "basis", "due_on", "person", "parts", "left_out")


@dataclass(frozen=True)
class Change:
    """An item that differs: `kind` is added, removed or changed; `fields` are (name, before, after)."""

    item: AnnualItem
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Difference:
    """What differs between two versions, and the codes of the organisations whose list does."""

    changes: list[Change]
    organisations: set[str]


def difference(before: AnnualPlan, after: AnnualPlan, user: Any | None = None) -> Difference:
    """From one version to another, as far as a person may see it."""
    return between(before, items_of(before, user), after, items_of(after, user))


def between(
    before: AnnualPlan, old: Sequence[AnnualItem], after: AnnualPlan, new: Sequence[AnnualItem]
) -> Difference:
    """The same from items that are read already."""
    was, now = {item.about: item for item in old}, {item.about: item for item in new}
    changes = [Change(item, "removed") for about, item in was.items() if about not in now]
    for about, item in now.items():
        if about not in was:
            changes.append(Change(item, "added"))
        elif fields := _fields(was[about], item):
            changes.append(Change(item, "changed", fields))
    lists = list_hashes(before, old), list_hashes(after, new)
    codes = {code for code in {*lists[0], *lists[1]} if lists[0].get(code) != lists[1].get(code)}
    return Difference(sorted(changes, key=lambda change: change.item.order), codes)


def _fields(old: AnnualItem, new: AnnualItem) -> tuple[tuple[str, str, str], ...]:
    before, after = _shown(old), _shown(new)
    return tuple((name, before[name], after[name]) for name in SHOWN if before[name] != after[name])


def _shown(item: AnnualItem) -> dict[str, str]:
    said = plain(item)
    parts = "、".join(f"{part.organisation.name}" for part in item.parts.all() if part.answers)
    support = "、".join(f"{part.organisation.name}" for part in item.parts.all() if not part.answers)
    return {
        **{name: said[name] for name in ("title", "step", "target", "due_on", "person")},
        "goal": item.goal,
        "basis": str(item.get_basis_display()),
        "parts": f"{parts}；{support}" if support else parts,
        "left_out": item.left_out,
    }
