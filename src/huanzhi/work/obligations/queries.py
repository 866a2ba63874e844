"""Reads of duties: whose, when, what to remind of, what has become of the same duty before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from huanzhi.people.models import GridPost, Membership, User
from huanzhi.people.queries import Circle, acting, responsible
from huanzhi.work.obligation import Obligation, ObligationQuerySet, Outcome, Reminder

WHOSE = ("mine", "ours", "all")


def duties(user: Any, whose: str = "all") -> ObligationQuerySet:
    """The duties this person may see: in their name or of their post, of their organisations too, or all.

    Who stands in for somebody has that person's duties among their own.
    """
    rows = Obligation.objects.visible_to(user).select_related("organisation", "user", "area")
    if whose == "all":
        return rows
    scope = user.scope()
    posts = GridPost.objects.holding(timezone.localdate()).filter(user__in=scope.people)
    own = Q(user__in=scope.people) | Q(user=None, area__in=posts.values("area"))
    return rows.filter(own if whose == "mine" else own | Q(organisation__in=scope.organisations))


def counts(rows: ObligationQuerySet, today: date) -> dict[str, int]:
    """How many are late, due within 30 days, to be done at all; one query."""
    soon = today + timedelta(30)
    return rows.order_by().aggregate(
        late=Count("pk", filter=Q(outcome="", withdrawn_at=None, due_on__lt=today)),
        soon=Count("pk", filter=Q(outcome="", withdrawn_at=None, due_on__range=(today, soon))),
        open=Count("pk", filter=Q(outcome="", withdrawn_at=None)),
    )


def by_day(rows: ObligationQuerySet, first: date, last: date) -> dict[date, list[Obligation]]:
    """Duties by their due day."""
    found: dict[date, list[Obligation]] = defaultdict(list)
    for row in rows.standing().filter(due_on__range=(first, last)):
        found[row.due_on].append(row)
    return dict(found)


def history(obligation: Obligation) -> ObligationQuerySet:
    """The same duty of the same subject, turn by turn, the newest first."""
    rows = Obligation.objects.filter(rule=obligation.rule, subject=obligation.subject)
    return rows.order_by("-due_on", "-pk")


@dataclass(frozen=True)
class Due:
    """A reminder that is due: of which duty, so many days before its day."""

    obligation: Obligation
    stage: int


def to_remind(now: datetime) -> list[Due]:
    """What somebody should be told of now: of each open duty its nearest stage, unless it was told already.

    A stage that was missed is not made good: only the nearest counts.
    """
    today = timezone.localdate(now)
    rows = Obligation.objects.open().filter(due_on__gte=today, due_on__lte=today + timedelta(366))
    told: dict[tuple[int, date], int] = {}
    for key, due, stage in Reminder.objects.filter(due_on__gte=today).values_list(
        "obligation", "due_on", "stage"
    ):
        told[key, due] = min(stage, told.get((key, due), stage))
    found = []
    for row in rows.select_related("organisation", "user", "area"):
        left = (row.due_on - today).days
        reached = [stage for stage in row.terms["remind"] if stage >= left]
        if reached and min(reached) < told.get((row.pk, row.due_on), max(reached) + 1):
            found.append(Due(row, min(reached)))
    return found


def addressees(dues: Iterable[Due], now: datetime) -> dict[int, list[User]]:
    """Whom to tell of each duty (by its key).

    The person named or who stands in for them; for a cell of the grid who answers for it now; else those who act for
    the organisation today.
    """
    rows = [due.obligation for due in dues]
    bodies = {row.organisation_id for row in rows if row.user is None and row.area is None}
    members: dict[int, list[User]] = defaultdict(list)
    held = Membership.objects.filter(organisation__in=bodies, role="liaison", user__is_active=True)
    for one in held.holding(timezone.localdate(now)).select_related("user"):
        members[one.organisation_id].append(one.user)
    return {row.pk: _told(row, members, now) for row in rows}


def _told(row: Obligation, members: dict[int, list[User]], now: datetime) -> list[User]:
    if row.user is not None:
        try:
            return [acting(row.user, now)]
        except Circle:
            return []
    if row.area is not None:
        user = responsible(row.area, now).user
        return [user] if user else []
    return members[row.organisation_id]


def to_escalate(today: date) -> list[Obligation]:
    """Late duties that by their rule are to become a case now, and have none."""
    rows = Obligation.objects.late(today).filter(case=None).exclude(terms__case="")
    found = rows.select_related("organisation")
    return [row for row in found if (today - row.due_on).days > row.terms["case_after"]]


def of_feed(user: User, today: date) -> ObligationQuerySet:
    """What a person's calendar shows: their own and their organisations' duties, a quarter back and a year on."""
    around = (today - timedelta(92), today + timedelta(400))
    rows = duties(user, "ours").standing().filter(due_on__range=around)
    return rows.exclude(outcome=Outcome.WAIVED).order_by("due_on", "pk")
