"""Reads of the outbox: what is on its way, what was given up, how each webhook fares."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from huanzhi.people.models import User
from huanzhi.work.delivery import Delivery, NoticeChoice, Webhook

WEEK = timedelta(days=7)


def counts(now: datetime | None = None) -> tuple[int, int]:
    """How many are on their way, and how many were given up within a week."""
    since = (now or timezone.now()) - WEEK
    found = Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, given_up_at=None)),
        given_up=Count("pk", filter=Q(given_up_at__gte=since)),
    )
    return found["waiting"], found["given_up"]


def hooks() -> Sequence[Webhook]:
    """Every webhook, each with `waiting`, `given_up`, `arrived` (when last) and `trouble` (the newest error)."""
    rows = Webhook.objects.select_related("organisation").annotate(
        waiting=Count("deliveries", filter=Q(deliveries__sent_at=None, deliveries__given_up_at=None)),
        given_up=Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False)),
        arrived=Max("deliveries__sent_at"),
    )
    found = list(rows)
    failing = Delivery.objects.filter(hook__in=found, sent_at=None).exclude(error="")
    newest = failing.order_by("hook_id", "-made_at", "-pk").distinct("hook_id")
    trouble = {one.hook_id: one.error for one in newest}
    for hook in found:
        hook.trouble = trouble.get(hook.pk, "")  # type: ignore[attr-defined]
    return found


def choice(user: User) -> NoticeChoice:
    """How a person wants to be told; what holds without a word of theirs."""
    return NoticeChoice.objects.filter(user=user).first() or NoticeChoice(user=user)
