"""Bodies, people of every role, and a case in the hands of one of them."""

import pytest
from django.utils import timezone, translation

from huanzhi.ledger.verbs import SYSTEM, Actor
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import open_case

KIND = "indicator-off-track"


@pytest.fixture(autouse=True)
def english():
    """What is refused is matched in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def bodies():
    return [save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("EPB", "HOUSE")]


@pytest.fixture
def people(bodies) -> dict[str, Actor]:
    def person(name, body, role) -> Actor:
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, body, role)
        return user.as_actor("test")

    epb, house = bodies
    return {
        "worker": person("worker", epb, "liaison"),
        "other": person("other", house, "liaison"),
        "planner": person("planner", epb, "planner"),
        "second": person("second", epb, "planner"),
        "outside": person("outside", house, "planner"),
        "leader": person("leader", epb, "leader"),
    }


@pytest.fixture
def user(people):
    return lambda name: User.objects.get(username=name)


@pytest.fixture
def case(bodies):
    return open_case(SYSTEM("t"), KIND, bodies[0], "PM2.5", "indicator:1", "e1", {"reason": "r"})


@pytest.fixture
def clock(monkeypatch):
    """Sets the program's clock."""
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: at)
