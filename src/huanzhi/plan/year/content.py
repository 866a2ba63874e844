"""清单内容 What is signed and frozen, as canonical JSON: a department's list, the whole plan. Same bytes, same hash."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.item import AnnualItem

FORM = 1  # of the content; another form is another number


def plain(item: AnnualItem) -> dict[str, Any]:
    """An item as it is printed: what, until when, who."""
    return {
        "about": item.about,
        "title": item.title,
        "step": item.step,
        "target": item.target,
        "comparator": item.comparator,
        "value": None if item.value is None else f"{item.value.normalize():f}",
        "unit": item.unit,
        "basis": str(item.basis),
        "basis_note": item.basis_note,
        "due_on": item.due_on.isoformat(),
        "person": item.person,
        "parts": [[part.organisation.code, part.role] for part in item.parts.all()],
    }


def canonical(said: Any) -> str:
    """The one way to write it down."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def whole(plan: AnnualPlan, items: Iterable[AnnualItem]) -> str:
    """The content of a version: its items, and what was left out with the reason."""
    return canonical(
        {
            "form": FORM,
            "plan": plan.document.title,
            "year": plan.year,
            "version": plan.version,
            "items": [plain(item) | {"left_out": item.left_out} for item in items],
        }
    )


def list_hashes(plan: AnnualPlan, items: Iterable[AnnualItem]) -> dict[str, str]:
    """The hash of each organisation's list, by its code; the version is not in it, so the same list is the same."""
    lists: dict[str, list[str]] = {}
    for item in items:
        if not item.left_out:
            said = canonical(plain(item))  # once, however many have it on their lists
            for part in item.parts.all():
                lists.setdefault(part.organisation.code, []).append(said)
    about = {"form": FORM, "plan": plan.document.title, "year": plan.year}
    return {
        code: digest("\n".join([canonical({**about, "of": code}), *rows])) for code, rows in lists.items()
    }
