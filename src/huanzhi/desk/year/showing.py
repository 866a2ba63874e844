"""How an annual plan is shown: items by chapter, the steps that a person may take next."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.desk.year import forms
from huanzhi.ledger.verbs import Actor
from huanzhi.plan.models import Document
from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.comparing import Difference
from huanzhi.plan.year.flow import flow
from huanzhi.plan.year.item import AnnualItem
from huanzhi.plan.year.queries import Signer


def chapters(document: Document, items: Sequence[AnnualItem]) -> list[tuple[str, list[AnnualItem]]]:
    """Items under the heading of their chapter; indicators come first."""
    titles = {row["chapter"]: row["title"] for row in document.outline if row["level"] == 1}
    groups = groupby(
        sorted(items, key=lambda item: (item.chapter, item.order)), key=lambda item: item.chapter
    )
    return [(_heading(chapter, titles), list(found)) for chapter, found in groups]


def _heading(chapter: int, titles: dict[int, str]) -> str:
    if not chapter:
        return _("Indicators")
    return _("Chapter %(n)s") % {"n": chapter} + (f" {titles[chapter]}" if chapter in titles else "")


def having(items: Sequence[AnnualItem], code: str) -> list[AnnualItem]:
    """Those in which the organisation of that code has a part."""
    if not code:
        return list(items)
    return [item for item in items if any(part.organisation.code == code for part in item.parts.all())]


def bodies_of(items: Sequence[AnnualItem]) -> list[tuple[str, str]]:
    """The organisations that the items name, in their order: (code, name)."""
    found = {part.organisation.code: part.organisation for item in items for part in item.parts.all()}
    rows = sorted(found.values(), key=lambda body: (body.sort_key, body.code))
    return [(body.code, body.name) for body in rows]


FIELDS = {
    "title": gettext_lazy("What"),
    "step": gettext_lazy("Step of the year"),
    "target": gettext_lazy("Target"),
    "goal": gettext_lazy("Target in numbers"),
    "basis": gettext_lazy("Basis"),
    "due_on": gettext_lazy("Due"),
    "person": gettext_lazy("Person responsible"),
    "parts": gettext_lazy("Who answers"),
    "left_out": gettext_lazy("Left out, because"),
}


def changed(found: Difference) -> list[tuple[AnnualItem, str, list[tuple[Any, str, str]]]]:
    """What differs, with the words of each field."""
    return [
        (change.item, change.kind, [(FIELDS[name], old, new) for name, old, new in change.fields])
        for change in found.changes
    ]


def steps(plan: AnnualPlan, actor: Actor, waiting: Sequence[Signer], district: bool) -> dict[str, Any]:
    """Forms of the steps that this person may take from here; a step without fields is True."""
    found: dict[str, Any] = {
        "plan.open-negotiation": forms.OpenNegotiation(),
        "plan.open-signing": True,
        "plan.reopen-negotiation": forms.Reason(auto_id="id_reopen_%s"),
        "plan.record-signatures": forms.Paper(waiting=waiting) if waiting else None,
        "plan.sign-district": None if waiting or district else True,
        "plan.put-in-force": forms.Number() if district and not waiting else None,
        "plan.amend-year": forms.AmendYear(auto_id="id_amend_%s"),
        "plan.withdraw-year": forms.Reason(auto_id="id_withdraw_%s"),
    }
    if plan.state == "in-force":
        found["plan.put-in-force"] = None
    return {
        verb.removeprefix("plan.").replace("-", "_"): form
        for verb, form in found.items()
        if form and actor.may(verb) and flow().step(verb, plan.state)
    }
