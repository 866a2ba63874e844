"""Indicators as the plan sets them, with their frozen figures year by year."""

import re
from decimal import Decimal
from typing import Any

from huanzhi.measures.models import Figure, Snapshot
from huanzhi.plan.assessment.assessment import Assessment
from huanzhi.plan.models import Indicator
from huanzhi.plan.queries import lacking

Frozen = dict[tuple[str, int], tuple[Figure, Snapshot | None]]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def indicators(assessment: Assessment, figures: Frozen) -> list[dict[str, Any]]:
    """Every indicator of the plan in its order."""
    findings = {row.indicator_id: row.plain() for row in assessment.findings.all()}
    rows = assessment.document.indicators.prefetch_related("owners", "assigned_targets")
    return [_plain(row, assessment, figures, findings.get(row.pk)) for row in rows]


def _plain(
    item: Indicator, assessment: Assessment, figures: Frozen, finding: dict[str, Any] | None
) -> dict[str, Any]:
    span = range(assessment.document.first_year, assessment.year + 1)
    found = [figures[item.measure, year] for year in span if (item.measure, year) in figures]
    return {
        "no": item.no,
        "name": item.name,
        "unit": found[0][0].unit if found and item.coarse else item.unit,
        "category": item.category,
        "binding": item.binding,
        "assigned": item.assigned,
        "comparator": item.comparator,
        "target": item.target,
        "target_e3": item.target_e3,
        "baseline": item.baseline,
        "baseline_e3": _baseline(item),
        "year_targets": _year_targets(item),
        "measure": item.measure,
        "owners": [body.code for body in sorted(item.owners.all(), key=lambda body: body.sort_key)],
        "lacks": lacking(item),
        "finding": finding,
        "figures": [figure_row(figure, snapshot) for figure, snapshot in found],
    }


def _baseline(item: Indicator) -> int | None:
    value = printed_number(item.baseline)
    return None if value is None else item.in_thousandths(value)


def _year_targets(item: Indicator) -> dict[str, dict[str, Any]]:
    """Numbers that a higher authority set for single years, each with its document; the newest of a year counts."""
    found: dict[str, dict[str, Any]] = {}
    for row in item.assigned_targets.all():  # the newest of a year comes first
        said = {
            "comparator": row.comparator,
            "value_e3": item.in_thousandths(row.value),
            "document": row.document,
        }
        found.setdefault(str(row.year), said)
    return found


def figure_row(figure: Figure, snapshot: Snapshot | None) -> dict[str, Any]:
    """A year's figure, with the hash of what was frozen; one that a document states has its document instead."""
    return {
        "year": figure.year,
        "as_of": figure.as_of.isoformat(),
        "whole": (figure.as_of.month, figure.as_of.day) == (12, 31),
        "value_e3": figure.value_e3,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "decimals": figure.decimals,
        "kind": figure.kind,
        "over": figure.over,
        "valid": figure.days_valid,
        "parts": figure.days_elapsed,
        "needed": figure.needed,
        "set": figure.set_version,
        "simulated": figure.simulated,
        "snapshot": snapshot.pk if snapshot else None,
        "sha256": snapshot.sha256 if snapshot else "",
        "document": figure.document,
        "issuer": figure.issuer,
        "day": figure.document_date.isoformat() if figure.document_date else "",
    }


def printed_number(printed: str) -> Decimal | None:
    """The number that a baseline prints; None where the plan prints none (`/`).

    >>> printed_number("83.3"), printed_number("5.77%"), printed_number("/")
    (Decimal('83.3'), Decimal('5.77'), None)
    """
    found = NUMBER.search(printed)
    return Decimal(found[0]) if found else None
