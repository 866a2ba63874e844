"""Open a round: who is asked about which tasks, with what they said last time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rounds.calling import call
from huanzhi.plan.models import Asked, Document, RoleKind, Round, Task, TaskRole
from huanzhi.plan.rounds.terms import due_of, terms


@dataclass(frozen=True)
class Scope:
    """Whom a round asks about what; empty is all. `supporting`: those who support a task are asked too."""

    chapters: frozenset[int] = frozenset()
    tasks: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    supporting: bool = False


def preview(document: Document, scope: Scope) -> list[tuple[Task, TaskRole, bool]]:
    """(task, part, whether that department answers for the task's state) in the plan's order; nothing is written.

    The task's state is said by the one that leads it, else by the first that answers and is asked.
    """
    parts = TaskRole.objects.filter(task__document=document).select_related("task", "organisation")
    if scope.chapters:
        parts = parts.filter(task__chapter__in=scope.chapters)
    if scope.tasks:
        parts = parts.filter(task__code__in=scope.tasks)
    if not scope.supporting:
        parts = parts.exclude(role=RoleKind.SUPPORTING)
    if scope.organisations:
        parts = parts.filter(organisation__code__in=scope.organisations)
    else:
        parts = parts.exclude(organisation__name__in=terms()["generic"])
    rank = {RoleKind.LEAD: 0, RoleKind.RESPONSIBLE: 1, RoleKind.SUPPORTING: 2}
    rows = sorted(parts, key=lambda part: (part.task.code, rank[RoleKind(part.role)], part.order))
    found, led = [], set()
    for part in rows:
        leads = part.task_id not in led and part.role != RoleKind.SUPPORTING
        led.add(part.task_id)
        found.append((part.task, part, leads))
    return found


@verb("plan.open-round")
def open_round(
    actor: Actor,
    document: Document,
    name: str,
    first_day: date,
    last_day: date,
    scope: Scope = Scope(),
    *,
    due_at: datetime | None = None,
    simulated: bool = False,
    now: datetime | None = None,
) -> Round:
    """Open a round for a period. Refused without a name, for one that is taken, a due time that is past, or nobody."""
    now = now or timezone.now()
    due_at = due_at or due_of(last_day, now)
    asked = preview(document, scope)
    _check(document, name, first_day, last_day, due_at, now, bool(asked))
    made = Round.objects.create(
        document=document,
        name=name.strip(),
        first_day=first_day,
        last_day=last_day,
        opened_at=now,
        opened_by=actor.name,
        due_at=due_at,
        simulated=simulated,
    )
    before = _last_time(document)
    Asked.objects.bulk_create(
        Asked(
            round=made,
            organisation_id=part.organisation_id,
            task=task,
            leads=leads,
            due_at=due_at,
            before=before.get((task.pk, part.organisation_id), {}),
        )
        for task, part, leads in asked
    )
    bodies = {part.organisation_id for _task, part, _leads in asked}
    record(
        made,
        after={"asked": len(asked), "organisations": len(bodies), "due_at": due_at, "last_day": last_day},
    )
    call(actor, made.asked.select_related("organisation"), now)
    return made


def _check(
    document: Document, name: str, first: date, last: date, due_at: datetime, now: datetime, anybody: bool
) -> None:
    if not name.strip():
        raise Refused(_("name: give the round a name"))
    if Round.objects.filter(document=document, name=name.strip()).exists():
        raise Refused(_("name: there is a round called %(name)s") % {"name": name.strip()})
    if last < first:
        raise Refused(_("to: %(last)s lies before %(first)s") % {"last": last, "first": first})
    if due_at <= now:
        raise Refused(
            _("due: %(due)s is past") % {"due": timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M")}
        )
    if not anybody:
        raise Refused(_("nobody would be asked: choose other chapters, tasks or departments"))


def _last_time(document: Document) -> dict[tuple[int, int], dict[str, Any]]:
    """What each department said about each task in the newest round in which it said anything."""
    rows = Asked.objects.filter(round__document=document, answers__isnull=False)
    found: dict[tuple[int, int], dict[str, Any]] = {}
    said = rows.values(
        "task_id", "organisation_id", "round__name", "answers__state", "answers__done", "answers__blocker",
        "answers__next_step", "answers__next_on", "answers__at",
    ).order_by("round__opened_at", "answers__at", "answers__pk")  # fmt: skip
    for row in said:
        on = row["answers__next_on"]
        found[row["task_id"], row["organisation_id"]] = {
            "round": row["round__name"],
            "state": row["answers__state"],
            "done": row["answers__done"],
            "blocker": row["answers__blocker"],
            "next_step": row["answers__next_step"],
            "next_on": on.isoformat() if on else None,
        }
    return found
