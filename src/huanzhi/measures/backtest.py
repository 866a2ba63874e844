"""How the outlook would have done in former years, beside two naive peers (回溯检验): rolling origins. Pure.

The method: the rest of the year is like the same days of each of the last three years before it; the year's end is the
mean of those ends. Tried on every former year that has two whole years before it, from five origins around the same day
of the year, two weeks apart, knowing nothing of what came after. The interval is the largest error of these trials on
both sides; its coverage is counted with the errors of the other tried years only, as a year that runs has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from huanzhi.measures.computation import Kind, Part, settled

LOOKS_BACK = 3  # former years that the outlook compares with
BEFORE = 2  # whole years that must lie before a year to try it on
INTERVAL_YEARS = 2  # years that must have been tried before an interval is shown
WHOLE = 300  # valid days that a year must have to be tried on
ORIGINS = (-28, -14, 0, 14, 28)  # days around the same day of the year
FINE = 3  # decimals of the ends: errors are not those of rounding
Years = Mapping[int, Sequence[Part]]


@dataclass(frozen=True)
class Score:
    """Mean absolute errors in thousandths of the unit over `trials`; `half_e3` is the largest, half the interval.

    `inside` of `intervals` held the year's end, each formed from the other years' errors (none: no interval).

    Peers: `so_far_e3`, the year ends as it stands (a count: at the same pace); `last_year_e3`, as the year before.
    """

    years: tuple[int, ...]
    trials: int
    mae_e3: int
    so_far_e3: int
    last_year_e3: int
    half_e3: int
    inside: int
    intervals: int

    def plain(self) -> dict[str, Any]:
        """As the record keeps it."""
        return asdict(self) | {"years": list(self.years)}


def year_ends(kind: Kind, parts: Sequence[Part], last: str, former: Years, decimals: int) -> dict[int, int]:
    """The year's end after each former year's rest: as many days as are left, at that rest's mean.

    `last` is the last day known (ISO); days of `former` up to that day of their year do not count.

    >>> ours = [Part("2025-12-29", 2000), Part("2025-12-30", 4000)]
    >>> year_ends("mean", ours, "2025-12-30", {2024: [Part("2024-12-30", 9000), Part("2024-12-31", 6000)]}, 0)
    {2024: 4000}
    """
    origin = date.fromisoformat(last)
    left = (date(origin.year, 12, 31) - origin).days
    known = [part.value_e3 for part in parts if part.value_e3 is not None]
    ends = {}
    for year, days in former.items():
        rest = [
            d.value_e3 for d in days if d.value_e3 is not None and d.key > _same(origin, year).isoformat()
        ]
        if rest and left:
            total = sum(known) + sum(rest) * left // len(rest)
            ends[year] = settled(kind, total, 1 if kind == "count" else len(known) + left, decimals)
    return ends


def score(kind: Kind, former: Years, last: str) -> Score | None:
    """How the method did on those years of `former` that can be tried; None when there is none."""
    tried = trials(kind, former, last)
    if not tried:
        return None
    columns = [(abs(t.error), abs(t.so_far - t.truth), abs(t.last_year - t.truth)) for t in tried]
    mean = [round(sum(column) / len(tried)) for column in zip(*columns, strict=True)]
    missed = [abs(trial.error) for trial in tried]
    inside, intervals = _coverage([trial.year for trial in tried], missed)
    years = tuple(sorted({trial.year for trial in tried}))
    return Score(years, len(tried), mean[0], mean[1], mean[2], max(missed), inside, intervals)


@dataclass(frozen=True)
class Trial:
    """The outlook tried on a former year from one day of it, and what the naive peers said; thousandths."""

    year: int
    said: int
    truth: int
    so_far: int
    last_year: int

    @property
    def error(self) -> int:
        """What would have had to be added to what was said."""
        return self.truth - self.said


def trials(kind: Kind, former: Years, last: str) -> list[Trial]:
    """Every trial on those years of `former` that can be tried, around the same day as `last`."""
    whole = {year: days for year, days in former.items() if _valid(days) >= WHOLE}
    found = []
    for year in sorted(whole):
        before = {y: whole[y] for y in range(year - LOOKS_BACK, year) if y in whole}
        if len(before) < BEFORE or year - 1 not in before:
            continue
        for origin in _origins(date.fromisoformat(last), year):
            known = [part for part in whole[year] if part.key <= origin.isoformat()]
            ends = list(year_ends(kind, known, origin.isoformat(), before, FINE).values())
            if ends and _valid(known):
                said = round(sum(ends) / len(ends))
                so_far, last_year = _pace(kind, known), _end(kind, whole[year - 1])
                found.append(Trial(year, said, _end(kind, whole[year]), so_far, last_year))
    return found


def _coverage(tried: Sequence[int], missed: Sequence[int]) -> tuple[int, int]:
    """How often the largest error of the other years was no smaller than a trial's own: (held, of how many)."""
    rows = list(zip(tried, missed, strict=True))
    held = []
    for year, error in rows:
        others = [other for y, other in rows if y != year]
        if others:
            held.append(error <= max(others))
    return sum(held), len(held)


def _origins(last: date, year: int) -> list[date]:
    """Days around the same day of another year, none in its first six weeks or its last."""
    days = (_same(last, year) + timedelta(days=step) for step in ORIGINS)
    return [day for day in days if date(year, 2, 14) <= day <= date(year, 12, 24)]


def _same(day: date, year: int) -> date:
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _valid(parts: Sequence[Part]) -> int:
    return sum(part.value_e3 is not None for part in parts)


def _end(kind: Kind, parts: Sequence[Part]) -> int:
    known = [part.value_e3 for part in parts if part.value_e3 is not None]
    return settled(kind, sum(known), 1 if kind == "count" else len(known), FINE)


def _pace(kind: Kind, known: Sequence[Part]) -> int:
    """The naive end: a mean or share as it stands, a count at the same pace to the last day."""
    value = _end(kind, known)
    return round(value * 365 / _valid(known)) if kind == "count" else value
