"""自动审核 Automatic checks over many series at once, and a person's word over them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from huanzhi.monitoring.quality import alone, neighbours, reviews
from huanzhi.monitoring.quality.hits import SCHEMA
from huanzhi.monitoring.quality.reviews import Span
from huanzhi.monitoring.quality.rules import Edition, edition_on, editions
from huanzhi.monitoring.quality.standing import ORDER, PASSING, RANK
from huanzhi.monitoring.quality.together import together
from huanzhi.monitoring.vocabulary import factors

KEY = ["point", "factor", "time"]
MARK = pl.Struct({"rule": pl.String, "edition": pl.String, "numbers": pl.String})
LAST = 9999  # the place of a review: after every rule
Ranges = Mapping[tuple[str, str], tuple[int | None, int | None]]


def context(statistic: str, on: date | None = None) -> timedelta:
    """How much longer than the time asked about a frame must be, on both sides, for exact answers.

    A reading that changes can change what is said of readings up to this far before and after it.
    Without a day the widest of all editions, which is right for any.

    >>> context("day"), context("real") < context("hour")
    (datetime.timedelta(0), True)
    """
    asked = editions() if on is None else (edition_on(on),)
    return max(neighbours.reach(edition, statistic) for edition in asked)


def assess(
    readings: pl.DataFrame,
    ranges: Ranges,
    reviews: Sequence[Span] = (),
    statistic: str = "hour",
    on: date | None = None,
) -> pl.DataFrame:
    """Readings of one statistic with what each stands at and everything that was said of it.

    Parameters
    ----------
    readings : point, factor, time, value_e3, flag, at most one row a key; other columns pass through.
    ranges : between which values a channel can be believed, in thousandths of its unit; None is no bound.
        Minimum and maximum of a factor are held to its range when they have none of their own.
    reviews : in the order they were made; a later one goes over an earlier.
    on : the day whose edition of the rules holds; the newest without it.

    Returns
    -------
    the rows by point, factor and time with `standing` and `marks` (rule, edition, numbers as JSON, among them the
    `standing` that the rule says). Without a review the standing is the combination of its marks'.

    Notes
    -----
    Checks never look at reviews: a review moves the readings it is about and no others.

    >>> from datetime import datetime
    >>> row = {"point": "P", "factor": "a21026", "time": datetime(2026, 1, 1, 1), "value_e3": 90, "flag": "D"}
    >>> assess(pl.DataFrame([row]), {}).select("standing", pl.col("marks").list.len()).row(0)
    ('invalid', 1)
    """
    edition = edition_on(on)
    rows = _prepared(readings, ranges, edition, statistic)
    said = pl.concat([pl.DataFrame(schema=SCHEMA), *_automatic(rows, edition, statistic)])
    words = _words(rows, reviews, statistic)
    marks = pl.concat([said, words]).sort("i", "place", "rule", "numbers")
    edition_of = pl.when(pl.col("place") != LAST).then(pl.lit(edition.edition)).otherwise(pl.lit(""))
    mark = pl.struct("rule", edition_of.alias("edition"), "numbers")
    by_row = marks.group_by("i", maintain_order=True).agg(
        pl.col("rank").filter(pl.col("place") != LAST).max().alias("worst"),
        pl.col("rank").filter(pl.col("place") == LAST).first().alias("word"),
        mark.alias("marks"),
    )
    rank = pl.coalesce("word", "worst", pl.lit(RANK["valid"], pl.Int8))
    return (
        rows.select("i", *readings.columns)
        .join(by_row, on="i", how="left", maintain_order="left")
        .with_columns(
            standing=rank.replace_strict(dict(enumerate(ORDER)), return_dtype=pl.String),
            marks=pl.col("marks").fill_null(pl.lit([], pl.List(MARK))),
        )
        .select(*readings.columns, "standing", "marks")
    )


def _prepared(readings: pl.DataFrame, ranges: Ranges, edition: Edition, statistic: str) -> pl.DataFrame:
    """In order, numbered, with the plain factor (`stem`), the number of its series and its range."""
    rows = readings.sort(KEY).with_row_index("i")
    begins = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in ("point", "factor"))
    rows = rows.with_columns(series=begins.fill_null(False).cum_sum())
    name = pl.col("factor").str.split("-").list
    told = rows.group_by("series").agg(pl.col("point", "factor").first())
    told = told.with_columns(stem=name.first(), part=name.get(1, null_on_oob=True).fill_null(""))
    told = told.with_columns(ambient=pl.col("stem").is_in(list(factors())))
    inherit = [part for _, rule in edition.of("range", statistic) for part in rule.numbers["inherit"]]
    told = _with_ranges(told, ranges, inherit).drop("point", "factor")
    return rows.join(told, on="series", how="left", maintain_order="left")


def _with_ranges(told: pl.DataFrame, ranges: Ranges, inherit: list[str]) -> pl.DataFrame:
    """Series with their low_e3 and high_e3; parts that inherit take the plain factor's when they have none."""
    held = [(point, factor, low, high, True) for (point, factor), (low, high) in ranges.items()]
    columns = {
        "point": pl.String,
        "factor": pl.String,
        "low_e3": pl.Int64,
        "high_e3": pl.Int64,
        "own": pl.Boolean,
    }
    own = pl.DataFrame(held, schema=columns, orient="row")
    stems = own.rename({"factor": "stem", "low_e3": "stem_low", "high_e3": "stem_high"}).drop("own")
    told = told.join(own, on=["point", "factor"], how="left").join(stems, on=["point", "stem"], how="left")
    heir = pl.col("own").is_null() & pl.col("part").is_in(inherit)
    return told.with_columns(
        pl.when(heir).then(pl.col(f"stem_{end}")).otherwise(pl.col(f"{end}_e3")).alias(f"{end}_e3")
        for end in ("low", "high")
    ).drop("own", "stem_low", "stem_high")


def _automatic(rows: pl.DataFrame, edition: Edition, statistic: str) -> list[pl.DataFrame]:
    first = [
        alone.flag(rows),
        alone.missing(rows),
        *alone.negative(rows, edition, statistic),
        *alone.outside(rows, edition, statistic),
    ]
    bad = pl.concat(first).filter(pl.col("rank") > max(RANK[name] for name in PASSING)).select("i")
    good = rows.join(bad, on="i", how="anti", maintain_order="left")
    plain = good.filter(pl.col("part") == "")
    return [*first, *neighbours.neighbours(plain, edition, statistic), *together(good, edition, statistic)]


def _words(rows: pl.DataFrame, spans: Sequence[Span], statistic: str) -> pl.DataFrame:
    """Reviews as marks; of a reading without a value they say nothing."""
    if not spans:
        return pl.DataFrame(schema=SCHEMA)
    said = reviews.words(rows.filter(pl.col("value_e3").is_not_null()), spans, statistic)
    return said.select(
        "i",
        pl.lit(LAST, pl.Int16).alias("place"),
        pl.lit("review").alias("rule"),
        pl.col("standing").replace_strict(RANK, return_dtype=pl.Int8).alias("rank"),
        "numbers",
    )
