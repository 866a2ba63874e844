"""A small plan with three departments, people of each, a planner, and a round of the last quarter."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.plan.actions.rounds import open_round
from huanzhi.plan.models import Document, Target, Task, TaskRole

NOW = datetime(2025, 10, 9, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(db, tmp_path, settings):
    settings.ATTACHMENTS = tmp_path
    settings.LANGUAGE_CODE = "en"
    document = Document.objects.create(
        title="P", first_year=2021, last_year=2025, source="t", sha256="0" * 64, imported_at=NOW
    )
    made = SimpleNamespace(document=document, bodies={}, people={}, actors={}, tasks={})
    for at, code in enumerate(("EPB", "HOUSE", "FARM")):
        body = save_organisation(SYSTEM("t"), code, {"name": code, "sort_key": at})
        made.bodies[code] = body
    for name, code, role in (
        ("planner", "EPB", "planner"), ("leader", "EPB", "leader"), ("epb", "EPB", "liaison"),
        ("house", "HOUSE", "liaison"), ("farm", "FARM", "liaison"),
    ):  # fmt: skip
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, made.bodies[code], role)
        made.people[name] = User.objects.get(pk=user.pk)
        made.actors[name] = made.people[name].as_actor("t")
    for code, chapter, parts in (
        ("T001", 4, [("EPB", "lead"), ("HOUSE", "responsible")]),
        ("T002", 4, [("HOUSE", "responsible")]),
        ("T003", 6, [("FARM", "responsible"), ("EPB", "supporting")]),
    ):
        task = Task.objects.create(
            document=document, code=code, chapter=chapter, section=1, title=f"task {code}"
        )
        for order, (body, role) in enumerate(parts):
            TaskRole.objects.create(
                task=task, organisation=made.bodies[body], role=role, order=order, printed=body
            )
        made.tasks[code] = task
    Target.objects.create(task=made.tasks["T002"], text="25 %", value=25, unit="%", year=2025)
    return made


@pytest.fixture
def running(world):
    """The third quarter of 2025, open since 9 October, due in ten working days."""
    return open_round(
        world.actors["planner"], world.document, "2025-Q3", date(2025, 7, 1), date(2025, 9, 30), now=NOW
    )


@pytest.fixture
def later():
    return lambda days=0, hours=0: NOW + timedelta(days=days, hours=hours)
