"""疑似造假 Suspicions: patterns over a day of a series, each with its evidence for a person to judge.

Nothing here touches a standing. A finding says which rule, which numbers, from when until when.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from huanzhi.monitoring.quality import windows
from huanzhi.monitoring.quality.rules import Edition, Rule, edition_on
from huanzhi.monitoring.quality.standing import PASSING
from huanzhi.science.shanghai import OFFSET

FILE = "suspicions.toml"
KEY = ["point", "factor"]
VALUE = pl.col("value_e3")
Limits = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Finding:
    """A pattern in a series; `evidence` can be written as JSON and holds everything the rule looked at."""

    point: str
    factor: str
    rule: str
    evidence: dict[str, Any]


def find(
    readings: pl.DataFrame,
    earlier: pl.DataFrame | None = None,
    limits: Limits | None = None,
    statistic: str = "hour",
    on: date | None = None,
) -> list[Finding]:
    """What is suspicious about a day.

    Parameters
    ----------
    readings : of one day and statistic, as `assess` returns them (point, factor, time, value_e3, flag, standing).
    earlier : the days before, likewise; without them nothing is said that needs a comparison.
    limits : (point, factor) to the hourly limit in thousandths of the channel's unit. It binds the converted series
        where there is one.

    At most one finding a point, factor and rule; ordered by them.
    """
    edition = edition_on(on, FILE)
    before = readings.clear() if earlier is None else earlier
    today, before = _passing(readings), _passing(before)
    found = _clipped(today, before, limits or {}, edition, statistic)
    checks: dict[str, Callable[[Rule], list[Finding]]] = {
        "constant": lambda rule: _constant(today, rule),
        "ratio": lambda rule: _ratio(today, before, rule),
        "stopped": lambda rule: _stopped(readings, rule),
    }
    for kind, check in checks.items():
        found += [one for _, rule in edition.of(kind, statistic) for one in check(rule)]
    once = {(one.point, one.factor, one.rule): one for one in found}
    named = {"statistic": statistic, "edition": edition.edition}
    return [Finding(*key, one.evidence | named) for key, one in sorted(once.items())]


def _passing(readings: pl.DataFrame) -> pl.DataFrame:
    return readings.filter(pl.col("standing").is_in(PASSING))


def said(time: datetime) -> str:
    """A time as evidence has it, on the Shanghai clock.

    >>> from datetime import UTC
    >>> said(datetime(2026, 1, 1, tzinfo=UTC))
    '2026-01-01T08:00:00+08:00'
    """
    return time.astimezone(OFFSET).isoformat()


def _evidence(row: Mapping[str, Any], rule: Rule, *names: str) -> dict[str, Any]:
    """The numbers found and the rule's own; times as text."""
    own = {name: value for name, value in rule.numbers.items() if name != "pairs"}
    return {name: said(row[name]) if isinstance(row[name], datetime) else row[name] for name in names} | own


def _constant(today: pl.DataFrame, rule: Rule) -> list[Finding]:
    """The longest stretch of windows in each of which the values stay within so many steps of the display."""
    rows = today.filter(pl.col("factor").is_in(list(rule.factors)))
    still = (pl.col("most") - pl.col("least") <= rule.numbers["steps"] * rule.numbers["resolution_e3"]) & (
        pl.col("least") >= rule.numbers["least_e3"]
    )
    hits = windows.over(rows, rule, least=VALUE.min(), most=VALUE.max()).filter(still)
    return [
        Finding(row["point"], row["factor"], rule.rule, _evidence(row, rule, *windows.NAMES, "least", "most"))
        for row in windows.longest(hits, least=pl.col("least").min(), most=pl.col("most").max())
    ]


def _ratio(today: pl.DataFrame, before: pl.DataFrame, rule: Rule) -> list[Finding]:
    """Windows in which two factors move and their ratio does not, though elsewhere it did."""
    rows, other = windows.ratios(today, rule), windows.ratios(before, rule)
    a, b, ratio = pl.col("value_e3"), pl.col("value_e3_b"), pl.col("ratio_ppm")
    hits = windows.over(
        rows, rule, low=ratio.min(), high=ratio.max(), a_low=a.min(), a_high=a.max(), b_low=b.min(), b_high=b.max()
    )  # fmt: skip
    share = rule.numbers["moving_percent"]
    moving = [(pl.col(f"{x}_high") - pl.col(f"{x}_low")) * 100 >= share * pl.col(f"{x}_low") for x in "ab"]
    fixed = (pl.col("high") - pl.col("low")) * 1000 <= rule.numbers["fixed_permille"] * pl.col("low")
    found = []
    hits = hits.filter(fixed, *moving)
    for row in windows.longest(hits, low=pl.col("low").min(), high=pl.col("high").max()):
        of_pair = (pl.col("point") == row["point"]) & (pl.col("factor") == row["factor"])
        here = rows.filter(of_pair, (pl.col("time") <= row["begins"]) | (pl.col("time") > row["until"]))
        elsewhere = pl.concat([here, other.filter(of_pair)])["ratio_ppm"]
        low, high = elsewhere.min(), elsewhere.max()
        if low is None or (high - low) * 1000 < rule.numbers["elsewhere_permille"] * low:  # type: ignore[operator]
            continue
        row |= {"ratio_ppm": row["low"], "ratio_ppm_high": row["high"]}
        row |= {"elsewhere_ppm": low, "elsewhere_ppm_high": high, "readings_elsewhere": elsewhere.len()}
        first, second = row["factor"].split("/")
        row |= {"of": first, "to": second}
        numbers = (
            "of",
            "to",
            *windows.NAMES,
            "ratio_ppm",
            "ratio_ppm_high",
            "elsewhere_ppm",
            "elsewhere_ppm_high",
        )
        evidence = _evidence(row, rule, *numbers, "readings_elsewhere")
        found.append(Finding(row["point"], first, rule.rule, evidence))
    return found


def _clipped(
    today: pl.DataFrame, before: pl.DataFrame, limits: Limits, edition: Edition, statistic: str
) -> list[Finding]:
    """Much of the day just under the limit, nothing above, and a far wider spread before."""
    found: list[Finding] = []
    for _, rule in edition.of("clipped", statistic):
        under = windows.under_limits(today, limits, rule)
        spread_before = windows.spread(before).rename({"spread_e3": "spread_before_e3"})
        wide = pl.col("spread_before_e3") >= rule.numbers["times"] * pl.col("spread_e3")
        hits = under.join(windows.spread(today), on=KEY).join(spread_before, on=KEY).filter(wide)
        hits = hits.filter(pl.col("spread_before_e3") > 0).sort(KEY)
        names = [name for name in hits.columns if name not in KEY]
        found += [
            Finding(row["point"], row["factor"], rule.rule, _evidence(row, rule, *names))
            for row in hits.iter_rows(named=True)
        ]
    return found


def _stopped(readings: pl.DataFrame, rule: Rule) -> list[Finding]:
    """Flow during hours whose flag says that the source stood still."""
    rows = readings.filter(
        pl.col("factor").is_in(list(rule.factors)),
        pl.col("standing") == "stopped",
        rule.numbers["least_e3"] <= VALUE,
    )
    held = rows.group_by(KEY).agg(
        begins=pl.col("time").min(),
        until=pl.col("time").max(),
        readings=pl.len(),
        hours=pl.col("time").dt.truncate("1h").n_unique(),
        most=VALUE.max(),
    )
    held = held.filter(pl.col("hours") >= rule.numbers["least_hours"]).sort(KEY)
    return [
        Finding(row["point"], row["factor"], rule.rule, _evidence(row, rule, *windows.NAMES, "hours", "most"))
        for row in held.iter_rows(named=True)
    ]
