"""Trimming the journal 收件箱清理: raw frames whose readings lie in sealed, verified files may go after their time."""

from datetime import date, datetime, time, timedelta

import polars as pl
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring import seals
from huanzhi.monitoring.inbox import SPAN, Frame, Lane, Quarantined
from huanzhi.monitoring.keeping import keeping
from huanzhi.monitoring.lake.delta import index
from huanzhi.monitoring.readings import Recent
from huanzhi.science.shanghai import OFFSET

SLICE = 50_000


def trim_journal(actor: Actor, before: date, now: datetime | None = None) -> int:
    """Delete frames received before that day that nothing needs any more, slice by slice; how many.

    A frame stays while it is not unpacked, while somebody has yet to look at what of it could not be used, while a
    reading of it is not in the lake, or in a file that was not sealed and verified (a reading carries the moment at
    which its frame was received). Raises ValueError for a day within the time that the journal keeps.
    """
    now = now or timezone.now()
    wanted, keep = datetime.combine(before, time(), OFFSET), now - timedelta(days=keeping().journal_days)
    if wanted > keep:
        raise ValueError(f"before {before}: the journal keeps frames received since {keep:%Y-%m-%d %H:%M}")
    bound = min([wanted, *_open_files()["min_received"].drop_nulls()])
    gone = 0
    for lane in Lane.objects.order_by("pk"):
        while _free(lane, bound).exists():
            gone += _trim(actor, lane, bound)
    return gone


def _open_files() -> pl.DataFrame:
    """Files of the lake that are in no seal that was found to hold."""
    proven = [set(seal.files) for seal in seals.newest_seals().values() if seal.verified_at]
    return index().filter(~pl.col("path").is_in(list(set().union(*proven))))


def _free(lane: Lane, bound: datetime) -> QuerySet[Frame]:
    own = Frame.objects.filter(pk__gt=lane.first, pk__lt=lane.first + SPAN, pk__lte=lane.unpacked)
    later = own.filter(received__gte=bound).order_by("pk").values_list("pk", flat=True).first()
    old = own.filter(received__lt=bound) if later is None else own.filter(pk__lt=later, received__lt=bound)
    unseen = Quarantined.objects.filter(frame=OuterRef("pk"), reviewed_at=None)
    waiting = Recent.objects.filter(row=OuterRef("pk"))
    return old.filter(~Exists(unseen), ~Exists(waiting)).order_by("pk")


@verb("monitoring.trim-journal")
def _trim(actor: Actor, lane: Lane, bound: datetime) -> int:
    """One slice of a lane."""
    keys = list(_free(lane, bound).values_list("pk", flat=True)[:SLICE])
    Frame.objects.filter(pk__in=keys).delete()
    after = {
        "lane": lane.name,
        "received_before": bound,
        "frames": len(keys),
        "first": keys[0],
        "last": keys[-1],
    }
    record("monitoring:journal", after=after)
    return len(keys)
