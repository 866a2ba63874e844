"""Coordination of the demonstration: problems, a meeting that was held, one that is called; invented, and marked so."""

from datetime import date, datetime, timedelta
from typing import Any

COORDINATION = "demo-coordination.toml"


def load_coordination(actor: Any, said: dict[str, Any]) -> None:
    """Once: where there is a problem nothing is added."""
    from django.utils import timezone

    from huanzhi.people.models import User
    from huanzhi.plan.models import Problem

    if Problem.objects.exists():
        return
    now = timezone.now()
    people = {user.username: user.as_actor("demo") for user in User.objects.filter(is_active=True)}
    problems = {row["key"]: _problem(people, row, now) for row in said["problem"]}
    for row in said["meeting"]:
        _meeting(people["planner"], row, problems, now)


def _problem(people: dict[str, Any], row: dict[str, Any], now: datetime) -> Any:
    from huanzhi.people.models import Organisation
    from huanzhi.plan.actions.coordination import raise_problem

    body = Organisation.objects.get(name=row["organisation"])
    at = now - timedelta(days=row["days"])
    return raise_problem(
        people[row["who"]], row["title"], row["text"], row["origin"], body, simulated=True, now=at
    )


def _meeting(planner: Any, row: dict[str, Any], problems: dict[str, Any], now: datetime) -> None:
    from django.utils import timezone

    from huanzhi.people.models import Organisation
    from huanzhi.plan.actions.coordination import call_meeting, hold_meeting, set_agenda

    at = now - timedelta(days=row["days"])
    day = timezone.localdate(at)
    meeting = call_meeting(planner, row["number"], day, row["place"], row["chair"], simulated=True)
    before = min(at - timedelta(days=2), now)
    set_agenda(planner, meeting, [problems[key] for key in row["agenda"]], now=before)
    if "present" in row:
        hold_meeting(planner, meeting, Organisation.objects.filter(name__in=row["present"]), now=at)
        for said in row["decision"]:
            _decide(planner, meeting, problems[said["problem"]], said, day, at)


def _decide(planner: Any, meeting: Any, problem: Any, said: dict[str, Any], day: date, at: datetime) -> None:
    from huanzhi.people.models import Organisation
    from huanzhi.plan.actions.coordination import Task, decide

    tasks = [
        Task(
            Organisation.objects.get(name=one["organisation"]), one["text"], day + timedelta(days=one["days"])
        )
        for one in said.get("task", [])
    ]
    until = day + timedelta(days=said["defer_days"]) if "defer_days" in said else None
    decide(planner, meeting, problem, said["text"], said["conclusion"], tasks=tasks, defer_to=until, now=at)
