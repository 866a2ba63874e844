"""Newest readings 最新值: of thousands of series at once, straight from their table."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from huanzhi.monitoring.readings import Latest


class Newest(NamedTuple):
    """What a series said last by data time: the value in thousandths, its flag, when it came in which frame."""

    time: datetime
    value_e3: int | None
    flag: str
    received: datetime
    row: int
    simulated: bool


def latest_of(
    points: Sequence[str], statistic: str = "real", factors: Sequence[str] | None = None
) -> dict[tuple[str, str], Newest]:
    """By (point, factor) the newest reading of every series of those points; of all factors when none are named.

    Points or factors without a reading are not in it. One query. Moments come as seconds since 1970, because making
    them from text takes longer than all the rest; a float holds the microsecond until the year 2100 and beyond.
    """
    table, chosen = Latest._meta.db_table, "point = ANY(%s) AND statistic = %s"
    values: list[Any] = [list(points), statistic]
    if factors is not None:
        chosen, values = f"{chosen} AND factor = ANY(%s)", [*values, list(factors)]
    columns = "date_part('epoch', time), value_e3, flag, date_part('epoch', received), row, simulated"
    moment = datetime.fromtimestamp
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT point, factor, {columns} FROM {table} WHERE {chosen}", values)
        return {
            (point, factor): Newest(moment(time, UTC), value, flag, moment(received, UTC), row, simulated)
            for point, factor, time, value, flag, received, row, simulated in cursor.fetchall()
        }
