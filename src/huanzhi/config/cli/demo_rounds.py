"""Rounds of the demonstration: one closed with its bulletin; one that runs, with something returned and late."""

from datetime import timedelta
from typing import Any

ROUNDS = "demo-rounds.toml"


def load_rounds(actor: Any, said: dict[str, Any]) -> None:
    """Once: what stands already is left as it is."""
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation
    from huanzhi.plan.models import Round
    from huanzhi.plan.queries import current_plan

    if Round.objects.exists():
        return
    for row in said["person"]:
        user = create_user(actor, row["username"], row["name"], demo=True)
        grant(actor, user, Organisation.objects.get(name=row["organisation"]), row["role"])
    document = current_plan()
    for row in said["round"]:
        _round(document, row)


def _round(document: Any, row: dict[str, Any]) -> None:
    from huanzhi.people.models import Organisation
    from huanzhi.plan.actions.rounds import Scope, accept_many, close_round, open_round
    from huanzhi.plan.models import Asked

    planner = _person("planner")
    codes = Organisation.objects.filter(name__in=row["organisations"]).values_list("code", flat=True)
    scope = Scope(tasks=frozenset(row["tasks"]), organisations=frozenset(codes))
    first, last = row["period"]
    made = open_round(planner, document, row["name"], first, last, scope, simulated=True, now=row["opened"])
    for one in row["answer"]:
        _answer(planner, made, one)
    if "closed" in row:
        accept_many(planner, Asked.objects.filter(round=made), now=row["closed"] - timedelta(hours=1))
        close_round(planner, made, now=row["closed"])


def _answer(planner: Any, made: Any, one: dict[str, Any]) -> None:
    from huanzhi.plan.actions.rounds import Said, accept, answer, return_answer

    person = _person(one["who"])
    row = made.asked.get(organisation__code=person.organisation, task__code=one["task"])
    words = {name: one[name] for name in ("blocker", "asks", "next_step", "next_on") if name in one}
    at = one["at"]
    answer(person, row, Said(one["state"], one["done"], **words), now=at)
    if "returned" in one:
        return_answer(planner, row, one["returned"], now=at + timedelta(days=1))
    if "again" in one:
        answer(person, row, Said(one["state"], one["again"], **words), now=at + timedelta(days=2))
    if one.get("accept"):
        accept(planner, row, now=at + timedelta(days=1))


def _person(username: str) -> Any:
    from huanzhi.people.models import User

    return User.objects.get(username=username).as_actor("demo")
