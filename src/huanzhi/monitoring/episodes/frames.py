"""The frames behind an episode (过程溯源): the number of the frame whose reading made an hour."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from huanzhi.monitoring import series
from huanzhi.monitoring.episodes.detect import HOUR, Hour
from huanzhi.monitoring.episodes.rules import MISSING
from huanzhi.monitoring.inbox import SPAN

STATISTIC = {"sent": "hour", "minutes": "minute", "real": "real"}  # what an hour rests on
MOST = 12  # reads of the lake at once; what is beyond that stays without a number

Key = tuple[str, str, datetime]


def frames_of(wanted: Iterable[tuple[str, str, Hour]]) -> dict[Key, int]:
    """By point's code, factor and hour; what came by no frame, or by too many reads, is not among them."""
    asked: dict[tuple[str, datetime], set[tuple[str, str]]] = defaultdict(set)
    for point, factor, hour in wanted:
        if hour.basis in STATISTIC and hour.standing != MISSING:
            asked[STATISTIC[hour.basis], hour.time].add((point, factor))
    found: dict[Key, int] = {}
    for (statistic, time), those in sorted(asked.items(), reverse=True)[:MOST]:
        points, factors = ({one[place] for one in those} for place in (0, 1))
        rows = series.counting(sorted(points), sorted(factors), time - HOUR, time, statistic)
        for point, factor, row in rows.select("point", "factor", "row").iter_rows():  # in order of time
            if row >= SPAN:
                found[point, factor, time] = row
    return found
