"""Reads of notices: how many are unread, one's own by day."""

from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from huanzhi.kit.visibility import VisibleQuerySet
from huanzhi.work.case import Case
from huanzhi.work.notice import Notice
from huanzhi.work.obligation import Obligation

MOST = 99


def unread(user: Any) -> int:
    """How many notices the person has not read; counted up to 100, one query."""
    if not user.is_authenticated:
        return 0
    return Notice.objects.filter(user=user, read_at=None).order_by()[: MOST + 1].count()


def own(user: Any, only_unread: bool = False) -> VisibleQuerySet[Notice]:
    """One's own notices, the newest first."""
    rows = Notice.objects.visible_to(user).filter(user=user).select_related("case", "duty", "for_user")
    return rows.filter(read_at=None) if only_unread else rows


def by_day(rows: list[Notice]) -> list[tuple[date, list[Notice]]]:
    """Grouped by the day on which it happened."""
    return [(day, list(some)) for day, some in groupby(rows, lambda row: timezone.localdate(row.at))]


def reachable(user: Any, rows: list[Notice]) -> tuple[set[int], set[int]]:
    """The cases and the duties among them that the person may open."""
    cases = {row.case_id for row in rows if row.case_id}
    duties = {row.duty_id for row in rows if row.duty_id}
    return (
        set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True)),
        set(Obligation.objects.visible_to(user).filter(pk__in=duties).values_list("pk", flat=True)),
    )
