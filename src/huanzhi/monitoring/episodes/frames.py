"""The frames behind an episode (过程溯源): the number of the frame whose reading made an hour."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from huanzhi.monitoring import series
from huanzhi.monitoring.episodes.detect import Hour
from huanzhi.monitoring.episodes.rules import MISSING
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.recompute.hours import hour_of
from huanzhi.science.shanghai import day_of_hour

STATISTIC = {"sent": "hour", "minutes": "minute", "real": "real"}  # what an hour rests on

Key = tuple[str, str, datetime]


def frames_of(wanted: Iterable[tuple[str, str, Hour]]) -> dict[Key, int]:
    """By point's code, factor and hour; what came by no frame is not among them.

    It is the last frame, by data time, of the readings that count in that hour: the readings alone determine it, not
    the order in which they came nor how many hours are asked about at once. One read a day and statistic.
    """
    asked: dict[tuple[str, date], set[Key]] = defaultdict(set)
    for point, factor, hour in wanted:
        if hour.basis in STATISTIC and hour.standing != MISSING:
            asked[STATISTIC[hour.basis], day_of_hour(hour.time)].add((point, factor, hour.time))
    found: dict[Key, int] = {}
    for (statistic, day), keys in sorted(asked.items()):
        points, factors = sorted({key[0] for key in keys}), sorted({key[1] for key in keys})
        rows = series.counting(points, factors, day, day, statistic).with_columns(hour=hour_of())
        for point, factor, hour, row in rows.select("point", "factor", "hour", "row").iter_rows():
            if row >= SPAN and (point, factor, hour) in keys:
                found[point, factor, hour] = row  # rows are in order of time: the last one stays
    return found
