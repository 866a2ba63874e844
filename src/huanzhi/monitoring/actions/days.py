"""日值重算: days that are over, from their hours, which are worked out again where they are no longer kept."""

from datetime import date, datetime

import polars as pl

from huanzhi.monitoring import lake
from huanzhi.monitoring.actions.values import Writing, write
from huanzhi.monitoring.models import DayValue, HourValue
from huanzhi.monitoring.recompute import kernel
from huanzhi.monitoring.recompute.hours import HOURS, MARK
from huanzhi.monitoring.recompute.loading import hours_at
from huanzhi.monitoring.recompute.reach import STATISTICS, wanted
from huanzhi.monitoring.recompute.terms import HOUR, end_of_day
from huanzhi.science.shanghai import day_of_hour

PointDay = tuple[str, date]
COLUMNS = {
    "point": pl.String(),
    "factor": pl.String(),
    "time": lake.UTC,
    "value_e3": pl.Int64(),
    "standing": pl.String(),
    "simulated": pl.Boolean(),
}


def write_days(
    hours: set[tuple[str, datetime]], limits: pl.DataFrame, how: Writing, kept: datetime, last: datetime
) -> int:
    """Bring the days in line that those hours (point, time) belong to and that are over; how many were written.

    Days of the air are judged by HJ 633, not here.
    """
    days = {(code, day_of_hour(time)) for code, time in hours if how.points[code].medium != "air"}
    over = {one for one in days if end_of_day(one[1]) <= last}
    held = {one for one in over if end_of_day(one[1]) > kept}
    rows = pl.concat([_held(held, how), _again(over - held, last)])
    asked = pl.DataFrame(list(over), schema={"point": pl.String, "day": pl.Date}, orient="row")
    rows = rows.with_columns(day=lake.day_of()).join(asked, on=["point", "day"], how="semi")
    if rows.is_empty():
        return 0
    weighted = [code for code, point in how.points.items() if point.medium == "sewage"]
    mark = rows.group_by("point", "factor", "day").agg(pl.col("simulated").any())
    judged = kernel.evaluate_days(rows.drop("simulated", "day"), limits, weighted)
    judged = judged.join(mark, on=["point", "factor", "day"], how="left")
    judged = judged.with_columns(basis=pl.lit(HOURS), marks=pl.lit([], pl.List(MARK)))
    return len(write(DayValue, judged, how).keys)


def _held(days: set[PointDay], how: Writing) -> pl.DataFrame:
    """Their hours as they stand."""
    rows: list[tuple] = []
    codes = {point.pk: code for code, point in how.points.items()}
    for day in {day for _, day in days}:
        some = [how.points[code].pk for code, that in days if that == day]
        end = end_of_day(day)
        held = HourValue.objects.filter(point__in=some, time__gt=end - 24 * HOUR, time__lte=end)
        names = ("point_id", "factor", "time", "value_e3", "standing", "simulated")
        rows += [(codes[key], *rest) for key, *rest in held.values_list(*names)]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _again(days: set[PointDay], last: datetime) -> pl.DataFrame:
    """Their hours from the readings."""
    if not days:
        return pl.DataFrame(schema=COLUMNS)
    hours = {(code, end_of_day(day) - HOUR * back) for code, day in days for back in range(24)}
    asked = wanted(dict.fromkeys(STATISTICS, hours), last)
    return hours_at(asked, last).select(list(COLUMNS))
