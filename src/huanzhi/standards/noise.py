"""Noise 噪声: equivalent levels, and limits by zone and time of day (GB 3096, GB 12348, GB 22337, GB 12523).

Levels are in dB(A). Energy means take logarithms, so floats are used for them; a level is rounded to a tenth before it
meets a limit.
"""

from collections.abc import Sequence
from datetime import date
from math import log10

from huanzhi.science.decimals import parse_scaled

from . import library
from .verdict import Step, Verdict

NIGHT_PENALTY, DAY_HOURS, NIGHT_HOURS = 10.0, 16, 8


def equivalent(levels: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Equivalent continuous level Leq: the energy mean of levels of equal length, or weighted by their lengths.

    Leq = 10 lg(sum(w 10^(L/10)) / sum(w)). Raises ValueError without a level. Source: GB 3096-2008, 3.2.

    >>> round(equivalent([60.0, 60.0]), 1), round(equivalent([60.0, 70.0]), 1)
    (60.0, 67.4)
    """
    if not levels:
        raise ValueError("no level")
    shares = list(weights) if weights is not None else [1.0] * len(levels)
    if len(shares) != len(levels) or min(shares) < 0 or not sum(shares):
        raise ValueError("weights must fit the levels and not be negative")
    energy = sum(share * 10 ** (level / 10) for share, level in zip(shares, levels, strict=True))
    return 10 * log10(energy / sum(shares))


def day_night(day: float, night: float) -> float:
    """Day-night level Ldn: 16 hours of day, 8 of night that count 10 dB more.

    >>> round(day_night(60.0, 50.0), 1), round(day_night(60.0, 60.0), 1)
    (60.0, 66.0)
    """
    return equivalent([day, night + NIGHT_PENALTY], [DAY_HOURS, NIGHT_HOURS])


def day_level(hours: Sequence[float | None], family: str = "GB 3096", on: date | None = None) -> float | None:
    """The day's equivalent level Ld from 24 hourly levels, the first beginning at 00:00; None with an hour missing.

    >>> round(day_level([50.0] * 6 + [60.0] * 16 + [50.0] * 2), 1)
    60.0
    """
    return _span(hours, "day", family, on)


def night_level(
    hours: Sequence[float | None], family: str = "GB 3096", on: date | None = None
) -> float | None:
    """The night's equivalent level Ln from 24 hourly levels, the first beginning at 00:00; None with an hour missing.

    >>> round(night_level([50.0] * 6 + [60.0] * 16 + [53.0] * 2), 1)
    51.0
    """
    return _span(hours, "night", family, on)


def _span(hours: Sequence[float | None], when: str, family: str, on: date | None) -> float | None:
    if len(hours) != 24:
        raise ValueError(f"a day has 24 hours, got {len(hours)}")
    some = [level for hour, level in enumerate(hours) if period(hour, family, on) == when]
    there = [level for level in some if level is not None]
    return equivalent(there) if len(there) == len(some) else None


def exceeded(levels: Sequence[float], percent: int) -> float:
    """The level that is exceeded for `percent` of the time: L10, L50, L90 (累积百分声级).

    The levels are sorted downwards; the one at that share of them is taken. Source: GB 3096-2008, 3.5 (grade B).

    >>> [exceeded([float(n) for n in range(1, 101)], p) for p in (10, 50, 90)]
    [91.0, 51.0, 11.0]
    """
    if not levels or not 0 < percent <= 100:
        raise ValueError("levels and a percent from 1 to 100 are needed")
    ordered = sorted(levels, reverse=True)
    return ordered[max(-(-len(ordered) * percent // 100), 1) - 1]


def period(hour: int, family: str = "GB 3096", on: date | None = None) -> str:
    """`day` for an hour that begins from 06:00 to 21:00, else `night`.

    >>> period(6), period(21), period(22), period(5)
    ('day', 'day', 'night', 'night')
    """
    rules = _standard(family, on).rules["periods"]
    return "day" if rules["day_from"] <= hour < rules["day_to"] else "night"


def _standard(family: str, on: date | None) -> library.Standard:
    return library.edition_for(family, on) if on else library.editions(family)[-1]


def judge(level: float, zone: str, when: str, family: str = "GB 3096", on: date | None = None) -> Verdict:
    """Whether a level keeps the limit of a zone by `day` or `night`.

    Parameters
    ----------
    level : an equivalent level in dB(A).
    zone : 0 to 4b (GB 3096), 0 to 4 (GB 12348, GB 22337), ``construction`` (GB 12523).
    family : which of the four standards; ``on`` chooses its edition.

    LookupError for a zone that the standard does not have. Source: table 1 of each.

    >>> judge(60.04, "2", "day").decision, judge(50.1, "2", "night").decision
    ('kept', 'exceeded')
    """
    standard = _standard(family, on)
    limit = standard.find("leq", when, zone)
    tenths = round(level * 10)
    kept = tenths <= parse_scaled(limit.text, 1)
    words = f"{tenths / 10:.1f} dB(A), {when}, zone {zone}"
    step = Step("leq", words, f"<= {limit.text} {limit.unit}", limit.clause, limit.grade)
    result = {"level_tenths": tenths, "over_tenths": max(tenths - parse_scaled(limit.text, 1), 0)}
    return Verdict(
        standard.number, "kept" if kept else "exceeded", True, {"level": level}, result, steps=(step,)
    )
