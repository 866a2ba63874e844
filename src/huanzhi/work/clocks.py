"""时限: the deadlines of a case, in working or calendar days, with the pauses of its suspensions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from huanzhi.people.working_days import Pauses, deadline
from huanzhi.work.case import Case, State
from huanzhi.work.kinds import Span, kinds
from huanzhi.work.step import CaseStep


def after(start: datetime, span: Span, pauses: Pauses = ()) -> datetime:
    """When a span that begins at `start` is over; years without a notice yet count weekends as days off."""
    return deadline(start, span.amount, span.unit, pauses, provisional=True)


def handling(kind: str, opened_at: datetime) -> datetime:
    """Until when a case of this kind is to be handled."""
    return after(opened_at, kinds()[kind].clocks["handle"])


def clock_of(case: Case, now: datetime) -> datetime | None:
    """The deadline of the state the case has just entered; None at an end.

    In hand it is the deadline of the handling, or after a return at least the time for rework.
    """
    kind = kinds()[case.kind]
    span = kind.clock(case.state)
    if span is None:
        return None
    return case.due_at if case.state == State.ACCEPTED else after(now, span)


def due_again(case: Case, now: datetime) -> datetime:
    """The deadline of the handling when a suspension ends now: the days of all suspensions are not counted.

    A date that was granted or set by somebody moves by what the suspension took.
    """
    pauses = suspensions(list(case.steps.all()))
    pauses[-1] = (pauses[-1][0], now)
    given = "due_on" in case.finding or case.extensions.filter(granted=True).exists()
    if given or case.steps.filter(verb="work.return-case").exists():
        return now + max(case.due_at - pauses[-1][0], timedelta(0))
    return after(case.opened_at, kinds()[case.kind].clocks["handle"], pauses)


def suspensions(steps: Sequence[CaseStep]) -> list[tuple[datetime, datetime | None]]:
    """From when until when a case was suspended; None while it is."""
    found: list[tuple[datetime, datetime | None]] = []
    for step in steps:
        if step.verb == "work.suspend":
            found.append((step.at, None))
        elif step.verb == "work.resume" and found:
            found[-1] = (found[-1][0], step.at)
    return found
