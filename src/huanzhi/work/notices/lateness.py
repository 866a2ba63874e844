"""逾期和提醒: whom lateness and coming duties concern."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from huanzhi.people.models import User
from huanzhi.work.escalation import Escalation
from huanzhi.work.kinds import kinds
from huanzhi.work.notice import Notice, Reason, Source
from huanzhi.work.notices.news import News
from huanzhi.work.notices.roster import Roster, Told
from huanzhi.work.notices.terms import terms
from huanzhi.work.obligation import Obligation, Reminder
from huanzhi.work.obligations.queries import Due, addressees

SOURCE = Source.LATE_DUTY


def news_of(rows: Iterable[Escalation], roster: Roster) -> Iterator[News]:
    """A rung that was reached: its person, or those of its organisation who can do something about it.

    Whom several rungs of a case reach at once is told of the highest.
    """
    heard: set[tuple[int, int]] = set()
    for row in sorted(rows, key=lambda one: (-one.rung, one.pk)):
        told = {
            user: absent for user, absent in _reached(row, roster).items() if (row.case_id, user) not in heard
        }
        heard.update((row.case_id, user) for user in told)
        yield News(
            Source.ESCALATION,
            row.pk,
            Reason.LATE,
            row.at,
            told,
            row.organisation_id,
            row.case,
            due_at=row.clock_at,
        )


def _reached(row: Escalation, roster: Roster) -> Told:
    if row.person_id is not None:
        return roster.person(row.person_id)
    if row.organisation_id is None:
        return {}
    rungs = kinds()[row.case.kind].escalate
    lead = row.rung <= len(rungs) and rungs[row.rung - 1].to == "lead"
    return roster.body(row.organisation_id, "work.assign" if lead else "work.accept")


def late_duties(now: datetime, hooks: set[int]) -> list[Obligation]:
    """Duties that have become late, of which nobody was told and somebody can be: a person, or a body's webhook."""
    today = timezone.localdate(now)
    told = Notice.objects.filter(source=SOURCE, source_id=OuterRef("pk"))
    rows = Obligation.objects.late(today).filter(due_on__gte=today - timedelta(days=terms()["recent_days"]))
    rows = rows.filter(~Exists(told)).select_related("organisation", "user", "area")
    found = list(rows.order_by("due_on", "pk"))
    people = addressees([Due(row, 0) for row in found], now)
    return [row for row in found if people[row.pk] or row.organisation_id in hooks]


def of_duties(
    dues: list[Due], reminders: dict[int, Reminder], late: list[Obligation], now: datetime
) -> Iterator[News]:
    """Reminders that are due, and duties that became late."""
    people = addressees([*dues, *(Due(row, 0) for row in late)], now)
    for due in dues:
        row = due.obligation
        yield _news(row, people, Source.REMINDER, reminders[row.pk].pk, Reason.DUTY_SOON, now)
    for row in late:
        yield _news(row, people, SOURCE, row.pk, Reason.DUTY_LATE, now)


def _news(
    row: Obligation, people: dict[int, list[User]], source: Source, key: int, reason: Reason, now: datetime
) -> News:
    told: Told = {
        user.pk: row.user_id if row.user_id not in (None, user.pk) else None for user in people[row.pk]
    }
    ends = timezone.make_aware(datetime.combine(row.due_on + timedelta(days=1), time()))
    return News(source, key, reason, now, told, row.organisation_id, duty=row, due_at=ends)
