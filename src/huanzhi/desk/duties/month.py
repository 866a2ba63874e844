"""A month of duties as weeks of days; equal duties of a day stand together."""

from calendar import Calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from huanzhi.work.obligation import Obligation, ObligationQuerySet
from huanzhi.work.obligations.queries import by_day


@dataclass(frozen=True)
class Line:
    """Duties of one rule on one day: the first of them, how many, and how many are late."""

    duty: Obligation
    count: int
    late: int
    open: int

    @property
    def look(self) -> str:
        """late, or ok when all are settled, or nothing."""
        return "late" if self.late else "" if self.open else "ok"


@dataclass(frozen=True)
class Day:
    """A day of the grid."""

    day: date
    inside: bool
    lines: list[Line]


@dataclass(frozen=True)
class Month:
    """A month with its weeks, the month before and the one after."""

    first: date
    before: date
    after: date
    weeks: list[list[Day]]
    count: int


def month_of(text: str, today: date) -> date:
    """The first day of the month asked for (`2026-11`), of this one when there is none of that name."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def month(rows: ObligationQuerySet, first: date, today: date) -> Month:
    """The grid of a month, Monday first; one query."""
    days = list(Calendar().itermonthdates(first.year, first.month))
    duties = by_day(rows, days[0], days[-1])
    grid = [Day(day, day.month == first.month, _lines(duties.get(day, []), today)) for day in days]
    return Month(
        first=first,
        before=(first - timedelta(1)).replace(day=1),
        after=(first + timedelta(31)).replace(day=1),
        weeks=[grid[at : at + 7] for at in range(0, len(grid), 7)],
        count=sum(len(rows) for day, rows in duties.items() if day.month == first.month),
    )


def _lines(duties: list[Obligation], today: date) -> list[Line]:
    counts = Counter(duty.rule for duty in duties)
    late = Counter(duty.rule for duty in duties if duty.late_on(today))
    still = Counter(duty.rule for duty in duties if not duty.outcome)
    firsts = {duty.rule: duty for duty in reversed(duties)}
    order = sorted(counts, key=lambda rule: (-late[rule], rule))
    return [Line(firsts[rule], counts[rule], late[rule], still[rule]) for rule in order]
