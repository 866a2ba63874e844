"""Reads of cases."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from huanzhi.people.delegation import principals
from huanzhi.people.models import User
from huanzhi.work.case import ENDS, Case, State
from huanzhi.work.similarity import LONG_H, WORTH, Likeness, compare
from huanzhi.work.step import CaseStep

LIKELY = 200  # open cases of the kind that are looked at when one is compared


def open_cases(user: object) -> QuerySet[Case]:
    """Cases that have not ended and that the user may see, the one whose clock runs out first on top."""
    rows = Case.objects.visible_to(user).exclude(state__in=ENDS)
    return rows.select_related("organisation", "assignee").order_by("clock_at", "pk")


def mine(user: User, at: datetime | None = None) -> QuerySet[Case]:
    """Open cases in the user's own hands, or of somebody they stand in for, or of their body and of nobody yet."""
    held = principals(user.pk, at or timezone.now())
    bodies = [one.organisation_id for one in user.current_memberships()]
    of_mine = Q(assignee__in=held) | Q(assignee__isnull=True, organisation__in=bodies)
    return open_cases(user).filter(of_mine, state__in=[State.ASSIGNED, State.ACCEPTED, State.SUSPENDED])


def to_hand_out(user: object) -> QuerySet[Case]:
    """Cases that no rule sent anywhere, or that were refused."""
    return open_cases(user).filter(state=State.OPENED)


def to_re_check(user: User) -> QuerySet[Case]:
    """Cases reported as done by others."""
    rows = open_cases(user).filter(state=State.REPORTED)
    return rows.exclude(steps__in=_reports_of(user))


def nobodys(user: object, at: datetime | None = None) -> QuerySet[Case]:
    """Cases that are nobody's: not handed out in time, or with a body that has ended or a person who has left."""
    at = at or timezone.now()
    ended = Q(organisation__valid_until__lt=timezone.localdate(at))
    left = Q(assignee__isnull=False, assignee__is_active=False)
    return open_cases(user).filter(Q(state=State.OPENED, clock_at__lt=at) | ended | left)


def alike(case: Case, user: object) -> list[tuple[Case, Likeness]]:
    """Open cases that may be the same thing, the likeliest first, each with its reasons."""
    if case.ended:
        return []
    rows = open_cases(user).filter(kind=case.kind).exclude(pk=case.pk)
    rows = rows.exclude(split_from=case.pk).exclude(parts=case.pk)
    span = timedelta(hours=LONG_H)
    near = Q(subject=case.subject) | Q(
        opened_at__gt=case.opened_at - span, opened_at__lt=case.opened_at + span
    )
    found = [(one, compare(case, one)) for one in rows.filter(near)[:LIKELY]]
    return sorted((pair for pair in found if pair[1].score >= WORTH), key=lambda pair: -pair[1].score)[:5]


def _reports_of(user: User) -> QuerySet[CaseStep]:
    return CaseStep.objects.filter(verb="work.report-done", actor_user=user)
