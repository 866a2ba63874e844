"""限值比较: values of series against the limit in force on their day, a permit's before a standard's."""

import polars as pl

from huanzhi.monitoring.recompute.standing import PASSING
from huanzhi.standards.against import EXCEEDED, KEPT

SERIES = ["point", "factor"]
PERMIT = "permit"
LIMITS: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "point": pl.String(),
    "factor": pl.String(),
    "averaging": pl.String(),
    "ground": pl.String(),
    "valid_from": pl.Date(),
    "valid_until": pl.Date(),
    "limit_e3": pl.Int64(),
    "flaw": pl.String(),
    "floor_e3": pl.Int64(),
}
CHOSEN = ["id", "limit_e3", "flaw", "floor_id", "floor_e3"]


def in_force(limits: pl.DataFrame, averaging: str) -> pl.DataFrame:
    """Which limit decides since which day: point, factor, since and CHOSEN; nothing named where none does.

    Of the limits that hold on a day a permit's go before a standard's, and the strictest of those decides: `id` is that
    of the lowest upper bound `limit_e3`, `floor_id` that of the highest lower bound `floor_e3`, where there is one. One
    that cannot be compared (it has a `flaw`) is not passed over in silence: it goes before the others of its ground.

    Parameters
    ----------
    limits : columns of LIMITS; `valid_from` and `valid_until` are both included, null is open; `id`, `ground`,
        `flaw` and `floor_e3` may be absent. `averaging` chooses among them.
    """
    absent = [pl.lit(None, LIMITS[name]).alias(name) for name in LIMITS if name not in limits.columns]
    held = limits.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in LIMITS.items())
    held = held.filter(pl.col("averaging") == averaging).with_columns(
        pl.col("valid_from").fill_null(pl.date(1, 1, 1))
    )
    after = held.drop_nulls("valid_until").select(*SERIES, since=pl.col("valid_until").dt.offset_by("1d"))
    starts = pl.concat([held.select(*SERIES, since="valid_from"), after]).unique()
    holds = (pl.col("valid_from") <= pl.col("since")) & (
        pl.col("valid_until").is_null() | (pl.col("since") <= pl.col("valid_until"))
    )
    found = starts.join(held, on=SERIES).filter(holds)
    day = [*SERIES, "since"]
    rank = (pl.col("ground").fill_null(PERMIT) != PERMIT).cast(pl.UInt8)
    binding = found.filter(rank == rank.min().over(day)).sort("id")
    chosen = binding.group_by(day, maintain_order=True).agg(
        pl.col("limit_e3").min(),
        pl.col("floor_e3").max(),
        pl.col("flaw").drop_nulls().first(),
        flawed=pl.col("id").filter(pl.col("flaw").is_not_null()).first(),
        upper=_of("limit_e3", pl.col("limit_e3").min()),
        floor_id=_of("floor_e3", pl.col("floor_e3").max()),
    )
    chosen = chosen.with_columns(
        pl.when(pl.col("flaw").is_null()).then(pl.col(name)).alias(name)
        for name in ("limit_e3", "floor_e3", "floor_id")
    ).with_columns(id=pl.coalesce("flawed", "upper", "floor_id"))
    return starts.join(chosen.select(*day, *CHOSEN), on=day, how="left")


def _of(name: str, bound: pl.Expr) -> pl.Expr:
    """The first limit whose bound that is."""
    return pl.col("id").filter(pl.col(name) == bound).first()


def judge(values: pl.DataFrame, limits: pl.DataFrame, averaging: str, day: str = "day") -> pl.DataFrame:
    """Values (point, factor, value_e3, standing, reason and the column of their day) with their decision.

    Adds `decision` ("kept", "exceeded", or "" with the reason), `limit` (the id), `limit_e3` and `floor_e3`. A value
    outside either bound has exceeded, and its limit is the one it broke. Only what is valid or suspect is judged and
    has a limit; a negative value is none. The order of the rows is kept.
    """
    chosen = in_force(limits, averaging).sort("since").rename({"id": "limit"})
    rows = values.with_row_index("_row").sort(day)
    rows = rows.join_asof(chosen, left_on=day, right_on="since", by=SERIES, check_sortedness=False).sort(
        "_row"
    )
    passing = pl.col("standing").is_in(PASSING)
    value, limit, floor = pl.col("value_e3"), pl.col("limit_e3"), pl.col("floor_e3")
    bound = limit.is_not_null() | floor.is_not_null()
    sure = passing & (value >= 0) & bound & pl.col("flaw").is_null()
    under, over = (value < floor).fill_null(False), (value > limit).fill_null(False)
    decided = pl.when(under | over).then(pl.lit(EXCEEDED)).otherwise(pl.lit(KEPT))
    why = (
        pl.when(~passing | sure)
        .then(pl.col("reason"))
        .when(pl.col("flaw").is_not_null())
        .then(pl.col("flaw"))
        .when(~bound)
        .then(pl.lit("no limit"))
        .otherwise(pl.lit("no value that can be compared"))
    )
    broken = pl.when(under).then(pl.col("floor_id")).otherwise(pl.col("limit"))
    rows = rows.with_columns(
        decision=pl.when(sure).then(decided).otherwise(pl.lit("")), reason=why, limit=broken
    )
    rows = rows.with_columns(
        pl.when(passing).then(pl.col(name)).alias(name) for name in ("limit", "limit_e3", "floor_e3")
    )
    return rows.drop("_row", "since", "flaw", "floor_id")
