"""Checks of a reading beside those before and after it in its series: spike, rate of change, stuck value.

They look at readings that can be believed for themselves, and no further than each rule's `reach`: so a frame that is
longer by that much on both sides gives exact answers.
"""

from datetime import timedelta

import polars as pl

from huanzhi.monitoring.quality.hits import say
from huanzhi.monitoring.quality.rules import Edition, Rule

VALUE, TIME = pl.col("value_e3"), pl.col("time")


def reach(edition: Edition, statistic: str) -> timedelta:
    """How far from a reading anything can stand that bears on what is said of it."""
    spike = [rule.minutes("gap_minutes") for _, rule in edition.of("spike", statistic)]
    rate = [rule.minutes("gap_minutes") for _, rule in edition.of("rate", statistic)]
    stuck = [
        rule.minutes("equal_minutes") + rule.minutes("gap_minutes")
        for _, rule in edition.of("stuck", statistic)
    ]
    nothing = timedelta()
    widest = max(spike, default=nothing)
    return max(widest, max(rate, default=nothing) + widest, max(stuck, default=nothing))


def neighbours(rows: pl.DataFrame, edition: Edition, statistic: str) -> list[pl.DataFrame]:
    """Everything said by rules of this file; `rows` are believable, plain factors, in order of series and time."""
    there = set(rows["factor"].unique())

    def those(kind: str) -> list[tuple[int, Rule]]:
        return [(place, rule) for place, rule in edition.of(kind, statistic) if there & set(rule.factors)]

    spikes = [_spike(rows, place, rule) for place, rule in those("spike")]
    calm = (
        rows.join(pl.concat(spikes).select("i"), on="i", how="anti", maintain_order="left")
        if spikes
        else rows
    )
    rates = [_rate(calm, place, rule) for place, rule in those("rate")]
    stuck = [_stuck(rows, place, rule) for place, rule in those("stuck")]
    return [*spikes, *rates, *stuck]


def _of(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    return rows.filter(pl.col("factor").is_in(list(rule.factors)))


def _beside(rule: Rule, step: int) -> pl.Expr:
    """Whether the row `step` away is of the same series and near enough."""
    away = (TIME - TIME.shift(step)).abs() <= rule.minutes("gap_minutes")
    return ((pl.col("series") == pl.col("series").shift(step)) & away).fill_null(False)


def _spike(rows: pl.DataFrame, place: int, rule: Rule) -> pl.DataFrame:
    """Far above, or far below, both neighbours."""
    times, least = rule.numbers["times"], rule.numbers["least_e3"]
    chosen = _of(rows, rule).with_columns(
        before=VALUE.shift(1), after=VALUE.shift(-1), between=_beside(rule, 1) & _beside(rule, -1)
    )
    high, low = pl.max_horizontal("before", "after"), pl.min_horizontal("before", "after")
    up = (times * high < VALUE) & (VALUE - high >= least)
    down = (VALUE * times < low) & (low - VALUE >= least)
    return say(
        chosen.filter(pl.col("between") & (up | down)),
        place,
        rule,
        value_e3=VALUE,
        before_e3=pl.col("before"),
        after_e3=pl.col("after"),
        times=times,
        least_e3=least,
    )


def _rate(rows: pl.DataFrame, place: int, rule: Rule) -> pl.DataFrame:
    """Further from the one before it than the rule's step, or than its share of the channel's range."""
    chosen = _of(rows, rule).with_columns(before=VALUE.shift(1), near=_beside(rule, 1))
    moved = (VALUE - pl.col("before")).abs()
    numbers: dict[str, pl.Expr | int] = {"value_e3": VALUE, "before_e3": pl.col("before")}
    if "step_e3" in rule.numbers:
        far = moved > rule.numbers["step_e3"]
        numbers["step_e3"] = rule.numbers["step_e3"]
    else:
        percent = rule.numbers["range_percent"]
        low, high = pl.col("low_e3"), pl.col("high_e3")
        far = (moved * 100 > percent * (high - low)).fill_null(False)
        numbers |= {"range_percent": percent, "low_e3": low, "high_e3": high}
    return say(chosen.filter(pl.col("near") & far), place, rule, **numbers)


def _stuck(rows: pl.DataFrame, place: int, rule: Rule) -> pl.DataFrame:
    """In a run of equal values that lasts at least so long, without a gap."""
    chosen = _of(rows, rule)
    same = _beside(rule, 1) & (VALUE.shift(1) == VALUE)
    chosen = chosen.with_columns(run=(~same).cum_sum())
    lasted = (TIME.last() - TIME.first()).alias("lasted")
    runs = chosen.group_by("run").agg(lasted).filter(pl.col("lasted") >= rule.minutes("equal_minutes"))
    held = chosen.join(runs, on="run", how="semi").filter(rule.numbers["least_e3"] <= VALUE)
    names = ("equal_minutes", "gap_minutes", "least_e3")
    return say(held, place, rule, value_e3=VALUE, **{name: rule.numbers[name] for name in names})
