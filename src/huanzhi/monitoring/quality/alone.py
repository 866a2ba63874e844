"""Checks of one reading for itself: the device's flag, whether there is a value, its sign, the channel's range."""

import polars as pl

from huanzhi.monitoring.quality.hits import NONE, SCHEMA, say
from huanzhi.monitoring.quality.rules import Edition, Rule
from huanzhi.monitoring.quality.standing import ORDER, RANK, flag_standings

FLAG_PLACE, MISSING_PLACE = -2, -1  # said first


def flag(rows: pl.DataFrame) -> pl.DataFrame:
    """What the device said itself, where it said anything but normal."""
    spoken = rows.filter(~pl.col("flag").is_in(["N"]).fill_null(False))
    if spoken.is_empty():
        return NONE
    said = pl.when("ambient").then(_said(True)).otherwise(_said(False))
    spoken = spoken.with_columns(rank=said.cast(pl.Int8)).filter(pl.col("rank") > 0)
    name = pl.col("rank").replace_strict(dict(enumerate(ORDER)), return_dtype=pl.String)
    numbers = pl.struct(name.alias("standing"), pl.col("flag"))
    return spoken.select(
        "i",
        pl.lit(FLAG_PLACE, pl.Int16).alias("place"),
        pl.lit("flag").alias("rule"),
        "rank",
        numbers.struct.json_encode().alias("numbers"),
    ).cast(SCHEMA)  # type: ignore[arg-type]


def _said(ambient: bool) -> pl.Expr:
    ranks = {code: RANK[name] for code, name in flag_standings(ambient).items()}
    return pl.col("flag").replace_strict(ranks, default=RANK["invalid"], return_dtype=pl.Int8)


def missing(rows: pl.DataFrame) -> pl.DataFrame:
    """Readings without a value; one that is not there at all has no row and is the means' to count."""
    rule = Rule("missing", "missing", "missing", (), (), {}, "A", "")
    return say(rows.filter(pl.col("value_e3").is_null()), MISSING_PLACE, rule)


def negative(rows: pl.DataFrame, edition: Edition, statistic: str) -> list[pl.DataFrame]:
    """Below zero, of factors that cannot be."""
    return [
        say(
            rows.filter((pl.col("value_e3") < 0) & ~pl.col("stem").is_in(list(rule.factors))),
            place,
            rule,
            value_e3=pl.col("value_e3"),
        )
        for place, rule in edition.of("negative", statistic)
    ]


def outside(rows: pl.DataFrame, edition: Edition, statistic: str) -> list[pl.DataFrame]:
    """Below or above what the channel can be believed."""
    value, low, high = pl.col("value_e3"), pl.col("low_e3"), pl.col("high_e3")
    beyond = (value < low).fill_null(False) | (value > high).fill_null(False)
    return [
        say(rows.filter(beyond), place, rule, value_e3=value, low_e3=low, high_e3=high)
        for place, rule in edition.of("range", statistic)
    ]
