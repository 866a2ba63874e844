"""Reads of the journal 收件箱: frames newest first without counting them, and what became of one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import nlargest
from typing import Any

import polars as pl
from django.db.models import Count, Max, Min, Q, QuerySet

from huanzhi.monitoring import series
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Command, Frame, Lane, Quarantined
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message
from huanzhi.wire.hj212.readings import STATISTICS

PAGE = 50
SLACK = timedelta(seconds=5)  # the end is written down a moment after or before the last frame of an answer
REQUEST = re.compile(rb"QN=([0-9]{17})")
AHEAD = timedelta(days=1, seconds=1)  # a day's mean ends a day after the time that its frame names


@dataclass(frozen=True)
class Slice:
    """Some frames, newest first, and where the older ones begin: a number for each lane."""

    frames: list[Frame]
    older: dict[int, int]

    @property
    def cursor(self) -> str:
        """`older` as an address carries it; empty when there are no older ones."""
        return ",".join(str(number) for number in self.older.values())


def frames(
    user: Any, mn: str = "", day: date | None = None, before: Mapping[int, int] | None = None
) -> Slice:
    """The newest frames (of a device, of its day) below the numbers of `before`; no row is counted.

    A day without a device would have to walk through everything that came since: it is looked at for a device only.
    """
    before = before or {}
    seen = Frame.objects.visible_to(user)
    rows = seen.filter(mn=mn) if mn else seen
    if mn and day:
        start = datetime.combine(day, time(), OFFSET)
        rows = rows.filter(received__gte=start, received__lt=start + timedelta(days=1))
    tops = [
        before.get(lane, (lane + 1) * SPAN)
        for lane in Lane.objects.order_by("pk").values_list("pk", flat=True)
    ]
    found = [frame for top in tops for frame in _below(rows, top)]
    chosen = nlargest(PAGE, found, key=lambda frame: (frame.received, frame.pk))
    if len(found) == len(chosen):
        return Slice(chosen, {})
    lowest = {(top - 1) // SPAN: top for top in tops}
    for frame in chosen:
        lowest[frame.pk // SPAN] = min(lowest[frame.pk // SPAN], frame.pk)
    return Slice(chosen, lowest)


def _below(rows: QuerySet[Frame], top: int) -> list[Frame]:
    lane = (top - 1) // SPAN
    return list(rows.filter(pk__lt=top, pk__gt=lane * SPAN).order_by("-pk")[: PAGE + 1])


def older(text: str) -> dict[int, int]:
    """The numbers of a cursor by lane; what is no number is left out."""
    numbers = [int(part) for part in text.split(",") if part.isdecimal() and len(part) < len(str(SPAN)) + 4]
    return {(number - 1) // SPAN: number for number in numbers if number > 0}


def neighbours(user: Any, frame: Frame) -> tuple[int | None, int | None]:
    """The numbers of the frames of the same device in the same lane before and after this one."""
    lane = frame.pk // SPAN
    same = Frame.objects.visible_to(user).filter(mn=frame.mn, pk__gt=lane * SPAN, pk__lt=(lane + 1) * SPAN)
    ends = (
        same.filter(pk__lt=frame.pk).aggregate(n=Max("pk")),
        same.filter(pk__gt=frame.pk).aggregate(n=Min("pk")),
    )
    return ends[0]["n"], ends[1]["n"]


def answers(user: Any, mn: str, asked: Sequence[Command]) -> dict[str, tuple[int, int]]:
    """The first and last frame in answer to what was asked of a device, by the request number that they carry."""
    told, spans = set(), Q()
    for row in asked:
        if row.qn and row.frames and row.sent_at and row.ended_at:
            told.add(row.qn)
            spans |= Q(received__gte=row.sent_at, received__lte=row.ended_at + SLACK)
    if not told:
        return {}
    found: dict[str, tuple[int, int]] = {}
    rows = Frame.objects.visible_to(user).filter(spans, mn=mn, refusal="").order_by("pk")
    for number, raw in rows.values_list("pk", "raw"):
        named = REQUEST.search(bytes(raw))
        if named and (qn := named[1].decode()) in told:
            found[qn] = (found.get(qn, (number, number))[0], number)
    return found


def given(number: int, point: str, message: Message) -> pl.DataFrame:
    """The readings that a frame gave, as the lake has them, with `counts`: whether each still counts."""
    statistic, at = STATISTICS.get(message.cn), message.data_time
    if statistic is None or at is None:
        return pl.DataFrame()
    rows = series.received([point], None, at - timedelta(seconds=1), at + AHEAD, statistic)
    mine = rows.filter(row=number)
    if mine.is_empty():
        return mine
    last = rows.group_by("factor", "time", maintain_order=True).agg(last=pl.col("row").last())
    return mine.join(last, on=["factor", "time"], how="left").with_columns(counts=pl.col("last") == number)


def groups(user: Any) -> list[dict[str, Any]]:
    """What waits in quarantine, by device and kind: how many, from when to when, up to which row; newest first."""
    waiting = Quarantined.objects.visible_to(user).filter(reviewed_at=None)
    counted = waiting.order_by().values("mn", "kind", "simulated")
    ends = {"count": Count("pk"), "first": Min("received"), "last": Max("received"), "upto": Max("pk")}
    rows: Any = counted.annotate(**ends)
    return sorted(rows, key=lambda row: row["last"], reverse=True)
