"""Unpacking 拆包入库: what the journal holds becomes readings, counts and quarantine, each frame exactly once.

One transaction moves a lane's mark and writes everything that its frames brought, so a crash leaves a frame either
wholly unpacked or not at all. It is no verb of a person's: its trace is the journal, frame by frame.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huanzhi.monitoring.actions.arrival import Arrival
from huanzhi.monitoring.doors import hj212, mqtt
from huanzhi.monitoring.doors.book import Told, read_book
from huanzhi.monitoring.doors.opened import Opened, Unusable
from huanzhi.monitoring.inbox import SPAN, Frame, Lane
from huanzhi.monitoring.models import Quarantined
from huanzhi.wire.hj212 import Assembler

log = logging.getLogger(__name__)
BATCH = 2000
WAIT_FOR_PACKETS = 60.0

Door = Callable[[Frame, dict[str, Told]], Opened]


def doors_of(packets: Assembler) -> dict[str, Door]:
    """Who opens what the journal holds; files are opened by their own verbs."""
    return {"hj212": lambda frame, book: hj212.open_(frame, book, packets), mqtt.DOOR: mqtt.open_}


@dataclass
class Unpacked:
    """How much a pass did."""

    frames: int = 0
    readings: int = 0
    repeats: int = 0
    quarantined: int = 0
    late: int = 0  # frames with a reading of an hour that is over


class Unpacker:
    """Goes through the lanes. Between passes it keeps nothing but messages of which packets are still to come.

    Files are opened by their own verbs, so their lane is left alone.
    """

    def __init__(self, doors: dict[str, Door] | None = None) -> None:
        self._packets = Assembler(WAIT_FOR_PACKETS, most=4096)
        self._doors = doors_of(self._packets) | (doors or {})
        self._begun: set[int] = set()

    def run(self, now: datetime | None = None) -> Unpacked:
        """A pass over every lane; at most a batch of each."""
        done = Unpacked()
        for key in Lane.objects.exclude(name="files").order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                lane = Lane.objects.select_for_update().get(pk=key)
                self._lane(lane, now or timezone.now(), done)
        return done

    def _lane(self, lane: Lane, now: datetime, done: Unpacked) -> None:
        first = max(lane.unpacked, lane.first)
        frames = list(Frame.objects.filter(pk__gt=first, pk__lt=lane.first + SPAN).order_by("pk")[:BATCH])
        arrival = Arrival(now)
        if lane.pk not in self._begun:
            self._begun.add(lane.pk)
            self._remember(first, now)
        book = read_book() if frames else {}
        for frame in frames:
            arrival.add(frame, self._open(frame, book))
        if frames:
            for mn, unusable in hj212.give_up(self._packets, frames[-1].received.timestamp()):
                arrival.refuse(frames[-1], mn, unusable)
            arrival.settle()
            lane.unpacked = frames[-1].pk
            lane.save(update_fields=["unpacked"])
        done.frames += len(frames)
        done.readings += arrival.stored
        done.repeats += arrival.repeated
        done.quarantined += arrival.quarantined
        done.late += arrival.late

    def _open(self, frame: Frame, book: dict[str, Told]) -> Opened:
        if frame.refusal:
            reason = Unusable(frame.refusal, frame.reason)
            return Opened(unusable=[reason], device=frame.mn)
        door = self._doors.get(frame.door)
        if door is None:
            return Opened(unusable=[Unusable("unreadable", f"no door {frame.door}")], device=frame.mn)
        try:
            return door(frame, book)
        except Exception as error:  # a frame that nobody foresaw must not hold up those behind it
            log.exception("frame %s cannot be opened", frame.pk)
            why = f"cannot be opened: {type(error).__name__}: {error}"
            return Opened(unusable=[Unusable("unreadable", why)], device=frame.mn)

    def _remember(self, first: int, now: datetime) -> None:
        """After a restart: the packets that wait for others are found again in the frames of the last minute."""
        since = now.timestamp() - WAIT_FOR_PACKETS
        book: dict[str, Told] | None = None
        recent = Frame.objects.filter(pk__lte=first, pk__gt=first - BATCH, door="hj212", refusal="")
        for frame in recent.order_by("pk"):
            if frame.received.timestamp() >= since and b"PNUM=" in bytes(frame.raw):
                book = book or read_book()
                hj212.open_(frame, book, self._packets)


def open_again(frames: list[int], now: datetime | None = None) -> int:
    """Open quarantined frames once more, after what was wrong was put right; how many brought readings.

    Their rows in quarantine are marked as taken; what still cannot be used comes back with its new reason.
    """
    now = now or timezone.now()
    doors = doors_of(Assembler(WAIT_FOR_PACKETS, most=4096))
    taken = 0
    with transaction.atomic():
        rows = list(Frame.objects.filter(pk__in=frames, door__in=doors).order_by("pk"))
        book, arrival, good = read_book(), Arrival(now), []
        for frame in rows:
            opened = doors[frame.door](frame, book)
            if opened.readings or not opened.unusable:
                good.append(frame.pk)
            arrival.add(frame, opened)
            taken += bool(opened.readings)
        Quarantined.objects.filter(frame__in=good).update(taken=True)
        arrival.settle()
    return taken
