"""Two years' plans of the demonstration: one in force, signed on paper by invented people, one in negotiation."""

from datetime import datetime, time, timedelta
from typing import Any

YEAR = "demo-year.toml"


def load_year(actor: Any, said: dict[str, Any]) -> None:
    """Once: what stands already is left as it is."""
    from huanzhi.people.models import User
    from huanzhi.plan.models import AnnualPlan
    from huanzhi.plan.queries import current_plan

    document = current_plan()
    if AnnualPlan.objects.exists() or document is None:
        return
    people = {user.username: user for user in User.objects.filter(demo=True)}
    _in_force(people, document, said, said["in_force"])
    _negotiating(people, document, said, said["negotiating"])


def _at(day: Any) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time(10)))


def _in_force(people: dict[str, Any], document: Any, said: dict[str, Any], one: dict[str, Any]) -> None:
    from huanzhi.plan.actions.year.drafting import draft_year
    from huanzhi.plan.actions.year.editing import edit_item
    from huanzhi.plan.actions.year.forcing import put_in_force
    from huanzhi.plan.actions.year.negotiating import comment_year, open_negotiation
    from huanzhi.plan.actions.year.signing import OnPaper, open_signing, record_signatures, sign_district
    from huanzhi.plan.year.queries import signers

    planner, at = people[said["planner"]].as_actor("demo"), _at(one["signed"])
    plan = draft_year(planner, document, one["year"], simulated=True, now=_at(one["drafted"]))
    _somebody(planner, plan, said["nobody"])
    for row in one["person"]:
        edit_item(planner, plan.items.get(about=row["about"]), {"person": row["person"]})
    plan = open_negotiation(planner, plan, one["until"], now=_at(one["drafted"]))
    for name in one["agree"]:
        own = people[name].as_actor("demo")
        comment_year(own, plan, _body(own), True, now=_at(one["until"]))
    plan = open_signing(planner, plan, now=at)
    rows = [OnPaper(row.organisation, f"{row.organisation}{said['signs_as']}", at) for row in signers(plan)]
    record_signatures(planner, plan, rows, said["paper"], now=at)
    sign_district(people[said["leader"]].as_actor("demo"), plan, now=at)
    put_in_force(planner, plan, one["number"], now=at)


def _negotiating(people: dict[str, Any], document: Any, said: dict[str, Any], one: dict[str, Any]) -> None:
    from django.utils import timezone

    from huanzhi.plan.actions.year.drafting import draft_year
    from huanzhi.plan.actions.year.negotiating import comment_year, open_negotiation

    planner = people[said["planner"]].as_actor("demo")
    plan = draft_year(planner, document, one["year"], simulated=True)
    _somebody(planner, plan, said["nobody"])
    plan = open_negotiation(planner, plan, timezone.localdate() + timedelta(days=one["days"]))
    for row in one["objection"]:
        own = people[row["person"]].as_actor("demo")
        comment_year(own, plan, _body(own), False, row["reason"], [plan.items.get(about=row["about"])])


def _somebody(planner: Any, plan: Any, name: str) -> None:
    """What nobody answers for by the plan is given to one department, as the planner would before asking."""
    from huanzhi.people.models import Organisation
    from huanzhi.plan.actions.year.editing import edit_item
    from huanzhi.plan.year.queries import items_of, without_answer

    body = Organisation.objects.get(name=name)
    for item in without_answer(items_of(plan)):
        parts = {body.pk: "responsible"} | {part.organisation_id: part.role for part in item.parts.all()}
        edit_item(planner, item, {}, parts=parts, reason="规划没有写明责任单位（演示）")


def _body(actor: Any) -> Any:
    from huanzhi.people.models import Organisation

    return Organisation.objects.get(code=actor.organisation)
