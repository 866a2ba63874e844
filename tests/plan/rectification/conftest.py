"""A round with an item that two bodies answer for, people of these and of an independent one, and files to show."""

from datetime import date, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import translation
from tests.work.photos import photo

from huanzhi.kit.actions import save_record
from huanzhi.kit.register import find
from huanzhi.ledger.verbs import SYSTEM, Actor
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.plan.actions.rectification import save_inspection_round, take_item
from huanzhi.plan.actions.rectification.closing import Shown
from huanzhi.science.shanghai import OFFSET
from huanzhi.work.attachments.storage import arrive

NOW = datetime(2026, 11, 2, 10, tzinfo=OFFSET)
DAY = date(2026, 11, 2)
_SECONDS = count(1)


def tick() -> datetime:
    """That day, a second later each time."""
    return NOW + timedelta(seconds=next(_SECONDS))


ROW = {
    "code": "X-01", "name": "Sludge", "round": "2026", "text": "Sludge lies open", "measures": "Cover it",
    "goal": "Nothing lies open", "lead": "EPB", "supporting": "HOUSE", "deadline": "2026-12-31",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    """What is refused is matched in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def attachments(settings, tmp_path):
    """What is shown is kept apart."""
    settings.ATTACHMENTS = tmp_path / "attachments"


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
        "fixer": person("fixer", "EPB", "liaison"),
        "housing": person("housing", "HOUSE", "liaison"),
        "houseplanner": person("houseplanner", "HOUSE", "planner"),
        "inspector": person("inspector", "LAW", "inspector"),
        "stranger": person("stranger", "LAW", "liaison"),
    }


@pytest.fixture
def round_(bodies):
    return save_inspection_round(SYSTEM("t"), "2026", {"name": "A round", "level": "central", "year": 2026})


@pytest.fixture
def save(round_):
    """Saves an item from a row, as a spreadsheet or a form does."""
    return lambda **more: save_record(SYSTEM("t"), find("rectificationitem"), {**ROW, **more})


@pytest.fixture
def item(save):
    return save()


@pytest.fixture
def show():
    """Something to show: each time another photo."""
    said = SimpleNamespace(n=0)

    def shown() -> Shown:
        said.n += 1
        return Shown(arrive([photo(64 + said.n, 48)]), "photo.jpg", uuid4())

    return shown


@pytest.fixture
def taken(people, item):
    return take_item(people["planner"], item, now=NOW)
