"""Verbs of news: read the logs on and tell whom it concerns; read; choose how to be told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.work.actions.duty_keeping import note_reminded
from huanzhi.work.delivery import NoticeChoice, Pace, Webhook
from huanzhi.work.escalation import Escalation
from huanzhi.work.notice import Notice, NoticeCursor, Source
from huanzhi.work.notices import cursor, lateness, steps
from huanzhi.work.notices.news import News
from huanzhi.work.notices.roster import Roster
from huanzhi.work.notices.terms import terms
from huanzhi.work.obligation import Obligation, Reminder
from huanzhi.work.obligations.queries import Due, to_remind
from huanzhi.work.step import CaseStep

LATE_STAGES = 10_000  # stages of reminders by hand after the day: so many, and the days since
BATCH = 500
LOGS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    Source.STEP: (CaseStep, ("case",)),
    Source.ESCALATION: (Escalation, ("case",)),
}


def tell_news(actor: Actor, now: datetime | None = None) -> int:
    """Read every log to its end; how many notices were written. Killed in the middle, it goes on where it was."""
    now = now or timezone.now()
    written = 0
    for log in LOGS:
        while (one := _read_on(actor, log, now)) is not None:
            written += one
    return written


def _read_on(actor: Actor, log: str, now: datetime) -> int | None:
    """The next rows of a log, in one transaction with the cursor; None when there are none."""
    model = LOGS[log][0]
    with transaction.atomic():
        NoticeCursor.objects.get_or_create(log=log)
        held = NoticeCursor.objects.select_for_update().get(log=log)
        gaps = [(first, last, since) for first, last, since in held.gaps]
        numbers = _numbers(model, held.upto, gaps)
        wait = timedelta(hours=terms()["gap_hours"])
        upto, left = cursor.advance(held.upto, gaps, numbers, now, wait)
        if (upto, left) == (held.upto, gaps):
            return None
        written = _tell(actor, log, numbers, held, (upto, left), now)
        return written if numbers else None


def _numbers(model: type[Model], upto: int, gaps: list[cursor.Gap]) -> list[int]:
    """What is to be read next: what came late, then what is new."""
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    awaited = keys.filter(pk__gt=cursor.low(upto, gaps), pk__lte=upto) if gaps else []
    return [*cursor.late(gaps, awaited)][:BATCH] or list(keys.filter(pk__gt=upto)[:BATCH])


@verb("work.tell")
def _tell(
    actor: Actor,
    log: str,
    numbers: list[int],
    held: NoticeCursor,
    to: tuple[int, list[cursor.Gap]],
    now: datetime,
) -> int:
    model, related = LOGS[log]
    recent = now - timedelta(days=terms()["recent_days"])
    rows = (
        model._default_manager.filter(pk__in=numbers, at__gte=recent).select_related(*related).order_by("pk")
    )
    found = (steps if log == Source.STEP else lateness).news_of(rows, Roster(now)) if numbers else []
    written = _write(found, now)
    before = held.upto
    held.upto, held.gaps = to
    held.save()
    record(f"notices:{log}", before={"upto": before}, after={"upto": held.upto, "notices": written})
    return written


def tell_duties(actor: Actor, now: datetime | None = None) -> int:
    """Tell of duties that are due soon or have become late; how many notices were written."""
    now = now or timezone.now()
    bodies = Webhook.objects.filter(active=True).values_list("organisation", flat=True)
    dues, late = to_remind(now), lateness.late_duties(now, set(bodies))
    return _tell_duties(actor, dues, late, now) if dues or late else 0


@verb("work.tell")
def _tell_duties(actor: Actor, dues: list[Due], late: list[Obligation], now: datetime) -> int:
    if dues:
        note_reminded(actor, dues, now)
    stages = {(due.obligation.pk, due.obligation.due_on, due.stage) for due in dues}
    reminders = {
        one.obligation_id: one
        for one in Reminder.objects.filter(obligation__in=[due.obligation.pk for due in dues])
        if (one.obligation_id, one.due_on, one.stage) in stages
    }
    written = _write(lateness.of_duties(dues, reminders, late, now), now)
    record("notices:duties", after={"reminders": len(dues), "late": len(late), "notices": written})
    return written


def _write(news: Iterable[News], now: datetime) -> int:
    """A row for each person and each webhook concerned; those that are there already stay as they are."""
    hooks = dict(Webhook.objects.filter(active=True).values_list("organisation", "pk"))
    rows = []
    for one in news:
        receivers = [{"user_id": user, "for_user_id": absent} for user, absent in one.told.items()]
        if one.organisation in hooks:
            receivers.append({"hook_id": hooks[one.organisation]})
        rows += [_row(one, receiver, now) for receiver in receivers]
    Notice.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _row(one: News, receiver: dict[str, int | None], now: datetime) -> Notice:
    return Notice(
        source=one.source,
        source_id=one.source_id,
        reason=one.reason,
        case=one.case,
        duty=one.duty,
        at=one.at,
        told_at=now,
        due_at=one.due_at,
        urgent=one.urgent,
        **receiver,
    )


@verb("work.remind-now")
def remind_now(actor: Actor, rows: Iterable[Obligation], now: datetime | None = None) -> int:
    """Tell of these duties by hand, each at most once a day, also after its day; how many notices were written."""
    now = now or timezone.now()
    today, dues, reminders = timezone.localdate(now), [], {}
    for row in rows:
        left = (row.due_on - today).days
        stage = left if left >= 0 else LATE_STAGES - left
        held, new = Reminder.objects.get_or_create(
            obligation=row, due_on=row.due_on, stage=stage, defaults={"told_at": now}
        )
        if new:
            dues.append(Due(row, stage))
            reminders[row.pk] = held
    written = _write(lateness.of_duties(dues, reminders, [], now), now) if dues else 0
    record("notices:duties", after={"reminded": [due.obligation.pk for due in dues], "notices": written})
    return written


@verb("work.read-notices")
def read_notices(actor: Actor, keys: Iterable[int] | None = None, now: datetime | None = None) -> int:
    """Mark one's own notices as read, these or all; how many were not."""
    rows = Notice.objects.filter(user_id=_person(actor), read_at=None)
    rows = rows if keys is None else rows.filter(pk__in=list(keys))
    read = rows.update(read_at=now or timezone.now())
    record(f"notices:{actor.user_id}", after={"read": read})
    return read


def clear_notices(actor: Actor, now: datetime | None = None) -> int:
    """Take away what was read long ago (`kept_days`); the logs that it told of stay. How many notices went."""
    before = (now or timezone.now()) - timedelta(days=terms()["kept_days"])
    return _clear(actor, before) if Notice.objects.filter(read_at__lt=before).exists() else 0


@verb("work.clear-notices")
def _clear(actor: Actor, before: datetime) -> int:
    gone, _tables = Notice.objects.filter(read_at__lt=before).delete()
    record("notices:read", before={"notices": gone}, after={"read_before": before.isoformat()})
    return gone


@verb("work.choose-notices")
def choose_notices(actor: Actor, mail: str, address: str = "") -> NoticeChoice:
    """How one wants to be told by mail: gathered hourly, daily, or not; at which address."""
    if mail not in Pace.values:
        raise ValueError(f"mail: {mail!r} is not one of {', '.join(Pace.values)}")
    values = {"mail": mail, "address": address}
    made, _new = NoticeChoice.objects.update_or_create(user_id=_person(actor), defaults=values)
    record(made, after={"mail": mail, "address": sealed(address)})
    return made


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed("notices belong to a person")
    return actor.user_id
