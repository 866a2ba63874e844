"""从读数到小时值: the readings of some hours, what each stands at, and the hours made of them."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from huanzhi.monitoring import lake, series
from huanzhi.monitoring.models import Channel, HourValue
from huanzhi.monitoring.quality import assess
from huanzhi.monitoring.quality.rules import edition_on, editions
from huanzhi.monitoring.quality_queries import ranges, spans
from huanzhi.monitoring.recompute import kernel
from huanzhi.monitoring.recompute.hours import MARK, hour_of
from huanzhi.monitoring.recompute.reach import stretches
from huanzhi.monitoring.recompute.terms import HOUR, terms

SECONDS = {"point": pl.String(), "stem": pl.String(), "real": pl.Int64(), "minute": pl.Int64()}


def hours_at(wanted: dict[str, pl.DataFrame], last: datetime) -> pl.DataFrame:
    """The hours of every series at the wanted (point, time) of each statistic; readings after `last` are not seen."""
    points = wanted["hour"]["point"].unique().sort().to_list()
    seconds = _seconds(points)
    parts = {}
    for statistic, hours in wanted.items():
        rows = _assessed(hours, statistic, last)
        rows = _of_hours(rows, statistic).join(seconds, on=["point", "stem"], how="left")
        default = getattr(terms(), f"default_{statistic}_seconds", 0)
        parts[statistic] = rows.with_columns(
            seconds=pl.col(statistic).fill_null(default) if default else pl.lit(0)
        )
    return kernel.hours(parts["hour"], parts["minute"], parts["real"])


def _assessed(hours: pl.DataFrame, statistic: str, last: datetime) -> pl.DataFrame:
    """The readings of those hours with their standing and marks, each by the rules of its day."""
    reads = [
        series.counting(one.points, None, one.start, min(one.end, last), statistic)
        for one in stretches(hours, statistic)
    ]
    rows = pl.concat(reads).unique(lake.KEY) if reads else pl.DataFrame(schema=lake.SCHEMA)
    asked = pl.struct("point", hour_of()).is_in(
        hours.select(pl.struct("point", "time")).to_series().implode()
    )
    if rows.is_empty() or not rows.select(asked.any()).item():
        none = {"standing": pl.String(), "marks": pl.List(MARK)}
        return pl.DataFrame(schema=lake.SCHEMA | none)
    points = rows["point"].unique().to_list()
    first, newest = rows["time"].min(), rows["time"].max()
    held, said = ranges(points), spans(points, first - HOUR, newest)  # type: ignore[arg-type, operator]
    judged = []
    for edition, days in _editions(rows).items():
        seen = assess(rows, held, said, statistic, edition)
        judged.append(seen.filter(pl.col("day").is_in(days)))
    return pl.concat(judged).filter(asked)


def _editions(rows: pl.DataFrame) -> dict:
    """A day of each edition of the rules that the readings are under, with all its days."""
    found: dict[str, list] = {}
    oldest = editions()[0].effective  # of days before it nothing better is known
    for day in rows["day"].unique().sort():
        found.setdefault(edition_on(max(day, oldest)).edition, []).append(day)
    return {max(days[0], oldest): days for days in found.values()}


def _of_hours(rows: pl.DataFrame, statistic: str) -> pl.DataFrame:
    """Only factors that have hours of their own, under the name they have there; `stem` is the plain factor."""
    rows = rows.with_columns(
        stem=pl.col("factor").str.split("-").list.first(),
        part=pl.col("factor").str.split("-").list.get(1, null_on_oob=True).fill_null(""),
    )
    if statistic == "real":
        rows = rows.with_columns(pl.col("part").replace(terms().real_parts))
    allowed = [name for name in terms().hour_parts if statistic == "hour" or name not in terms().sent_only]
    rows = rows.filter(pl.col("part").is_in(allowed))
    name = pl.when(pl.col("part") == "").then(pl.col("stem")).otherwise(pl.format("{}-{}", "stem", "part"))
    room = HourValue._meta.get_field("factor").max_length or 0
    return rows.with_columns(factor=name).filter(pl.col("factor").str.len_chars() <= room)


def _seconds(points: Sequence[str]) -> pl.DataFrame:
    """What one reading of a series stands for; the least when two devices send it."""
    held = Channel.objects.filter(device__point__code__in=points)
    fields = ("device__point__code", "factor", "device__real_seconds", "device__minute_minutes")
    rows = [(point, factor, real, minutes * 60) for point, factor, real, minutes in held.values_list(*fields)]
    frame = pl.DataFrame(rows, schema=SECONDS, orient="row")
    return frame.group_by("point", "stem").agg(pl.col("real", "minute").clip(1, 3600).min())
