"""How often 周期: periods of the calendar, so many days after the last proof, or once by a day. Pure: no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from huanzhi.people.working_days import add_working_days

Unit = Literal["days", "working_days"]
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
EVERY = (*MONTHS, "week", "after-proof", "once", "own-day")
ANCHORS = ("end", "start")


@dataclass(frozen=True)
class Due:
    """When in or after its period a duty is due: so many days or working days after its end or its start.

    A year whose holidays are not published yet counts provisionally; duties to come follow when they are.
    """

    anchor: str = "end"
    amount: int = 0
    unit: Unit = "days"

    def on(self, first: date, last: date) -> date:
        """The due day of a period.

        >>> Due("end", 15).on(date(2026, 1, 1), date(2026, 3, 31))  # by the 15th after the quarter
        datetime.date(2026, 4, 15)
        """
        base = first if self.anchor == "start" else last
        if self.unit == "days":
            return base + timedelta(self.amount)
        return add_working_days(base, self.amount, provisional=True)


@dataclass(frozen=True)
class Recurrence:
    """`every` a period (year, half, quarter, month, week), `days` after the last proof, once `by` a day, or once on the
    day that each subject brings (own-day).

    `partial`: a period that the subject does not hold for the whole of counts too.
    """

    every: str
    due: Due = Due()
    days: int = 0
    by: date | None = None
    partial: bool = False

    def __post_init__(self) -> None:
        if self.every not in EVERY:
            raise ValueError(f"every: {self.every!r} is none of {', '.join(EVERY)}")
        if self.every == "after-proof" and self.days < 1:
            raise ValueError(f"days: after a proof there must be at least one, not {self.days}")
        if self.every == "once" and self.by is None and self.days < 1:
            raise ValueError("once: give a day (`by`) or days after the start (`days`)")
        if self.due.anchor not in ANCHORS:
            raise ValueError(f"due: {self.due.anchor!r} is none of {', '.join(ANCHORS)}")
        if self.due.unit not in ("days", "working_days"):
            raise ValueError(f"due: {self.due.unit!r} is neither days nor working_days")


@dataclass(frozen=True)
class Period:
    """One turn of a duty: its key, the days it covers (none for turns that count from a proof), its due day."""

    key: str
    first: date | None
    last: date | None
    due: date

    def plain(self) -> dict[str, Any]:
        """The dates as a record keeps them."""
        return {"covers_from": self.first, "covers_to": self.last, "due_on": self.due}


def containing(every: str, day: date) -> tuple[date, date]:
    """The first and last day of the period that a day lies in.

    >>> containing("quarter", date(2026, 11, 25))
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    if every == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    months = MONTHS[every]
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    years, month = divmod(first.month - 1 + months, 12)
    return first, date(first.year + years, month + 1, 1) - timedelta(1)


def key_of(every: str, first: date) -> str:
    """A period's name.

    >>> [key_of(every, date(2026, 7, 1)) for every in ("year", "half", "quarter", "month", "week")]
    ['2026', '2026-H2', '2026-Q3', '2026-07', '2026-W27']
    """
    match every:
        case "year":
            return f"{first.year}"
        case "half":
            return f"{first.year}-H{(first.month + 5) // 6}"
        case "quarter":
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case "month":
            return f"{first:%Y-%m}"
        case _:
            year, week, _day = first.isocalendar()
            return f"{year}-W{week:02d}"


def periods(recurrence: Recurrence, day: date) -> Iterator[Period]:
    """The periods from the one that holds this day, without end."""
    while True:
        first, last = containing(recurrence.every, day)
        yield Period(key_of(recurrence.every, first), first, last, recurrence.due.on(first, last))
        day = last + timedelta(1)
