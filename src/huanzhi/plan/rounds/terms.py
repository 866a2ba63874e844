"""How rounds go, from `rounds.toml`: when they are due, who is not asked unless chosen."""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from huanzhi.people.working_days import add_working_days, last_day
from huanzhi.science.shanghai import OFFSET


@cache
def terms() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(
        resources.files("huanzhi.plan.rounds").joinpath("rounds.toml").read_text(encoding="utf-8")
    )


def due_of(last_day: date, opened: datetime) -> datetime:
    """When a round is due: so many working days after its period, or after it is opened when that is later.

    >>> print(due_of(date(2026, 9, 30), datetime(2026, 9, 28, 9, tzinfo=OFFSET)))  # ten working days: 20 October, 24:00
    2026-10-21 00:00:00+08:00
    """
    return _end(max(last_day, opened.astimezone(OFFSET).date()), terms()["due_working_days"])


def due_again(now: datetime) -> datetime:
    """When something returned or open again is due."""
    return _end(now.astimezone(OFFSET).date(), terms()["returned_working_days"])


def due_words(due_at: datetime) -> str:
    """A due time for people: the end of a day is that day.

    >>> due_words(datetime(2026, 10, 21, tzinfo=OFFSET)), due_words(datetime(2026, 10, 20, 17, tzinfo=OFFSET))
    ('2026-10-20', '2026-10-20 17:00')
    """
    here = due_at.astimezone(OFFSET)
    return last_day(here).isoformat() if here.time() == time() else f"{here:%Y-%m-%d %H:%M}"


def _end(base: date, working_days: int) -> datetime:
    day = add_working_days(base, working_days, provisional=True)
    return datetime.combine(day + timedelta(days=1), time(), OFFSET)
