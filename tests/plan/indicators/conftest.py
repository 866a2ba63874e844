"""A plan with two indicators: one whose number is set elsewhere, one printed."""

import pytest

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Document, Indicator, Question


@pytest.fixture
def plan(db):
    return Document.objects.create(
        title="规划", first_year=2021, last_year=2025, source="x", sha256="x", imported_at="2026-01-01T00:00Z"
    )


@pytest.fixture
def indicator(plan):
    """Nitrogen oxides less by works, in 万吨, set by the city."""
    body = Organisation.objects.create(code="EPB", name="生态环境分局")
    made = Indicator.objects.create(
        document=plan,
        no=11,
        category="x",
        name="氮氧化物重点工程减排量",
        unit="万吨",
        target="完成市级下达任务",
        comparator="assigned",
        assigned=True,
        measure="reduction_nox",
    )
    made.owners.add(body)
    Question.objects.create(
        document=plan,
        kind="assigned-target-unknown",
        about="indicator:11",
        facts={"name": "x", "target": "y"},
    )
    return Indicator.objects.get(pk=made.pk)
