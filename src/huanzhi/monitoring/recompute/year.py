"""A year of a district evaluated again 重评: hours from the lake, bucket by bucket of points, in bounded memory."""

from collections.abc import Collection, Iterator
from datetime import date

import polars as pl

from huanzhi.monitoring import lake, series
from huanzhi.monitoring.lake.delta import scan
from huanzhi.monitoring.recompute.kernel import evaluate_days

BUCKET = 2_000_000  # rows at a time
NEEDED = [*lake.KEY, "value_e3", "flag"]
STATISTIC = "hour"
SAME = pl.col("point").hash(1) ^ pl.col("factor").hash(2) ^ pl.col("time").hash(3)  # equal for equal keys
Span = tuple[str | None, str | None]  # low <= point < high; None is open


def reevaluate(
    start: date,
    end: date,
    limits: pl.DataFrame,
    factors: Collection[str] | None = None,
    weighted: Collection[str] = (),
) -> Iterator[pl.DataFrame]:
    """The days from `start` to `end` (both included) of every point, as the readings of hours give them now.

    Parameters
    ----------
    limits : columns of judged.LIMITS.
    factors : which factors; without them those that have a limit.
    weighted : points whose days are weighted by flow.

    Yields what `evaluate_days` returns, a bucket of points at a time, in the order of points. Of hours received more
    than once the one that counts takes part; nothing is written.
    """
    wanted = sorted(limits["factor"].unique()) if factors is None else sorted(factors)
    fresh = series.recent(None, wanted, start, end, STATISTIC)
    held = lake.index_of(start, end, STATISTIC)
    for span in _spans(held, wanted):
        rows = _hours(held, wanted, (start, end), span, fresh)
        if rows.height:
            yield evaluate_days(rows, limits, weighted)


def _spans(held: pl.DataFrame, factors: list[str]) -> list[Span]:
    """Spans of points with about as many rows as a bucket holds, from how they share the fullest period."""
    if held.is_empty():
        return [(None, None)]
    periods = held.group_by("period").agg(pl.col("rows").sum(), "path").sort("rows")
    fullest = scan(periods["path"][-1].to_list()).filter(pl.col("factor").is_in(factors))
    counts = fullest.group_by("point").len().sort("point").collect()
    times = held["rows"].sum() / periods["rows"][-1]
    number = ((pl.col("len").cum_sum() - pl.col("len")) * times // BUCKET).alias("bucket")
    starts = counts.group_by(number, maintain_order=True).agg(pl.col("point").first())["point"].to_list()
    edges = [None, *starts[1:], None]
    return list(zip(edges, edges[1:], strict=False))


def _hours(
    held: pl.DataFrame, factors: list[str], days: tuple[date, date], span: Span, fresh: pl.DataFrame
) -> pl.DataFrame:
    """The hours that count of a span of points, in any order."""
    since, until = lake.bounds(*days)
    here, files = [pl.lit(True)], [pl.lit(True)]
    if span[0] is not None:
        here, files = [pl.col("point") >= pl.lit(span[0])], [pl.col("max_point") >= pl.lit(span[0])]
    if span[1] is not None:
        here, files = (
            [*here, pl.col("point") < pl.lit(span[1])],
            [*files, pl.col("min_point") < pl.lit(span[1])],
        )
    keep = [*here, pl.col("time") > since, pl.col("time") <= until, pl.col("factor").is_in(factors)]

    def read(paths: list[str], *more: pl.Expr) -> pl.DataFrame:
        rows = scan(paths, STATISTIC).with_columns(day=lake.day_of()) if paths else lake.nothing().lazy()
        return rows.filter(*keep, *more).select(NEEDED if not more else list(lake.SCHEMA)).collect()

    orderly, others = _apart(held.filter(files))
    first, new = read(orderly), fresh.filter(here)
    rest = pl.concat([read(others), new.select(NEEDED)])
    seen, late = first.select(SAME).to_series(), rest.select(SAME).to_series()
    several = pl.concat([
        seen.filter(seen.is_in(late.implode())), seen.filter(seen == seen.shift()), late.filter(late.is_duplicated())
    ]).unique()  # fmt: skip
    rows = pl.concat([first, rest])
    if several.is_empty():
        return rows
    again = SAME.is_in(several.implode())  # only of these are the other columns needed
    weighed = pl.concat([read([*orderly, *others], again), new.filter(again)])
    return pl.concat([rows.filter(~again), lake.counting(weighed).select(NEEDED)])


def _apart(held: pl.DataFrame) -> tuple[list[str], list[str]]:
    """Files of which no two of a period share a point, the largest first, and the others."""
    orderly: list[str] = []
    others: list[str] = []
    taken: dict[date, list[tuple[str, str]]] = {}
    for row in held.sort("rows", descending=True).iter_rows(named=True):
        low, high = row["min_point"], row["max_point"]
        apart = all(high < least or low > most for least, most in taken.setdefault(row["period"], []))
        (orderly if apart else others).append(row["path"])
        if apart:
            taken[row["period"]].append((low, high))
    return orderly, others
