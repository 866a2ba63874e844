"""A small plan with three works, and people of three departments."""

from types import SimpleNamespace

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.plan.actions import import_plan
from huanzhi.plan.actions.works import take_works

READ = {
    "title": "小区规划",
    "period": [2021, 2025],
    "outline": [],
    "indicators": [],
    "tasks": [
        {
            "id": f"T00{n}", "chapter": 5, "section": 1, "title": title, "start": None, "end": None,
            "lead": [], "responsible": bodies, "supporting": [], "targets": [],
        }
        for n, title, bodies in (
            (1, "治水", ["水务局", "财政局"]), (2, "种树", ["林业局"]), (3, "修路", ["林业局"]),
        )
    ],
    "projects": [
        {"column": 2, "group": "治水工程", "name": "新建甲厂", "quantities": [{"value": 1, "unit": "座"}]},
        {"column": 2, "group": "治水工程", "name": "乙河清淤", "quantities": []},
    ],
    "milestones": [],
    "organisations": [{"name": name, "aliases": []} for name in ("水务局", "财政局", "林业局")],
    "questions": [],
}  # fmt: skip
WORKS = {
    "text": [{"task": "T002", "name": "丙园", "printed": "新建丙园", "start": 40}],
    "box": [{"name": "新建甲厂", "tasks": ["T001"]}, {"name": "乙河清淤", "tasks": ["T001"]}],
}


@pytest.fixture
def small(db):
    """The plan, its works by name, and the actors: planner, water (liaison), forest (liaison), chief (leader)."""
    system = SYSTEM("t")
    bodies = {}
    for code, name in (("WA", "水务局"), ("FI", "财政局"), ("FO", "林业局"), ("EC", "生态环境分局")):
        bodies[code] = save_organisation(system, code, {"name": name, "kind": "department", "sort_key": 1})
    document = import_plan(system, READ, file_name="small.json")
    take_works(system, document, WORKS)
    users = {}
    for username, body, role in (
        ("wei", "WA", "liaison"), ("lin", "FO", "liaison"), ("fang", "EC", "planner"),
        ("jiang", "EC", "planner"), ("zhang", "EC", "leader"),
    ):  # fmt: skip
        users[username] = create_user(system, username, username, demo=True)
        grant(system, users[username], bodies[body], role)
    works = {work.name: work for work in document.projects.all()}
    return SimpleNamespace(
        document=document,
        bodies=bodies,
        users=users,
        works=works,
        plant=works["新建甲厂"],
        actor=lambda username: users[username].as_actor("t"),
    )
