"""Trimming the journal 收件箱清理: raw frames whose readings lie in sealed, verified files may go after their time."""

from datetime import date, datetime, time, timedelta

import polars as pl
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring import seals
from huanzhi.monitoring.actions.unpacking import WAIT_FOR_PACKETS
from huanzhi.monitoring.inbox import SPAN, Frame, Lane, Quarantined
from huanzhi.monitoring.keeping import journal_days, keeping
from huanzhi.monitoring.lake.delta import index
from huanzhi.monitoring.readings import Recent
from huanzhi.science.shanghai import OFFSET

SLICE = 50_000
PACKETS = timedelta(
    seconds=WAIT_FOR_PACKETS
)  # a reading carries when the last packet of its message was received


def trim_journal(actor: Actor, before: date, now: datetime | None = None) -> int:
    """Delete frames received before that day that nothing needs any more, slice by slice; how many.

    A frame stays while it is not unpacked, while somebody has yet to look at what of it could not be used, while a
    reading of it is not in the lake, or in a file that was not sealed and verified (a reading carries the moment at
    which its frame was received). Raises ValueError for a day within the time that the journal keeps.
    """
    now = now or timezone.now()
    wanted = datetime.combine(before, time(), OFFSET)
    days = journal_days() or keeping().journal_least_days
    keep = now - timedelta(days=days)
    if wanted > keep:
        raise ValueError(f"before {before}: the journal keeps frames received since {keep:%Y-%m-%d %H:%M}")
    gone = 0
    for lane in Lane.objects.order_by("pk"):
        while keys := _next(lane, wanted):
            gone += _trim(actor, lane, wanted, keys)
    return gone


def _next(lane: Lane, wanted: datetime) -> list[int]:
    """The next slice of a lane that may go.

    A frame is needed by readings that were received when it was or, as packets of one message, a little later. Readings
    on their way are looked at first, files after them: one that moves into the lake meanwhile is then seen in both
    places, never in neither.
    """
    waiting = set(Recent.objects.filter(received__lt=wanted).values_list("row", flat=True))
    received = _open_files()["min_received"].to_list()
    if None in received:  # a file of another engine that does not say
        return []
    bound = min([wanted, *(first - PACKETS for first in received)])
    return list(_free(lane, bound).exclude(pk__in=waiting).values_list("pk", flat=True)[:SLICE])


def _open_files() -> pl.DataFrame:
    """Files of the lake that are in no seal that was found to hold."""
    proven = [set(seal.files) for seal in seals.newest_seals().values() if seal.verified_at]
    return index().filter(~pl.col("path").is_in(list(set().union(*proven))))


def _free(lane: Lane, bound: datetime) -> QuerySet[Frame]:
    own = Frame.objects.filter(pk__gt=lane.first, pk__lt=lane.first + SPAN, pk__lte=lane.unpacked)
    later = own.filter(received__gte=bound).order_by("pk").values_list("pk", flat=True).first()
    old = own.filter(received__lt=bound) if later is None else own.filter(pk__lt=later, received__lt=bound)
    unseen = Quarantined.objects.filter(frame=OuterRef("pk"), reviewed_at=None)
    return old.filter(~Exists(unseen)).order_by("pk")


@verb("monitoring.trim-journal")
def _trim(actor: Actor, lane: Lane, before: datetime, keys: list[int]) -> int:
    """One slice of a lane."""
    Frame.objects.filter(pk__in=keys).delete()
    span = {"received_before": before, "frames": len(keys), "first": keys[0], "last": keys[-1]}
    record("monitoring:journal", after={"lane": lane.name, **span})
    return len(keys)
