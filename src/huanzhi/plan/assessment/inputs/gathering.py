"""The whole input of an assessment."""

from typing import Any

from django.db.models import Q

from huanzhi.people.models import Organisation
from huanzhi.plan.assessment.assessment import Assessment
from huanzhi.plan.assessment.inputs.followed import asked, items, reductions, works
from huanzhi.plan.assessment.inputs.indicators import Frozen, indicators
from huanzhi.plan.assessment.inputs.tasks import tasks
from huanzhi.plan.models import RoleKind


def gather(assessment: Assessment, figures: Frozen) -> dict[str, Any]:
    """Everything that is scored, with `figures` by measure and year as they were frozen."""
    document = assessment.document
    return {
        "document": {"title": document.title, "sha256": document.sha256},
        "kind": assessment.kind,
        "year": assessment.year,
        "first_year": document.first_year,
        "last_year": document.last_year,
        "cut_off": assessment.cut_off.isoformat(),
        "organisations": _organisations(assessment),
        "indicators": indicators(assessment, figures),
        "tasks": tasks(document, assessment.cut_off),
        "works": works(document, assessment.cut_off),
        "reductions": reductions(document, assessment.cut_off),
        "rounds": asked(document, assessment.cut_off),
        "rectification": items(document, assessment.cut_off),
    }


def _organisations(assessment: Assessment) -> list[dict[str, Any]]:
    """Whoever leads or answers for a task or an indicator of the plan, in the printed order."""
    document = assessment.document
    answers = Q(task_roles__task__document=document) & ~Q(task_roles__role=RoleKind.SUPPORTING)
    rows = Organisation.objects.filter(answers | Q(indicators__document=document)).distinct()
    return [{"code": row.code, "name": row.name} for row in rows.order_by("sort_key", "code")]
