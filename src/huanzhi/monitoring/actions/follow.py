"""限值、监测因子与设备变更: what was changed in the registers that hours rest on is read from the ledger and touched.

The registers know nothing of readings; so this looks, every some seconds, at entries it has not seen. How far it has
come stands in its own entries.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.monitoring.actions.touched import touch_hours
from huanzhi.monitoring.models import DayValue, HourValue
from huanzhi.monitoring.recompute.resting import KINDS, Resting, resting_on
from huanzhi.monitoring.recompute.terms import HOUR, end_of_day, ended, terms

VERB = "monitoring.follow-registers"
BATCH = 500


def follow_registers(now: datetime | None = None) -> int:
    """Touch what changes of limits, channels and devices bear on; how many hours of points were put down."""
    now = now or timezone.now()
    with transaction.atomic():
        last = Entry.objects.filter(verb=VERB).order_by("-seq").first()
        through = last.after["through"] if last and last.after else 0
        entries = list(Entry.objects.filter(subject_type__in=KINDS, seq__gt=through).order_by("seq")[:BATCH])
        if not entries:
            return 0
        found: dict[str, set[Resting]] = {}
        for entry in entries:
            for one in resting_on(entry.subject_type, entry.subject_id, entry.before, entry.after):
                found.setdefault(one.cause, set()).add(one)
        hours = 0
        for cause, those in sorted(found.items()):
            put_down = {hour for one in those for hour in _hours(one, now)}
            hours += touch_hours(sorted(put_down), cause)
        _followed(SYSTEM("recompute"), max(entry.seq for entry in entries), hours)
    return hours


@verb(VERB)
def _followed(actor: Actor, through: int, hours: int) -> None:
    """How far the ledger was read."""
    record("monitoring:registers", after={"through": through, "hours": hours})


def _hours(one: Resting, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The hours (point, time) that are kept and rest on it, and one of each older day that has a value."""
    kept = terms().kept_after(now)
    start = end_of_day(one.since) - 24 * HOUR if one.since else kept
    stands = HourValue.objects.filter(
        _series(one), point__code=one.point, time__gt=max(start, kept), time__lte=ended(now)
    )
    if one.bases:
        stands = stands.filter(basis__in=one.bases)
    for time in stands.values_list("time", flat=True).distinct():
        yield one.point, time
    older = DayValue.objects.filter(_series(one), point__code=one.point, day__lt=kept.date())
    if one.since:
        older = older.filter(day__gte=one.since)
    for day in older.values_list("day", flat=True).distinct():
        yield one.point, end_of_day(day)


def _series(one: Resting) -> Q:
    """Those of its factors, with their parts; of all without."""
    if one.factors is None:
        return Q()
    found = Q(factor__in=one.factors)
    for factor in one.factors:
        found |= Q(factor__startswith=f"{factor}-")
    return found
