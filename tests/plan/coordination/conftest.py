"""Three bodies with people, a problem, a meeting that has been held with it on its agenda."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from huanzhi.ledger.verbs import SYSTEM, Actor
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.plan.actions.coordination import (
    call_meeting,
    hold_meeting,
    raise_problem,
    set_agenda,
)
from huanzhi.science.shanghai import OFFSET

NOW = datetime(2026, 11, 20, 10, tzinfo=OFFSET)
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def english():
    """What is refused is matched in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def bodies(db):
    return {code: save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("EPB", "HOUSE", "LAW")}


@pytest.fixture
def people(bodies) -> dict[str, Actor]:
    def person(name, body, role) -> Actor:
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, bodies[body], role)
        return user.as_actor("test")

    return {
        "planner": person("planner", "EPB", "planner"),
        "housing": person("housing", "HOUSE", "liaison"),
        "inspector": person("inspector", "LAW", "inspector"),
        "lawyer": person("lawyer", "LAW", "liaison"),
        "leader": person("leader", "EPB", "leader"),
    }


@pytest.fixture
def problem(people, bodies):
    return raise_problem(people["housing"], "No site for the sludge", "…", "", bodies["HOUSE"], now=NOW)


@pytest.fixture
def meeting(people, problem):
    made = call_meeting(people["planner"], "2026-3", DAY, "Room 1", "Deputy head")
    set_agenda(people["planner"], made, [problem], now=NOW)
    return made


@pytest.fixture
def held(people, meeting, bodies):
    return hold_meeting(people["planner"], meeting, bodies.values(), now=NOW)


@pytest.fixture
def clock(monkeypatch):
    """Sets the program's clock so many days after the meeting."""
    return lambda days: monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=days))
