"""Which turns of a duty a subject has from today on 排期. What lies before today is nobody's to plan any more."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from huanzhi.work.obligations.declaration import Subject
from huanzhi.work.obligations.recurrence import MONTHS, Period, Recurrence, periods

BEYOND = 2  # so many periods past the horizon: one may not count, since the subject begins in its middle
BACK = 2  # a duty may fall due long after its period: look back so many spans of it, and of the days to its due day


class Turn(Protocol):
    """What planning needs to know of a turn that is there already."""

    period: str
    due_on: date
    outcome: str
    done_on: date | None

    @property
    def withdrawn(self) -> bool:
        """Whether its subject no longer brought it."""


def upcoming(recurrence: Recurrence, today: date, ahead: int) -> list[Period]:
    """The periods of the calendar whose due day has not passed: those within `ahead` days, and a few beyond."""
    span = 31 * MONTHS.get(recurrence.every, 1)
    begin = today - timedelta(BACK * (span + abs(recurrence.due.amount)))
    horizon, found, beyond = today + timedelta(ahead), [], 0
    for period in periods(recurrence, begin):
        if period.due < today:
            continue
        found.append(period)
        beyond += period.due > horizon
        if beyond == BEYOND:
            break
    return found


def turns(
    recurrence: Recurrence,
    subject: Subject,
    held: Sequence[Turn],
    coming: Sequence[Period],
    today: date,
    ahead: int,
) -> list[Period]:
    """The turns that a subject should have, none of them due before today: those within `ahead` days, or the next.

    `coming` are the `upcoming` periods of the calendar, the same for all subjects.
    """
    if recurrence.every == "own-day":
        return [Period("once", None, None, subject.due)] if subject.due and subject.due >= today else []
    if recurrence.every == "once":
        return _once(recurrence, subject, today)
    if recurrence.every == "after-proof":
        return _after_proof(recurrence, subject, held, today)
    counted = [period for period in coming if _counts(recurrence, subject, period)]
    near = [period for period in counted if period.due <= today + timedelta(ahead)]
    return near or counted[:1]


def _counts(recurrence: Recurrence, subject: Subject, period: Period) -> bool:
    """Whether the subject holds for the whole period; with `partial`, for a day of it."""
    first, last = period.first or period.due, period.last or period.due
    if recurrence.partial:
        first, last = last, first
    began = subject.starts is None or subject.starts <= first
    return began and (subject.ends is None or subject.ends >= last)


def _once(recurrence: Recurrence, subject: Subject, today: date) -> list[Period]:
    due = recurrence.by
    if due is None:
        if subject.starts is None:
            return []
        due = subject.starts + timedelta(recurrence.days)
    holds = (subject.starts is None or subject.starts <= due) and (
        subject.ends is None or subject.ends >= due
    )
    return [Period("once", None, None, due)] if due >= today and holds else []


def _after_proof(recurrence: Recurrence, subject: Subject, held: Sequence[Turn], today: date) -> list[Period]:
    """One turn at a time: the next is counted from the last proof; before any, in the rhythm since the start."""
    over = [turn for turn in held if turn.outcome or (turn.withdrawn and turn.due_on < today)]
    waiting = [turn for turn in held if turn not in over]
    if any(turn.due_on < today for turn in waiting):
        return []
    key, step = str(len(over) + 1), timedelta(recurrence.days)
    settled = [turn.done_on or turn.due_on for turn in over if turn.outcome]
    if settled:
        base: date | None = max(settled)
        due = max(max(settled) + step, today)
    else:
        base, due = None, _in_rhythm(subject, waiting, key, step, today)
    holds = subject.ends is None or subject.ends >= due
    return [Period(key, base, None, due)] if holds else []


def _in_rhythm(subject: Subject, waiting: Sequence[Turn], key: str, step: timedelta, today: date) -> date:
    """The first day from today on in steps since the start; a subject without one starts when its duty is made."""
    if subject.starts is None:
        return next((turn.due_on for turn in waiting if turn.period == key), today + step)
    gone = max(1, -((subject.starts - today).days // step.days)) if subject.starts < today else 1
    return subject.starts + gone * step
