"""Verb of lateness: what has run out reaches the next rung, once for each clock and rung."""

from datetime import datetime

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation, User
from huanzhi.people.responsibility import responsible
from huanzhi.work.case import ENDS, Case
from huanzhi.work.clocks import after
from huanzhi.work.escalation import Escalation
from huanzhi.work.kinds import Rung, kinds


def escalate_overdue(actor: Actor, now: datetime | None = None) -> list[Escalation]:
    """Every open case whose clock has run out, to every rung it has reached and has not been told to."""
    now = now or timezone.now()
    late = Case.objects.exclude(state__in=ENDS).filter(clock_at__lt=now)
    late = late.select_related("organisation", "lead", "assignee", "area").prefetch_related("escalations")
    made = []
    for case in late.order_by("clock_at", "pk").iterator(chunk_size=500):
        told = {(one.state, one.clock_at, one.rung) for one in case.escalations.all()}
        for nth, rung in enumerate(kinds()[case.kind].escalate, 1):
            if (case.state, case.clock_at, nth) not in told and after(_clock(case), rung.after) <= now:
                made.append(escalate(actor, case, nth, rung, now))
    return made


@verb("work.escalate")
def escalate(actor: Actor, case: Case, nth: int, rung: Rung, now: datetime) -> Escalation:
    """升级督办: the lateness of a case reaches a rung."""
    body, person = _reached(case, rung, now)
    made = Escalation.objects.create(
        case=case,
        at=now,
        state=case.state,
        clock_at=_clock(case),
        rung=nth,
        organisation=body,
        person=person,
        because=f"{case.state}: {case.clock_at:%Y-%m-%d %H:%M%z}",
    )
    record(case, after={"escalation": nth, "to": body.code, "person": str(person) if person else None})
    return made


def _clock(case: Case) -> datetime:
    assert case.clock_at is not None, "an open case has a clock: the database holds this"
    return case.clock_at


def _reached(case: Case, rung: Rung, now: datetime) -> tuple[Organisation, User | None]:
    """Whom a rung means: the holder; who answers for the cell above; the lead. Where one is missing, the next."""
    lead = case.lead or case.organisation
    if rung.to == "owner":
        return case.organisation, case.assignee
    if rung.to == "above" and case.area is not None and case.area.parent is not None:
        answer = responsible(case.area.parent, now)
        if answer.user is not None:
            held = answer.user.current_memberships(timezone.localdate(now))
            return (held[0].organisation if held else lead), answer.user
    return lead, None
