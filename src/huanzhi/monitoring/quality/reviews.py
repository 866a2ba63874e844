"""人工审核 A person's word on the readings of a while, put over what flag and checks said."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import polars as pl

from huanzhi.monitoring.quality.standing import WORDS

COVERED = {
    "day": timedelta(days=1)
}  # a day is reviewed when all of it is; of shorter periods the end decides


@dataclass(frozen=True)
class Span:
    """A review: point, factor, start < time <= end, the standing said and why.

    A plain factor's review covers its parts (minimum, maximum, converted) too: they are the same measurement.
    """

    point: str
    factor: str
    start: datetime
    end: datetime
    standing: str
    reason: str


def words(rows: pl.DataFrame, reviews: Sequence[Span], statistic: str) -> pl.DataFrame:
    """Number of the row, standing said, its numbers; of two reviews that overlap the later in the sequence counts.

    `rows` has i, point, factor, stem, time. Rows without a value are left out by the caller's law, not here.
    """
    for span in reviews:
        if span.standing not in WORDS:
            raise ValueError(
                f"review of {span.point} {span.factor}: {span.standing!r} is not {' or '.join(WORDS)}"
            )
    kind = rows.schema["time"]
    spans = pl.DataFrame(
        [asdict(span) for span in reviews],
        schema={
            "point": pl.String,
            "factor": pl.String,
            "start": pl.Datetime("us", getattr(kind, "time_zone", None)),
            "end": pl.Datetime("us", getattr(kind, "time_zone", None)),
            "standing": pl.String,
            "reason": pl.String,
        },
    ).with_row_index("turn")
    opens = pl.col("time") - COVERED.get(statistic, timedelta())
    inside = (
        (pl.col("start") < pl.col("time")) & (pl.col("start") <= opens) & (pl.col("time") <= pl.col("end"))
    )
    names = ["i", "turn", "standing", "reason", "start", "end"]
    by_name = rows.join(spans, on=["point", "factor"]).filter(inside).select(names)
    parts = rows.filter(pl.col("factor") != pl.col("stem"))
    by_stem = parts.join(spans, left_on=["point", "stem"], right_on=["point", "factor"]).filter(inside)
    said = pl.concat([by_name, by_stem.select(names)]).sort("i", "turn").unique("i", keep="last")
    numbers = pl.struct(
        "standing", "reason", *(pl.col(name).dt.to_string("iso:strict") for name in ("start", "end"))
    )
    return said.select("i", "standing", numbers=numbers.struct.json_encode())
