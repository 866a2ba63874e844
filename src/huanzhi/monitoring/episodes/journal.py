"""Silences read from the journal (日志中的静默): for rules that are tried on the past, and when nobody was at work.

When several devices of a lane were all silent at once, the silence is taken to be ours: nothing tells the two apart
afterwards, and nobody is blamed for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from huanzhi.monitoring.episodes.spans import Span, joined, seconds, without
from huanzhi.monitoring.inbox import SPAN

GAPS = (
    "SELECT mn, received, id, next_received, next_id FROM ("
    " SELECT mn, received, id, lead(received) OVER device AS next_received, lead(id) OVER device AS next_id"
    " FROM monitoring_frame WHERE mn = ANY(%s) AND refusal = '' AND received >= %s AND received <= %s"
    " WINDOW device AS (PARTITION BY mn ORDER BY received, id)) AS arrivals "
    "WHERE coalesce(next_received, %s) - received > %s ORDER BY mn, received"
)
HEARD = (
    "SELECT lane, received, next_received FROM ("
    " SELECT id / %s AS lane, received, lead(received) OVER (PARTITION BY id / %s ORDER BY received) AS next_received"
    " FROM monitoring_frame WHERE received >= %s AND received <= %s) AS arrivals "
    "WHERE coalesce(next_received, %s) - received > %s"
)
MANY = (
    "SELECT id / %s FROM monitoring_frame WHERE refusal = '' AND received >= %s AND received <= %s "
    "GROUP BY 1 HAVING count(DISTINCT mn) > 1"
)


class Silence(NamedTuple):
    """Of a device: its last frame before, its first after (None when none came), and how much of it was not ours."""

    mn: str
    onset: datetime
    first_frame: int
    end: datetime | None
    last_frame: int | None
    seconds: int


def silences(devices: Iterable[str], start: datetime, end: datetime, shortest: timedelta) -> list[Silence]:
    """Every silence of those devices (by MN) between their frames of a span that lasted longer than `shortest`."""
    with connection.cursor() as cursor:
        asked: list[Any] = [list(devices), start, end, end, shortest]
        cursor.execute(GAPS, asked)
        rows = cursor.fetchall()
        ours = _ours(cursor, start, end, shortest)
    found = []
    for mn, onset, first, until, last in rows:
        left = seconds(without([(onset, until or end)], ours.get(first // SPAN, [])))
        if left > shortest.total_seconds():
            found.append(Silence(mn, onset, first, until, last, left))
    return found


def _ours(cursor: Any, start: datetime, end: datetime, shortest: timedelta) -> dict[int, list[Span]]:
    execute, fetch = cursor.execute, cursor.fetchall
    execute(MANY, [SPAN, start, end])
    many = {lane for (lane,) in fetch()}
    execute(HEARD, [SPAN, SPAN, start, end, end, shortest])
    found: dict[int, list[Span]] = defaultdict(list)
    for lane, before, after in fetch():
        if lane in many:
            found[lane].append((before, after or end))
    return {lane: joined(spans) for lane, spans in found.items()}
