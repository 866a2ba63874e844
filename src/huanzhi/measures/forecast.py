"""The outlook: what the rest of the year must bring, and what it brought in former years. Pure."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from huanzhi.measures.backtest import INTERVAL_YEARS, LOOKS_BACK, score, year_ends
from huanzhi.measures.chance import chance
from huanzhi.measures.computation import Computation
from huanzhi.science.rounding import to_decimals

METHOD = "2026-3"  # of the outlook; another one makes every figure be computed anew
BEFORE_CHANCE = ("2026-1", "2026-2")  # methods that told no chance: what they froze is computed as they did
ON_TRACK, AT_RISK, OFF_TRACK, CANNOT = "on_track", "at_risk", "off_track", "cannot_compute"


@dataclass(frozen=True)
class Outlook:
    """Thousandths of the unit. `needed_e3`: what the rest must average (mean), reach in per cent (share), or may
    still count (count); below zero it cannot be reached. `low_e3` and `high_e3`: the year's end with the
    largest error of the trials on both sides; None when history is too short to have tried it. `score`:
    how the method and its naive peers did on former years (:class:`huanzhi.measures.backtest.Score`);
    `chance`: to meet the target when it is due (:class:`huanzhi.measures.chance.Chance`).
    """

    status: str
    reason: str
    days_left: int
    needed_e3: int | None = None
    expected_e3: int | None = None
    low_e3: int | None = None
    high_e3: int | None = None
    years: tuple[int, ...] = ()
    score: dict[str, Any] | None = None
    chance: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """As the record keeps it."""
        return asdict(self) | {"years": list(self.years)}


def meets(value_e3: int, comparator: str, target_e3: int) -> bool:
    """Whether a figure keeps its target.

    >>> meets(30_000, "<=", 30_000), meets(89_900, ">=", 90_000)
    (True, False)
    """
    return {"<=": value_e3 <= target_e3, ">=": value_e3 >= target_e3, "=": value_e3 == target_e3}[comparator]


def look_ahead(
    found: Computation,
    year: int,
    as_of: date,
    decimals: int,
    comparator: str,
    target_e3: int | None,
    due: int,
) -> Outlook:
    """Where a figure stands, the outlook to the end of its year, and the chance to meet the target when it is due."""
    ahead = _stands(found, year, as_of, decimals, comparator, target_e3, due)
    if ahead.status == CANNOT or target_e3 is None:
        return ahead
    told = chance(found, year, as_of, decimals, comparator, target_e3, due)
    return replace(ahead, chance=told.plain() if told else None)


def _stands(
    found: Computation,
    year: int,
    as_of: date,
    decimals: int,
    comparator: str,
    target_e3: int | None,
    due: int,
) -> Outlook:
    """Where a figure stands.

    `due` is the year for which the target was set: before it nothing is missed yet, only at risk. A year that
    is over keeps or misses its target; one with too few valid days cannot be computed. A running year is on
    track when it ends well after the rest of any of the former years, off track when after none of
    them (or when a count is spent already), at risk in between. Ends are rounded as the figure is.
    """
    left = max((date(year, 12, 31) - as_of).days, 0)
    value = found.value_e3(decimals)
    if value is None:
        return Outlook(CANNOT, "no valid day yet" if found.over == "days" else "nothing counts yet", left)
    if found.over in ("members", "records") and len(found.valid) < len(found.parts):
        return Outlook(CANNOT, "not every member has a result", left)
    if target_e3 is None:
        return Outlook(CANNOT, "no target number", left)
    if not left:
        if found.needed and len(found.valid) < found.needed:
            text = f"{len(found.valid)} valid days, {found.needed} needed"
            return Outlook(CANNOT, text, 0)
        kept = meets(value, comparator, target_e3)
        if not kept and year < due:
            return Outlook(AT_RISK, "not there yet", 0, expected_e3=value)
        return Outlook(ON_TRACK if kept else OFF_TRACK, "kept" if kept else "missed", 0, expected_e3=value)
    if found.over != "days":
        kept = meets(value, comparator, target_e3)
        needed = target_e3 * len(found.valid) - 100 * found.numerator if found.kind == "share" else 0
        more = max(-(-needed // 100_000), 0) * 1000 if comparator == ">=" else None
        return Outlook(ON_TRACK if kept else AT_RISK, "as it stands today", left, more)
    ahead = _running(found, as_of, left, decimals, comparator, target_e3)
    return replace(ahead, status=AT_RISK) if ahead.status == OFF_TRACK and year < due else ahead


def _running(
    found: Computation, as_of: date, left: int, decimals: int, comparator: str, target_e3: int
) -> Outlook:
    needed = _needed(found, left, target_e3)
    recent = {year: days for year, days in sorted(found.former.items())[-LOOKS_BACK:] if days}
    last = as_of.isoformat()
    ends = year_ends(found.kind, found.parts, last, recent, max(decimals, 1))
    spent = found.kind == "count" and not meets(found.numerator, comparator, target_e3)
    if spent:
        status, reason = OFF_TRACK, "already more than the target allows"
    elif not ends:
        value = found.value_e3(decimals) or 0
        kept = meets(value, comparator, target_e3)
        status, reason = (ON_TRACK if kept else AT_RISK), "no former year to compare with"
    else:
        rounded = year_ends(found.kind, found.parts, last, recent, decimals)
        fates = [meets(end, comparator, target_e3) for end in rounded.values()]
        status = ON_TRACK if all(fates) else AT_RISK if any(fates) else OFF_TRACK
        reason = "if the rest is like the same days of former years"
    tried = score(found.kind, found.former, last)
    expected = _mean(list(ends.values())) if ends else None
    low = high = None
    if expected is not None and tried is not None and len(tried.years) >= INTERVAL_YEARS:
        low, high = _interval(found, expected, tried.half_e3, max(decimals, 1))
    return Outlook(
        status,
        reason,
        left,
        needed,
        expected_e3=expected,
        low_e3=low,
        high_e3=high,
        years=tuple(sorted(ends)),
        score=tried.plain() if tried else None,
    )


def _interval(found: Computation, expected: int, half: int, decimals: int) -> tuple[int, int]:
    """The end with the largest error of the trials on both sides, no further than the kind of figure can go."""
    low, high = expected - half, expected + half
    if found.kind == "count":
        low = max(low, found.numerator)
    if found.kind == "share":
        low, high = max(low, 0), min(high, 100_000)
    return to_decimals(low, 1, decimals), to_decimals(high, 1, decimals)


def _needed(found: Computation, left: int, target_e3: int) -> int:
    """What the rest must average for the year to end exactly on its target."""
    if found.kind == "count":
        return target_e3 - found.numerator
    per_day = target_e3 // 100 if found.kind == "share" else target_e3
    rest = per_day * (len(found.valid) + left) - found.numerator
    return rest * (100 if found.kind == "share" else 1) // left


def _mean(values: list[int]) -> int:
    return round(sum(values) / len(values))
