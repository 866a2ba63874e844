"""Verbs of the list of duties: in step with registers, turned into cases, told of. What is past is left as it is."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.work.actions import open_case
from huanzhi.work.actions.obligations import DutyRefused
from huanzhi.work.models import Case
from huanzhi.work.obligation import Obligation, Reminder
from huanzhi.work.obligations.declaration import Subject, rules
from huanzhi.work.obligations.generation import FOLLOWED, Plan, orphans, plan
from huanzhi.work.obligations.queries import Due, to_escalate

LATE = gettext_noop("the day has passed, and nothing proves that it was done")
OWN = ("withdrawn_at", "changed_at", "changes")
_LOCK = 0x44555459  # "DUTY": one run at a time


@dataclass
class Kept:
    """What a run did: turns made, changed, withdrawn, cases opened, and the subjects nobody answers for."""

    made: int = 0
    changed: int = 0
    withdrawn: int = 0
    cases: list[Case] = field(default_factory=list)
    nobody: list[tuple[str, Subject]] = field(default_factory=list)


def keep_duties(actor: Actor, now: datetime | None = None, only: Collection[str] = ()) -> Kept:
    """Bring the list in step with rules and registers, and open the cases that late duties become.

    Run again, it changes nothing; when nothing is to be done, nothing is written. `only`: the rules of these codes,
    and no cases.
    """
    now = now or timezone.now()
    today, kept = timezone.localdate(now), Kept()
    declared = [rule for rule in rules() if not only or rule.code in only]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        plans = [plan(rule, now, today) for rule in declared]
        if not only:
            plans.append(orphans((rule.code for rule in declared), today))
        for one in plans:
            kept.nobody += [(one.rule, subject) for subject in one.nobody]
            if one:
                _follow(actor, one, now)
                kept.made += len(one.make)
                kept.changed += len(one.change)
                kept.withdrawn += len(one.withdraw)
        if not only:
            kept.cases = [duty_to_case(actor, row, now) for row in to_escalate(today)]
    return kept


@verb("work.follow-registers")
def _follow(actor: Actor, one: Plan, now: datetime) -> None:
    """Write what a rule asks for; only turns that are still to come are touched."""
    Obligation.objects.bulk_create(one.make, batch_size=1000)
    for change in one.change:
        for name, value in change.after.items():
            setattr(change.row, name, value)
        _touched(change.row, now)
    rows = [change.row for change in one.change]
    fields = [name.removesuffix("_id") for name in FOLLOWED]
    Obligation.objects.bulk_update(rows, [*fields, *OWN], batch_size=500)
    for row in one.withdraw:
        row.withdrawn_at = now
        _touched(row, now)
    Obligation.objects.bulk_update(one.withdraw, OWN, batch_size=500)
    record(
        f"duty-rule:{one.rule}",
        before={str(change.row.pk): change.before for change in one.change},
        after={
            "made": len(one.make),
            "changed": {str(change.row.pk): change.after for change in one.change},
            "withdrawn": [row.pk for row in one.withdraw],
        },
    )


@verb("work.duty-to-case")
def duty_to_case(actor: Actor, obligation: Obligation, now: datetime | None = None) -> Case:
    """A late duty becomes a case, once."""
    now = now or timezone.now()
    row = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=obligation.pk)
    )
    today = timezone.localdate(now)
    if not row.late_on(today):
        raise DutyRefused(_("due: %(day)s has not passed without a proof") % {"day": row.due_on})
    finding = {
        "reason": LATE,
        "value": str((today - row.due_on).days),
        "unit": "d",
        "goal": row.due_on.isoformat(),
        "year": row.due_on.year,
        "as_of": today.isoformat(),
        "clause": row.terms["clause"],
        "duty": row.pk,
    }
    title = f"{row.terms['zh']} · {row.subject_name} · {row.period}"[:200]
    kind = row.terms["case"] or "overdue-duty"
    row.case = open_case(
        actor, kind, row.organisation, title, f"duty:{row.pk}", row.period, finding, row.simulated, now
    )
    row.save(update_fields=["case"])
    record(row, after={"case": row.case.number})
    return row.case


@verb("work.note-reminded")
def note_reminded(actor: Actor, dues: list[Due], now: datetime | None = None) -> int:
    """Somebody was told: these reminders are not due again."""
    now = now or timezone.now()
    rows = [
        Reminder(obligation=d.obligation, due_on=d.obligation.due_on, stage=d.stage, told_at=now)
        for d in dues
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    record("reminders", after={"duties": [[d.obligation.pk, d.stage] for d in dues]})
    return len(rows)


def _touched(row: Obligation, now: datetime) -> None:
    row.changed_at, row.changes = now, row.changes + 1
