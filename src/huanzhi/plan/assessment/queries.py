"""Reads of assessments."""

import json
from typing import Any

from django.db.models import QuerySet

from huanzhi.plan.assessment.assessment import Assessment, Calculation
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.assessment.talk import Talk
from huanzhi.plan.models import Document

Found = dict[str, Any]


def assessments(document: Document, user: Any) -> QuerySet[Assessment]:
    """Those of a plan that a person may see, the newest year first."""
    return Assessment.objects.visible_to(user).filter(document=document)


def newest(assessment: Assessment) -> tuple[Calculation, Found] | None:
    """The calculation that counts, with its content."""
    held = assessment.calculations.first()
    return (held, json.loads(held.content)) if held else None


def own_words(assessment: Assessment, user: Any) -> dict[str, list[SelfEvaluation]]:
    """What organisations said of themselves, by what it is about; as far as a person may see it."""
    rows = SelfEvaluation.objects.visible_to(user).filter(assessment=assessment)
    found: dict[str, list[SelfEvaluation]] = {}
    for row in rows.select_related("organisation"):
        found.setdefault(row.about, []).append(row)
    return found


def talks(assessment: Assessment, user: Any) -> dict[tuple[str, str, str], Talk]:
    """Talks decided on, by rule, subject and organisation."""
    rows = Talk.objects.visible_to(user).filter(assessment=assessment).select_related("organisation", "case")
    return {(row.rule, row.about, row.organisation.code): row for row in rows}


def latest_of(document: Document, kind: str, year: int | None = None) -> Assessment | None:
    """The newest assessment of a kind that has been computed, of a year when one is given."""
    rows = Assessment.objects.filter(document=document, kind=kind, calculations__isnull=False)
    return (rows.filter(year=year) if year else rows).distinct().first()
