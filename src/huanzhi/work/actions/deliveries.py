"""Verbs of the outbox: gather notices into mails and calls, send them, try again, give up."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.work.delivery import Delivery, NoticeChoice, Pace, Webhook
from huanzhi.work.notice import Notice
from huanzhi.work.notices import digest
from huanzhi.work.notices.calling import Failed
from huanzhi.work.notices.pacing import due
from huanzhi.work.notices.places import Unfit
from huanzhi.work.notices.sending import send
from huanzhi.work.notices.terms import pause, terms

log = logging.getLogger(__name__)
Receiver = tuple[int | None, int | None]  # the person, or the webhook


@dataclass
class Waiting:
    """What waits for one receiver, in two heaps: by urgency, when the oldest of each was told."""

    oldest: dict[bool, datetime] = field(default_factory=dict)
    last: dict[bool, datetime] = field(default_factory=dict)

    def goes(self, urgent: bool, pace: str, now: datetime) -> bool:
        """Whether that heap goes out now."""
        if urgent not in self.oldest:
            return False
        last = self.last.get(urgent)
        if not urgent:
            return due(pace, now, self.oldest[urgent], last)
        gap = timedelta(minutes=terms()["mail"]["urgent_every_minutes"])
        return pace != Pace.OFF and (last is None or last <= now - gap)


def gather(actor: Actor, now: datetime | None = None) -> list[Delivery]:
    """One mail or call for each receiver whose time has come and for whom something new waits."""
    now = now or timezone.now()
    heaps = _heaps(now)
    users = [user for user, _hook in heaps if user is not None]
    paces = dict(NoticeChoice.objects.filter(user__in=users).values_list("user", "mail"))
    hooks = {hook.pk: hook for hook in Webhook.objects.filter(active=True)}
    made = []
    for (user, hook), heap in heaps.items():
        if hook is not None and hook not in hooks:
            continue
        pace = hooks[hook].pace if hook is not None else paces.get(user or 0, Pace.DAILY)
        made += [
            one
            for urgent in (True, False)
            if heap.goes(urgent, pace, now) and (one := _gather(actor, user, hook, urgent, now)) is not None
        ]
    return made


def _open(now: datetime) -> Q:
    """What was told, is unread and has not gone out; of people only while mail is on."""
    fresh = Q(delivery=None, read_at=None, told_at__gt=now - timedelta(hours=terms()["mail"]["fresh_hours"]))
    return fresh if settings.MAIL else fresh & Q(user=None)


def _heaps(now: datetime) -> dict[Receiver, Waiting]:
    heaps: dict[Receiver, Waiting] = defaultdict(Waiting)
    rows = Notice.objects.filter(_open(now)).order_by()
    with_address = ~Q(user__email="") | ~Q(user__notice_choice__address="") & Q(
        user__notice_choice__isnull=False
    )
    rows = rows.filter(Q(user=None) | Q(user__is_active=True) & with_address)
    for user, hook, urgent, told in rows.values_list("user", "hook", "urgent", "told_at"):
        held = heaps[user, hook].oldest
        held[urgent] = min(told, held.get(urgent, told))
    users, hooks = ({key[n] for key in heaps} - {None} for n in (0, 1))
    sent = Delivery.objects.filter(Q(user__in=users) | Q(hook__in=hooks)).order_by()
    for user, hook, urgent, last in sent.values_list("user", "hook", "urgent").annotate(Max("made_at")):
        heaps[user, hook].last[urgent] = last
    return heaps


@verb("work.gather-notices")
def _gather(actor: Actor, user: int | None, hook: int | None, urgent: bool, now: datetime) -> Delivery | None:
    """Gather what waits into one delivery; the rows and the mail that carries them are one transaction."""
    mine = Notice.objects.filter(_open(now), user=user, hook=hook, urgent=urgent)
    keys = list(mine.select_for_update().values_list("pk", flat=True))
    related = ("case", "duty", "for_user", "hook__organisation")
    rows = list(Notice.objects.filter(pk__in=keys).select_related(*related))
    who = f"user:{user}" if hook is None else f"hook:{hook}"
    if not rows:
        record(f"notices:{who}", reason="nothing waits any more")
        return None
    key = uuid4()
    held = rows[0].hook
    body = digest.text(rows) if held is None else digest.call(held, rows, key, urgent, now)
    made = Delivery.objects.create(
        key=key,
        user_id=user,
        hook_id=hook,
        urgent=urgent,
        count=len(rows),
        subject=digest.subject(rows, urgent),
        body=body,
        made_at=now,
        next_at=now,
    )
    Notice.objects.filter(pk__in=keys).update(delivery=made)
    record(made, after={"to": who, "notices": len(rows), "urgent": urgent})
    return made


def deliver(actor: Actor, now: Callable[[], datetime] = timezone.now, seconds: float = 45) -> int:
    """Send what is due, one after another, for at most so long; how many arrived.

    Each is claimed first, which sets its next try: killed in the middle it is tried again, with the same key.
    """
    until, arrived = monotonic() + seconds, 0
    while monotonic() < until and (one := _claim(actor, now())) is not None:
        try:
            send(one, now())
        except (Failed, Unfit, OSError, ValueError) as error:
            _note(actor, one, now(), str(error) or type(error).__name__)
        else:
            _note(actor, one, now(), "")
            arrived += 1
    return arrived


def _claim(actor: Actor, now: datetime) -> Delivery | None:
    """The next delivery that is due, taken from others who would send it."""
    rows = Delivery.objects.filter(sent_at=None, given_up_at=None, next_at__lte=now)
    rows = rows if settings.MAIL else rows.filter(user=None)
    with transaction.atomic():
        one = rows.select_for_update(skip_locked=True).order_by("tries", "next_at", "pk").first()
        return None if one is None else _take(actor, one, now)


@verb("work.send-notices")
def _take(actor: Actor, one: Delivery, now: datetime) -> Delivery:
    one.tries += 1
    one.next_at = now + pause(one.tries)
    one.save(update_fields=["tries", "next_at"])
    record(one, after={"try": one.tries})
    return one


@verb("work.send-notices")
def _note(actor: Actor, one: Delivery, now: datetime, error: str) -> None:
    """It arrived, or not; after the last try it is given up."""
    one.error = error[:300]
    if not error:
        one.sent_at = now
    elif one.tries >= terms()["retry"]["tries"]:
        one.given_up_at = now
        log.error("delivery %s given up after %s tries: %s", one.key, one.tries, error)
    one.save(update_fields=["error", "sent_at", "given_up_at"])
    record(one, after={"arrived": not error, "given_up": one.given_up_at is not None}, reason=one.error)
