"""When a day's statistic counts: hours of a mean (GB 3095), windows of the ozone maximum (HJ 663)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from huanzhi.science.averaging import Ratio, mean, sliding_maximum

from .. import library


@dataclass(frozen=True)
class Validity:
    """The counts that hold on a day, with where they stand."""

    day_hours: int
    window_hours: int
    window: int
    first_window: int
    windows: int
    ozone_limits: Mapping[str, int]
    hours_clause: str
    hours_grade: str
    ozone_clause: str
    ozone_grade: str


@dataclass(frozen=True)
class Statistic:
    """One pollutant's figure for a day; ``value`` is there even when it does not count."""

    value: Ratio | None
    hours: int
    valid: bool
    reason: str = ""


@cache
def validity_for(edition_of_air: str) -> Validity:
    """The counts that go with an edition of GB 3095 ("2012", "2026")."""
    air = library.get(f"GB 3095-{edition_of_air}")
    assess = library.editions("HJ 663")[-1]
    hours, ozone = air.rules["validity"], assess.rules["ozone"]
    limits = {
        name: next(
            one for one in air.limits if (one.item, one.averaging, one.category) == ("o3", span, "grade2")
        )
        for name, span in (("o3", "1h"), ("o3_8h", "8h"))
    }
    return Validity(
        day_hours=hours["day_hours"],
        window_hours=hours["window_hours"],
        window=ozone["window"],
        first_window=ozone["first_window"],
        windows=ozone["valid_windows"],
        ozone_limits={name: limit.scaled() for name, limit in limits.items()},
        hours_clause=f"{air.number} validity",
        hours_grade=hours["grade"],
        ozone_clause=f"{assess.number} ozone",
        ozone_grade=ozone["grade"],
    )


def validity_on(day: date) -> Validity:
    """The counts that hold on a day."""
    return validity_for(library.edition_for("GB 3095", day).edition)


def statistic(name: str, hours: Sequence[int | None], rule: Validity) -> Statistic:
    """The daily statistic of one pollutant from its 24 hours, the first ending 01:00 (thousandths).

    ``o3_8h``: the largest 8 h mean among windows ending 08:00 to 24:00; ``o3``: the largest hour; others: the mean.
    A maximum over too few hours counts only above the grade 2 limit, since more hours could only raise it.
    """
    if len(hours) != 24:
        raise ValueError(f"a day has 24 hours, got {len(hours)}")
    if name == "o3_8h":
        value, count = sliding_maximum(hours, rule.window, rule.window_hours, rule.first_window)
        return _maximum(name, value, count, rule.windows, rule)
    if name == "o3":
        there = [hour for hour in hours if hour is not None and hour >= 0]
        return _maximum(name, Ratio(max(there), 1) if there else None, len(there), rule.day_hours, rule)
    value, count = mean(hours)
    if count < rule.day_hours:
        return Statistic(value, count, False, f"{count} of at least {rule.day_hours} hours")
    return Statistic(value, count, True)


def _maximum(name: str, value: Ratio | None, count: int, needed: int, rule: Validity) -> Statistic:
    if count >= needed:
        return Statistic(value, count, True)
    if value is not None and value.above(Ratio(rule.ozone_limits[name], 1)):
        return Statistic(value, count, True, f"{count} of {needed}, above the limit")
    what = "windows" if name == "o3_8h" else "hours"
    return Statistic(value, count, False, f"{count} of at least {needed} {what}")
