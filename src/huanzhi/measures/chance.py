"""The chance to meet a target when it is due (达标把握), and how such chances turned out on former years. Pure.

Ends of the running year are the outlook with each error it made when it was tried on former years (see
:mod:`huanzhi.measures.backtest`); a figure that is not made of days goes on from where it stands by what is left of the
year of each former year's change. A target that is due later adds every way of drawing the yearly changes seen so far,
one for each year to go. The chance is the share of ends that meet the target, drawn towards one half by half a year on
either side, so that three years of history never say "certain".
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise, product
from typing import Any

from huanzhi.measures.backtest import FINE, LOOKS_BACK, WHOLE, Trial, trials, year_ends
from huanzhi.measures.computation import Computation
from huanzhi.science.rounding import to_decimals

LEAST = 2  # former years that must have been tried, or changes seen, before a chance is told
MOST = 6  # yearly changes that are drawn from, the newest
FAR = 4  # years ahead of which a chance is told
TAIL = 10  # per cent of the ends left out on either side of the interval


@dataclass(frozen=True)
class Chance:
    """Whole per cent, for the year `due`; `low_e3` to `high_e3` hold the middle 80 % of the ends.

    `rests_on`: former years that were tried (`ahead` 0) or yearly changes seen, 0 where nothing is open any more.
    `brier_e4`: the mean squared miss of such chances on `tried` past cases in ten-thousandths; `naive_e4`: that of
    "as it stands"; None without a case.
    """

    due: int
    percent: int
    low_e3: int
    middle_e3: int
    high_e3: int
    rests_on: int
    ahead: int
    tried: int
    brier_e4: int | None
    naive_e4: int | None

    def plain(self) -> dict[str, Any]:
        """As the record keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class _Goal:
    comparator: str
    target_e3: int
    decimals: int

    def met(self, end_e3: int) -> bool:
        value = to_decimals(end_e3, 1, self.decimals)
        return {
            "<=": value <= self.target_e3, ">=": value >= self.target_e3, "=": value == self.target_e3,
        }[self.comparator]  # fmt: skip


def chance(
    found: Computation, year: int, as_of: date, decimals: int, comparator: str, target_e3: int, due: int
) -> Chance | None:
    """The chance to meet the target when it is due; None when former years are too few, or it is too far ahead."""
    goal = _Goal(comparator, target_e3, decimals)
    ahead = max(due - year, 0)
    value = found.value_e3(FINE)
    if value is None or ahead > FAR:
        return None
    left = max((date(year, 12, 31) - as_of).days, 0)
    changes = _changes(found, None if left else year)
    tried = trials(found.kind, found.former, as_of.isoformat()) if left and found.over == "days" else []
    ends, history = _this_year(found, value, left, as_of, tried, changes)
    if ahead:
        ends = [end + sum(steps) for end in ends for steps in product(changes, repeat=ahead)]
        history = min(history, len(changes)) if left else len(changes)
    if not ends or (history < LEAST and (left or ahead)):
        return None
    ends = sorted(_within(found, end, value if not ahead else None) for end in ends)
    meeting = sum(map(goal.met, ends))
    spent = found.kind == "count" and not ahead and comparator == "<=" and not goal.met(value)
    settled = spent or not left and not ahead
    percent = 100 * meeting // len(ends) if settled else _drawn_in(meeting, len(ends), history)
    record = _record_of_days(tried, goal) if tried and not ahead else _record_of_years(found, ahead, goal)
    cut = len(ends) * TAIL // 100
    low, middle, high = (to_decimals(ends[at], 1, max(decimals, 1)) for at in (cut, len(ends) // 2, -1 - cut))
    return Chance(max(due, year), percent, low, middle, high, 0 if settled else history, ahead, *record)


def _this_year(
    found: Computation, value: int, left: int, as_of: date, tried: Sequence[Trial], changes: Sequence[int]
) -> tuple[list[int], int]:
    """Ends of the running year in thousandths, and how many former years they rest on."""
    if not left:
        return [value], 0
    if found.over != "days":
        part = left / 365
        return [round(value + change * part) for change in changes], len(changes)
    recent = {before: days for before, days in sorted(found.former.items())[-LOOKS_BACK:] if days}
    likely = list(year_ends(found.kind, found.parts, as_of.isoformat(), recent, FINE).values())
    if not likely:
        return [], 0
    expected = round(sum(likely) / len(likely))
    return [expected + trial.error for trial in tried], len({trial.year for trial in tried})


def _changes(found: Computation, ended: int | None) -> list[int]:
    """Changes from one whole year to the next, thousandths, the newest last; `ended`: this year, when it is over."""
    ends = _yearly(found)
    value = found.value_e3(FINE)
    if ended is not None and value is not None and (found.over != "days" or len(found.valid) >= WHOLE):
        ends[ended] = value
    rows = sorted(ends.items())
    return [b - a for (before, a), (after, b) in pairwise(rows) if after == before + 1][-MOST:]


def _yearly(found: Computation) -> dict[int, int]:
    """What each former year ended at, of those that were whole."""
    ends = {}
    for year, parts in found.former.items():
        whole = replace(found, parts=tuple(parts), former={})
        value = whole.value_e3(FINE)
        if value is not None and (found.over != "days" or len(whole.valid) >= WHOLE):
            ends[year] = value
    return ends


def _within(found: Computation, end: int, spent: int | None) -> int:
    """An end no further than the kind of figure can go; a count of this year keeps what it has counted."""
    if found.kind in ("share", "ratio"):
        return min(max(end, 0), 100_000)
    if found.kind == "count":
        return max(end, spent or 0)
    return max(end, 0) if found.over == "days" else end


def _drawn_in(meeting: int, ends: int, history: int) -> int:
    """The share that meets, with half a year added on either side."""
    return round(100 * (meeting / ends * history + 0.5) / (history + 1))


def _record_of_days(tried: Sequence[Trial], goal: _Goal) -> tuple[int, int | None, int | None]:
    """Each trial judged with the errors of the other years: (cases, Brier score, that of "as it stands")."""
    said = []
    for trial in tried:
        others = [other for other in tried if other.year != trial.year]
        years = len({other.year for other in others})
        if not others:
            continue
        meeting = sum(goal.met(trial.said + other.error) for other in others)
        said.append(
            (
                _drawn_in(meeting, len(others), years),
                goal.met(trial.so_far),
                goal.met(trial.said + trial.error),
            )
        )
    return _brier(said)


def _record_of_years(found: Computation, ahead: int, goal: _Goal) -> tuple[int, int | None, int | None]:
    """Each pair of former years `ahead` apart, judged with the changes of the other years."""
    ends, said = _yearly(found), []
    for year, value in sorted(ends.items()):
        later = ends.get(year + ahead)
        others = [
            ends[y + 1] - ends[y]
            for y in sorted(ends)
            if y + 1 in ends and not year <= y < year + max(ahead, 1)
        ]
        if later is None or not ahead or len(others) < LEAST:
            continue
        sums = [value + sum(steps) for steps in product(others[-MOST:], repeat=ahead)]
        said.append(
            (_drawn_in(sum(map(goal.met, sums)), len(sums), len(others)), goal.met(value), goal.met(later))
        )
    return _brier(said)


def _brier(said: Iterable[tuple[int, bool, bool]]) -> tuple[int, int | None, int | None]:
    rows = list(said)
    if not rows:
        return 0, None, None
    ours = sum((percent - 100 * came) ** 2 for percent, _naive, came in rows)
    naive = sum(10_000 * (stood != came) for _percent, stood, came in rows)
    return len(rows), round(ours / len(rows)), round(naive / len(rows))
