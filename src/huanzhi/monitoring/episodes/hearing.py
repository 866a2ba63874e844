"""Whether we were listening (监听状态): of each lane since when its gateway holds it, and how far it is unpacked.

A gateway holds its lane by a lock on its connection, so the database knows since when. After a restart of the gateway,
or of the database, silence is counted from there; while nobody holds a lane, the silence is ours and says nothing.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from huanzhi.monitoring.gateway.journal import LOCK
from huanzhi.monitoring.inbox import SPAN, Frame, Lane

HELD = (
    "SELECT held.objid::bigint, min(session.backend_start) FROM pg_locks held "
    "JOIN pg_stat_activity session ON session.pid = held.pid "
    "WHERE held.locktype = 'advisory' AND held.granted AND held.classid::bigint = %s "
    "AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY 1"
)


class Hearing(NamedTuple):
    """From when until when whatever came in on a lane is known here."""

    since: datetime
    until: datetime


def hearing(now: datetime) -> dict[int, Hearing]:
    """Of every lane that is listened to, by its key."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [LOCK])
        held = dict(cursor.fetchall())
    found = {}
    for lane in Lane.objects.filter(pk__in=held):
        waiting = Frame.objects.filter(pk__gt=max(lane.unpacked, lane.first), pk__lt=lane.first + SPAN)
        first = waiting.order_by("pk").values_list("received", flat=True).first()
        found[lane.pk] = Hearing(held[lane.pk], min(now, first or now))
    return found
