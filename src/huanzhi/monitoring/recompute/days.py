"""日值: days from hours, exact, in frames of any number of series.

A day that rests on hours has 24 of them; those that are not there count as not valid. Where a day is weighted by flow
(wastewater, HJ 356), an hour without flow did not discharge. A day is valid with three quarters of its hours.
"""

from collections.abc import Collection

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huanzhi.monitoring.recompute.cells import (
    IS_MISSING,
    IS_STOPPED,
    IS_SUSPECT,
    IS_VALID,
    Cells,
    Ints,
    lay_out,
)
from huanzhi.monitoring.recompute.standing import INVALID, MISSING, STOPPED, SUSPECT, VALID
from huanzhi.science.rounding import half_even, half_even_array
from huanzhi.standards import library
from huanzhi.standards.source_monitoring import NUMBER

FLOW, FLOW_TOTAL = "w00000", "w00000-Cou"
TOTAL = "-Cou"  # a total of an hour has no mean of a day
SAFE = 2.0**62
Bools = NDArray[np.bool_]


def days(hours: pl.DataFrame, weighted: Collection[str] = ()) -> pl.DataFrame:
    """The day of every series that has an hour in it; totals (-Cou) have none.

    Parameters
    ----------
    hours : point, factor, time (hour ending, aware), value_e3, and standing (or flag); one row an hour.
    weighted : points whose days are weighted by flow: by w00000-Cou, or by w00000 when more of its hours count.

    Returns point, factor, day, value_e3, standing, count (hours that took part), hours (hours of discharge),
    reason, ordered by point, factor, day. Source: HJ 356-2019, HJ 75-2017 (grade M), as standards.source_monitoring.
    """
    cells = lay_out(hours)
    counts = (cells.state == IS_VALID) | (cells.state == IS_SUSPECT)
    idle = cells.state == IS_STOPPED
    weight = None
    if weighted:
        weight, known = _flow(cells, counts, idle, weighted)
        counts = counts & known & (weight > 0)
        idle = idle | (known & (weight == 0))
    share = library.get(NUMBER).rules["day"]["share_percent"]
    good, due = counts.sum(axis=0), 24 - idle.sum(axis=0)
    valid = (due > 0) & (100 * good >= share * due)
    mean = _mean(cells.value, counts, weight, valid)
    doubted = ((cells.state == IS_SUSPECT) & counts).any(axis=0)
    nothing = (cells.state == IS_MISSING).all(axis=0)
    state = np.select(
        [valid & doubted, valid, due == 0, nothing], [SUSPECT, VALID, STOPPED, MISSING], INVALID
    )
    columns = {"standing": state.tolist(), "count": good.astype(np.int64), "hours": due.astype(np.int64)}
    frame = pl.DataFrame(cells.columns() | {"value_e3": mean} | columns)
    return frame.filter(~pl.col("factor").str.ends_with(TOTAL)).with_columns(_reason(share))


def _flow(cells: Cells, counts: Bools, idle: Bools, weighted: Collection[str]) -> tuple[Ints, Bools]:
    """For each cell the flow that weighs it, and whether it is known; 1 where nothing is weighed."""
    point = np.isin(cells.points, list(weighted))[cells.point]
    plain = ~point | np.isin([factor.startswith(FLOW) for factor in cells.factors], True)[cells.factor]
    total, has_total = cells.of_factor(FLOW_TOTAL)
    rate, has_rate = cells.of_factor(FLOW)
    enough = counts.sum(axis=0)
    totals = has_total & (~has_rate | (enough[total] >= enough[rate]))
    row, there = np.where(totals, total, rate), has_total | has_rate
    weight = np.where(counts[:, row], np.maximum(cells.value[:, row], 0), 0) * there
    known = (counts[:, row] | idle[:, row]) & there
    return np.where(plain, 1, weight), plain | known


def _mean(value: Ints, counts: Bools, weight: Ints | None, valid: Bools) -> pl.Series:
    """The means of valid rows, half to even; what would not fit into 64 bits is worked out one by one."""
    weights = counts if weight is None else counts * weight
    products = value * weights
    numerator, denominator = products.sum(axis=0), weights.sum(axis=0)
    mean = half_even_array(numerator, np.maximum(denominator, 1))
    largest = np.abs(value.astype(np.float64)).max(axis=0, initial=0)
    for row in np.flatnonzero(
        valid & (largest * np.maximum(weights, 1).sum(axis=0, dtype=np.float64) > SAFE)
    ):
        pairs = [(int(v), int(w)) for v, w in zip(value[:, row], weights[:, row], strict=True)]
        mean[row] = half_even(sum(v * w for v, w in pairs), sum(w for _, w in pairs))
    return pl.select(pl.when(pl.Series(valid)).then(pl.Series(mean))).to_series()


def _reason(share: int) -> pl.Expr:
    state, good, due = pl.col("standing"), pl.col("count"), pl.col("hours")
    why = pl.format("{} of {} hours valid, {} % needed", good, due, pl.lit(share))
    stopped = pl.when(state == STOPPED).then(pl.lit("no discharge"))
    return stopped.when(state.is_in([INVALID, MISSING])).then(why).otherwise(pl.lit("")).alias("reason")
