"""Windows of some hours over series of a day, and the longest stretch of those that a rule picked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import polars as pl

from huanzhi.monitoring.quality.rules import Rule

NAMES = ("begins", "until", "readings")  # what every stretch tells of itself
KEY = ["point", "factor"]
VALUE = pl.col("value_e3")


def over(rows: pl.DataFrame, rule: Rule, **figures: pl.Expr) -> pl.DataFrame:
    """Figures over every window of `window_hours` that begins on the hour (begins < time <= until).

    A window counts when its readings reach `share_percent` of the window from one end to the other and there are at
    least three of them: a series that is there only now and then says nothing about constancy.
    """
    hours = timedelta(hours=rule.numbers["window_hours"])
    if rows.is_empty():
        return pl.DataFrame(schema=["point", "factor", *NAMES, *figures])
    seen = (
        rows.sort(*KEY, "time")
        .group_by_dynamic("time", every="1h", period=hours, closed="right", group_by=KEY, label="left")
        .agg(readings=pl.len(), reaches=pl.col("time").max() - pl.col("time").min(), **figures)
        .rename({"time": "begins"})
        .with_columns(until=pl.col("begins") + hours)
    )
    wide = pl.col("reaches") * 100 >= hours * rule.numbers["share_percent"]
    return seen.filter(wide, pl.col("readings") >= 3).drop("reaches")


def longest(hits: pl.DataFrame, **figures: pl.Expr) -> list[dict[str, Any]]:
    """Of each series the longest run of windows that begin hour after hour, as one stretch; the first of equals."""
    if hits.is_empty():
        return []
    apart = (pl.col("begins") - pl.col("begins").shift(1)).over(KEY) != timedelta(hours=1)
    runs = hits.sort(*KEY, "begins").with_columns(run=apart.fill_null(True).cum_sum())
    whole = runs.group_by("run").agg(
        *(pl.col(name).first() for name in KEY),
        pl.col("begins").min(),
        pl.col("until").max(),
        pl.col("readings").max(),
        **figures,
    )
    whole = whole.with_columns(length=pl.col("until") - pl.col("begins"))
    whole = whole.sort(*KEY, "length", "begins", descending=[False, False, True, False])
    return whole.unique(KEY, keep="first", maintain_order=True).drop("run", "length").to_dicts()


def ratios(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The ratio of each pair of the rule in parts per million; the pair's name stands as factor ("a/b")."""
    pairs = pl.DataFrame(
        rule.numbers["pairs"], schema={"factor": pl.String, "second": pl.String}, orient="row"
    )
    second = rows.select("point", "time", "factor", "value_e3")
    found = rows.join(pairs, on="factor").join(
        second, left_on=["point", "time", "second"], right_on=["point", "time", "factor"], suffix="_b"
    )
    least = rule.numbers["least_e3"]
    found = found.filter(least <= VALUE, pl.col("value_e3_b") >= least)
    return found.select(
        "point",
        pl.format("{}/{}", "factor", "second").alias("factor"),
        "time",
        "value_e3",
        "value_e3_b",
        ratio_ppm=VALUE * 1_000_000 // pl.col("value_e3_b"),
    )


def spread(rows: pl.DataFrame) -> pl.DataFrame:
    """From the lowest tenth to the highest of each series, by rank."""
    tenth = [VALUE.quantile(share, "nearest").cast(pl.Int64) for share in (0.9, 0.1)]
    return rows.group_by(KEY).agg(spread_e3=tenth[0] - tenth[1])


def under_limits(rows: pl.DataFrame, limits: Mapping[tuple[str, str], int], rule: Rule) -> pl.DataFrame:
    """Series with enough of their readings in the band below their limit and none above it."""
    held = [(point, factor, limit) for (point, factor), limit in limits.items()]
    known = pl.DataFrame(
        held, schema={"point": pl.String, "stem": pl.String, "limit_e3": pl.Int64}, orient="row"
    )
    part = pl.col("factor").str.split("-").list.get(1, null_on_oob=True).fill_null("")
    told = rows.with_columns(stem=pl.col("factor").str.split("-").list.first(), part=part)
    told = told.filter(pl.col("part").is_in(["", "ZsAvg", "ZsRtd"])).join(known, on=["point", "stem"])
    converted = (pl.col("part") != "").any().over("point", "stem")
    told = told.filter(
        ~converted | (pl.col("part") != "")
    )  # the limit binds the converted value where there is one
    band = pl.col("limit_e3") * (100 - rule.numbers["band_percent"]) <= VALUE * 100
    figures = told.group_by(KEY).agg(
        begins=pl.col("time").filter(band).min(),
        until=pl.col("time").filter(band).max(),
        readings=pl.len(),
        in_band=band.sum(),
        most=VALUE.max(),
        limit_e3=pl.col("limit_e3").first(),
    )
    enough = pl.col("in_band") * 100 >= rule.numbers["share_percent"] * pl.col("readings")
    none_above = pl.col("most") <= pl.col("limit_e3")
    return figures.filter(enough, none_above, pl.col("readings") >= rule.numbers["least_readings"])
