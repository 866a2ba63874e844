"""A small plan with three indicators and three tasks, and people of three departments, a planner and a leader."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.plan.actions import import_plan
from huanzhi.plan.actions.year.drafting import draft_year
from huanzhi.plan.actions.year.forcing import put_in_force
from huanzhi.plan.actions.year.negotiating import comment_year, open_negotiation
from huanzhi.plan.actions.year.signing import open_signing, sign_district, sign_year
from huanzhi.plan.year.item import AnnualItem

NOW = datetime(2023, 12, 1, 4, tzinfo=UTC)
UNTIL = date(2023, 12, 20)
LATER = datetime(2023, 12, 28, 4, tzinfo=UTC)
NAMES = {"WA": "水务局", "FI": "财政局", "FO": "林业局", "EC": "生态环境分局"}


def indicator(no, name, baseline, target, comparator, value, unit="%", assigned=False):
    return {
        "no": no, "category": "治理", "name": name, "unit": unit, "baseline": baseline, "target": target,
        "comparator": comparator, "value": value, "assigned": assigned, "binding": True,
    }  # fmt: skip


def task(code, title, bodies, targets=(), supporting=(), chapter=5):
    return {
        "id": code, "chapter": chapter, "section": 1, "title": title, "start": None, "end": None, "lead": [],
        "responsible": list(bodies), "supporting": list(supporting), "targets": list(targets),
    }  # fmt: skip


def target(text, value=None, unit="", year=None):
    return {"text": text, "value": value, "unit": unit, "year": year}


def plan_of(title, period, indicators, tasks, owners=None, names=NAMES.values()):
    return {
        "title": title, "period": list(period), "outline": [], "indicators": indicators, "tasks": tasks,
        "projects": [], "milestones": [], "questions": [], "owners": owners or {},
        "organisations": [{"name": name, "aliases": []} for name in names],
    }  # fmt: skip


READ = plan_of(
    "小区生态环境保护“十四五”规划",
    (2021, 2025),
    [
        indicator(1, "细颗粒物（PM2.5）年均浓度", "42", "30", "<=", 30.0, "µg/m3"),
        indicator(2, "农村生活污水治理率", "/", "25%", ">=", 25.0),
        indicator(3, "氨氮重点工程减排量", "/", "完成市级下达任务", "assigned", None, "万吨", True),
    ],
    [
        task("T001", "治水", ["水务局", "财政局"], [target("治理率达到25%", 25, "%", 2025)]),
        task("T002", "种树", ["林业局"], [target("到2023年种树", None, "", 2023)], ["财政局"], 6),
        task("T003", "修路", ["林业局"]),
    ],
    {"1": "生态环境分局", "2": "水务局", "3": "生态环境分局"},
)


@pytest.fixture
def small(db):
    """The plan, and the actors: wei (water), cai (finance), lin (forest), fang (planner), zhang (leader)."""
    system = SYSTEM("t")
    bodies = {
        code: save_organisation(system, code, {"name": name, "kind": "department", "sort_key": at})
        for at, (code, name) in enumerate(NAMES.items())
    }
    document = import_plan(system, READ, file_name="small.json")
    users = {}
    for username, body, role in (
        ("wei", "WA", "liaison"), ("cai", "FI", "liaison"), ("lin", "FO", "liaison"),
        ("fang", "EC", "planner"), ("zhang", "EC", "leader"),
    ):  # fmt: skip
        users[username] = create_user(system, username, username, demo=True)
        grant(system, users[username], bodies[body], role)
    return SimpleNamespace(
        document=document,
        bodies=bodies,
        users=users,
        actor=lambda username: users[username].as_actor("t"),
        item=lambda plan, about: AnnualItem.objects.get(plan=plan, about=about),
    )


SPEAKERS = {"wei": "WA", "cai": "FI", "lin": "FO", "fang": "EC"}


@pytest.fixture
def drafted(small):
    return draft_year(small.actor("fang"), small.document, 2024, now=NOW)


def negotiated(small, plan):
    """Opened, and everyone agrees."""
    plan = open_negotiation(small.actor("fang"), plan, UNTIL, now=NOW)
    for name, code in SPEAKERS.items():
        comment_year(small.actor(name), plan, small.bodies[code], True, now=NOW)
    return plan


def signed(small, plan, names=SPEAKERS):
    """Out to be signed, signed by these departments and by the leader for the district."""
    plan = open_signing(small.actor("fang"), plan, now=LATER)
    for name in names:
        sign_year(small.actor(name), plan, small.bodies[SPEAKERS[name]], now=LATER)
    sign_district(small.actor("zhang"), plan, now=LATER)
    return plan


@pytest.fixture
def forced(small, drafted):
    """In force."""
    plan = signed(small, negotiated(small, drafted))
    return put_in_force(small.actor("fang"), plan, "朝环发〔2023〕9号", now=LATER)
