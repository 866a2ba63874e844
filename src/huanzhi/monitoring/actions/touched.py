"""待重算: hours that have something new, put down by whoever changes what they rest on, taken away again here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Min, Q

from huanzhi.monitoring.models import Touched
from huanzhi.monitoring.recompute.hours import hour_end
from huanzhi.monitoring.recompute.reach import STATISTICS
from huanzhi.monitoring.recompute.terms import HOUR

SHORTER = ("real", "minute")
CAUSES = ("review", "declaration", "limit", "channel", "rule", "due")
LOCK = 0x5245434F  # "RECO": recomputations stand in line, so that none writes what an older look at the readings gave
Hour = tuple[str, datetime]


def touch(points: Sequence[str], start: datetime, end: datetime, cause: str) -> int:
    """Put down every hour of start < time <= end of points (by code) for a recomputation; `cause` is one of CAUSES.

    To be called in the transaction of what changed. Returns how many hours of points.
    """
    first = hour_end(start) if start != hour_end(start) else start + HOUR
    count = max(0, (hour_end(end) - first) // HOUR + 1)
    return touch_hours([(code, first + HOUR * n) for code in points for n in range(count)], cause)


def touch_hours(hours: Sequence[Hour], cause: str) -> int:
    """The same for single hours of points."""
    if cause not in CAUSES:
        raise ValueError(f"cause must be one of {', '.join(CAUSES)}, not {cause!r}")
    rows = [Touched(point=code, statistic=cause, time=time, row=0) for code, time in hours]
    Touched.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


@dataclass
class Taken:
    """Touched hours that were taken away: by statistic, and for each what caused it."""

    count: int = 0
    by_statistic: dict[str, set[Hour]] = field(default_factory=lambda: {name: set() for name in STATISTICS})
    causes: dict[Hour, tuple[str, int | None]] = field(default_factory=dict)
    of_point: dict[str, list[datetime]] = field(default_factory=dict)

    def add(self, point: str, statistic: str, time: datetime, row: int) -> None:
        """One of them; of several at an hour a person's act goes before a frame, a later frame before an earlier."""
        self.count += 1
        for name in [statistic] if row and statistic in STATISTICS else STATISTICS:
            self.by_statistic[name].add((point, time))
        cause = ("frame", row) if row else (statistic if statistic in CAUSES else "review", None)
        self.causes[point, time] = max(self.causes.get((point, time), cause), cause, key=_weight)
        self.of_point.setdefault(point, []).append(time)

    def cause(self, point: str, time: datetime) -> tuple[str, int | None]:
        """What caused a change at an hour: what touched it, else what touched the hour nearest to it."""
        if (point, time) in self.causes:
            return self.causes[point, time]
        nearest = min(self.of_point.get(point, []), key=lambda at: (abs(at - time), at), default=None)
        return ("frame", None) if nearest is None else self.causes[point, nearest]


def _weight(cause: tuple[str, int | None]) -> tuple[int, int]:
    return ({"due": 0, "frame": 1}.get(cause[0], 2), cause[1] or 0)


def lock() -> bool:
    """Whether this transaction may recompute; another one is at it otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def take(last: datetime, due: datetime, limit: int) -> Taken:
    """Take away what touches so many hours of points, the longest waiting first, none later than `last`.

    An hour later than `due` that only shorter readings touch waits: its device may still send the hour itself, and an
    hour worked out a moment before would change a moment later.
    """
    ready = Q(time__lte=due) | (Q(time__lte=last) & ~Q(statistic__in=SHORTER))
    waiting = Touched.objects.filter(ready).values_list("point", "time").annotate(first=Min("id"))
    hours = {(point, time) for point, time, _ in waiting.order_by("first")[:limit]}
    taken = Taken()
    if not hours:
        return taken
    near = Touched.objects.filter(
        point__in={point for point, _ in hours}, time__in={time for _, time in hours}
    )
    rows = [
        row
        for row in near.values_list("id", "point", "statistic", "time", "row")
        if (row[1], row[3]) in hours
    ]
    _delete(row[0] for row in rows)
    for _, point, statistic, time, row in rows:
        taken.add(point, statistic, time, row)
    return taken


def _delete(keys: Iterable[int]) -> None:
    Touched.objects.filter(pk__in=list(keys)).delete()
