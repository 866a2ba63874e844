"""小时值: what was sent as the hour is the hour; else it is made of minutes, else of real-time data."""

from datetime import datetime, timedelta

import polars as pl

from huanzhi.monitoring.recompute.standing import INVALID, PASSING, STOPPED, SUSPECT, VALID
from huanzhi.science.rounding import half_even_expr
from huanzhi.standards import library
from huanzhi.standards.source_monitoring import NUMBER

KEY = ["point", "factor", "time"]
SENT, MINUTES, REAL, HOURS = "sent", "minutes", "real", "hours"
HOUR_SECONDS = 3600
MARK = pl.Struct({"rule": pl.String, "edition": pl.String, "numbers": pl.String})
RESULT: dict[str, pl.DataType] = {
    "point": pl.String(),
    "factor": pl.String(),
    "time": pl.Datetime("us", "UTC"),
    "value_e3": pl.Int64(),
    "standing": pl.String(),
    "basis": pl.String(),
    "count": pl.Int64(),
    "marks": pl.List(MARK),
    "reason": pl.String(),
    "simulated": pl.Boolean(),
}


def hour_of(time: str = "time") -> pl.Expr:
    """The end of the hour that a time belongs to: 09:00:00 to 09:00, anything after it to 10:00."""
    return pl.col(time).dt.offset_by("-1us").dt.truncate("1h").dt.offset_by("1h")


def hour_end(time: datetime) -> datetime:
    """The same of one time.

    >>> hour_end(datetime(2026, 1, 1, 9)), hour_end(datetime(2026, 1, 1, 9, 0, 1))
    (datetime.datetime(2026, 1, 1, 9, 0), datetime.datetime(2026, 1, 1, 10, 0))
    """
    start = (time - timedelta(microseconds=1)).replace(minute=0, second=0, microsecond=0)
    return start + timedelta(hours=1)


def hours(sent: pl.DataFrame, minutes: pl.DataFrame, real: pl.DataFrame) -> pl.DataFrame:
    """The hours of every series, columns of RESULT, ordered by point, factor, time.

    Parameters
    ----------
    sent, minutes, real : readings of the three statistics, the ones that count, with point, factor, time, value_e3,
        standing, marks, simulated; `minutes` and `real` with `seconds`, the length of time that one stands for.

    A sent hour is the hour even when it does not count, for the logger made it of the same minutes.
    """
    parts = [_sent(sent), _made(minutes, MINUTES), _made(real, REAL)]
    return pl.concat(parts).unique(KEY, keep="first", maintain_order=True).sort(KEY)


def _sent(readings: pl.DataFrame) -> pl.DataFrame:
    why = pl.when(pl.col("standing").is_in(PASSING)).then(pl.lit("")).otherwise(_ruled_out())
    whole = readings.filter(pl.col("time") == hour_of())
    rows = whole.with_columns(basis=pl.lit(SENT), count=pl.lit(1), reason=why)
    return rows.select(pl.col(name).cast(kind) for name, kind in RESULT.items())


def _ruled_out() -> pl.Expr:
    stopped = pl.when(pl.col("standing") == STOPPED).then(pl.lit("the source stood still"))
    return stopped.otherwise(pl.lit("the reading does not count"))


def _made(readings: pl.DataFrame, basis: str) -> pl.DataFrame:
    """Hours made of shorter readings: valid with enough time that readings which count stand for (HJ 75)."""
    needed = 60 * library.get(NUMBER).rules["hour"]["minutes"]
    counts, stopped = (
        pl.col("standing").is_in(PASSING) & pl.col("value_e3").is_not_null(),
        pl.col("standing") == STOPPED,
    )
    hour = hour_of()
    into = (pl.col("time") - hour).dt.total_microseconds() + HOUR_SECONDS * 1_000_000 - 1
    slot = into // (pl.col("seconds").cast(pl.Int64) * 1_000_000)
    rows = readings.with_columns(slot=slot, counts=counts, hour=hour)
    held = rows.group_by("point", "factor", "hour").agg(
        total=pl.col("value_e3").filter("counts").cast(pl.Int128).sum(),
        count=pl.col("counts").sum(),
        good=pl.col("slot").filter("counts").n_unique() * pl.col("seconds").min(),
        still=pl.col("slot").filter(stopped).n_unique() * pl.col("seconds").min(),
        doubted=(pl.col("counts") & (pl.col("standing") == SUSPECT)).any(),
        simulated=pl.col("simulated").any(),
    )
    enough, idle = pl.col("good") >= needed, pl.col("still") > HOUR_SECONDS - needed
    whole = pl.when("doubted").then(pl.lit(SUSPECT)).otherwise(pl.lit(VALID))
    short = pl.format("{} of at least {} valid minutes", pl.col("good") // 60, pl.lit(needed // 60))
    made = held.with_columns(
        time="hour",
        basis=pl.lit(basis),
        value_e3=pl.when(enough).then(half_even_expr(pl.col("total"), pl.col("count").clip(1))),
        standing=pl.when(enough).then(whole).when(idle).then(pl.lit(STOPPED)).otherwise(pl.lit(INVALID)),
        reason=pl.when(enough)
        .then(pl.lit(""))
        .when(idle)
        .then(pl.lit("the source stood still"))
        .otherwise(short),
    )
    made = made.join(_marks(rows), on=["point", "factor", "hour"], how="left", maintain_order="left")
    made = made.with_columns(pl.col("marks").fill_null(pl.lit([], pl.List(MARK))))
    return made.select(pl.col(name).cast(kind) for name, kind in RESULT.items())


def _marks(rows: pl.DataFrame) -> pl.DataFrame:
    """Of the marks of an hour's readings the first of each rule, in the order of rules."""
    marked = rows.filter(pl.col("marks").list.len() > 0).select("point", "factor", "hour", "time", "marks")
    each = marked.explode("marks").with_columns(rule=pl.col("marks").struct.field("rule"))
    first = each.sort("time").unique(["point", "factor", "hour", "rule"], keep="first", maintain_order=True)
    return first.sort("rule").group_by("point", "factor", "hour", maintain_order=True).agg("marks")
