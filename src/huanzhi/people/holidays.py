"""节假日安排: the State Council's yearly notices as data, and years that an installation adds. Pure.

A notice comes out in October or November for the year after it. Until a release brings it, an installation puts
its own `holidays.toml` of the same form into its home folder.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

DAY, SATURDAY = timedelta(days=1), 5


class UnknownYear(LookupError):
    """The calendar does not hold this year."""

    def __init__(self, year: int, held: Sequence[int]) -> None:
        super().__init__(
            f"working days of {year} are not known: holidays.toml holds {min(held)} to {max(held)}; "
            f"add the State Council's notice for {year}"
        )
        self.year = year


@dataclass(frozen=True)
class Year:
    """One notice: the days off, the weekend days worked instead, and where that is said."""

    notice: str
    issued: date
    off: frozenset[date]
    worked: frozenset[date]


def read(text: str) -> dict[int, Year]:
    """Years from the text of a `holidays.toml`; ValueError names what is wrong."""
    years: dict[int, Year] = {}
    for row in tomllib.loads(text).get("year", []):
        number = row["year"]
        if number in years:
            raise ValueError(f"holidays.toml: year {number} stands twice")
        off = frozenset(day for span in row["holidays"] for day in _span(span))
        worked = frozenset(row["working"])
        if both := sorted(off & worked):
            raise ValueError(f"holidays.toml: {both[0]} is both a holiday and worked")
        if odd := sorted(day for day in worked if day.weekday() < SATURDAY):
            raise ValueError(f"holidays.toml: working {odd[0]} is no Saturday or Sunday")
        years[number] = Year(row["notice"], row["issued"], off, worked)
    return years


def _span(span: dict[str, Any]) -> Iterator[date]:
    first, last = span["from"], span["until"]
    if last < first:
        raise ValueError(f"holidays.toml: {span['name']} ends on {last}, before it begins on {first}")
    return (first + DAY * n for n in range((last - first).days + 1))


@cache
def years() -> dict[int, Year]:
    """The notices held, by year; what :func:`learn` adds stands beside them."""
    return read(resources.files("huanzhi.people").joinpath("holidays.toml").read_text(encoding="utf-8"))


def learn(text: str) -> list[int]:
    """Take further years in (an installation's own file), until a release brings them; gives their numbers."""
    more = read(text)
    years().update(more)
    days.cache_clear()
    return sorted(more)


@cache
def days() -> tuple[frozenset[date], frozenset[date]]:
    """All days off, and all weekend days that are worked."""
    held = years().values()
    return frozenset().union(*(y.off for y in held)), frozenset().union(*(y.worked for y in held))
