"""What is followed beside indicators and tasks, as of the cut-off: works with their money, rounds, rectification."""

from collections import defaultdict
from datetime import date
from typing import Any

from huanzhi.plan.assessment.inputs.asked import asked
from huanzhi.plan.models import Document, FundLine, Project, RectificationItem, Reduction
from huanzhi.plan.works.lists import stages
from huanzhi.plan.works.queries import lacks

__all__ = ["asked", "items", "reductions", "works"]
Found = dict[str, Any]


def works(document: Document, cut_off: date) -> list[Found]:
    """Works with the last stage they had passed by then (`listed`: none of those planned; empty: nobody said any)."""
    rows = document.projects.select_related("owner", "area").prefetch_related(
        "gates", "tasks__roles__organisation"
    )
    funds = _funds(document, cut_off)
    return [
        {
            "code": row.code,
            "name": row.name,
            "origin": row.origin,
            "owner": row.owner.code if row.owner else "",
            "stage": _stage(row, cut_off),
            "lacks": [lack.what for lack in lacks(row)],
            "budget_yuan": row.budget_yuan,
            "simulated": row.simulated,
            **funds.get(row.pk, {"planned_yuan": 0, "allocated_yuan": 0, "paid_yuan": 0}),
        }
        for row in rows
    ]


def _stage(project: Project, cut_off: date) -> str:
    gates = list(project.gates.all())
    done = {gate.stage for gate in gates if gate.done and gate.passed_on and gate.passed_on <= cut_off}
    passed = next((code for code in reversed(stages()) if code in done), "")
    return passed or ("listed" if gates else "")


def _funds(document: Document, cut_off: date) -> dict[Any, dict[str, int]]:
    """Yuan by work over the years up to the cut-off's."""
    found: dict[Any, dict[str, int]] = defaultdict(
        lambda: {"planned_yuan": 0, "allocated_yuan": 0, "paid_yuan": 0}
    )
    for row in FundLine.objects.filter(project__document=document, year__lte=cut_off.year):
        for name in ("planned_yuan", "allocated_yuan", "paid_yuan"):
            found[row.project_id][name] += getattr(row, name) or 0
    return found


def reductions(document: Document, cut_off: date) -> list[Found]:
    """What works claimed up to the cut-off's year, and what of it was verified."""
    rows = Reduction.objects.filter(project__document=document, year__lte=cut_off.year)
    return [
        {
            "work": row.project.code,
            "pollutant": row.pollutant,
            "year": row.year,
            "claimed_kg": row.claimed_kg,
            "verified_kg": row.verified_kg,
            "number": row.number,
        }
        for row in rows.select_related("project").order_by("project__code", "pollutant", "year")
    ]


def items(document: Document, cut_off: date) -> list[Found]:
    """Items of rectification of rounds up to the cut-off's year: `closed`, `open`, or `overdue` by then."""
    rows = RectificationItem.objects.select_related("lead", "round").order_by("round__code", "code")
    return [
        {
            "code": row.code,
            "name": row.name,
            "organisation": row.lead.code,
            "deadline": row.deadline.isoformat(),
            "state": _state(row, cut_off),
        }
        for row in rows
        if row.round.year is None or row.round.year <= cut_off.year
    ]


def _state(item: RectificationItem, cut_off: date) -> str:
    if item.written_off_on is not None and item.written_off_on <= cut_off:
        return "closed"
    return "overdue" if item.deadline < cut_off else "open"
