"""The way of a reading 数据流水线: unpacked, recomputed, put into the lake; each step in its own rhythm."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from huanzhi.config.closing import Closing
from huanzhi.ledger.verbs import SYSTEM

log = logging.getLogger(__name__)
NEVER = float("inf")  # again: once, at the start
HALFWAY = 20.0  # seconds


@dataclass
class Step:
    """Work that comes round: `run` says whether there is more to do at once."""

    name: str
    seconds: float
    run: Callable[[], bool]
    due: float = 0.0
    failed: int = 0


@dataclass
class Pipeline:
    """The steps, gone through in order for as long as somebody wants."""

    steps: list[Step] = field(default_factory=list)
    closing: Closing = field(default_factory=Closing)

    def pass_(self, now: float) -> bool:
        """Do what is due; whether a step has more to do at once."""
        more = False
        for step in self.steps:
            if now < step.due:
                continue
            try:
                again = step.run()
                step.failed = 0
            except Exception as error:  # one step's trouble is not the others'; it is said and tried again
                step.failed += 1
                again = False
                log.warning("%s: %s: %s", step.name, type(error).__name__, str(error).strip().split("\n")[0])
                close_old_connections()
            more |= again
            step.due = now if again else now + _rest(step)
        return more


def _rest(step: Step) -> float:
    """Until the next time; longer when it failed, and once more soon when it was to run only once."""
    if step.failed and step.seconds == NEVER:
        return 5.0
    return min(step.seconds * 2**step.failed, 60 + step.seconds)


def pipeline(flush_seconds: int | None = None) -> Pipeline:
    """Everything that readings need after they have come in; `flush_seconds`: how long one may wait for the lake."""
    from huanzhi.monitoring.actions import (
        commands,
        device_days,
        flush,
        follow,
        missing,
        offline,
        silences,
    )

    arrivals, figures, closing, actor = Arrivals(), Figures(), Closing(), SYSTEM("pipeline")
    steps: list[tuple[str, float, Callable[[], Any]]] = [
        ("unpacking", 0.5, arrivals.unpack),
        ("recomputation", 1.0, arrivals.recompute),
        ("silences while nobody unpacked", NEVER, lambda: silences.settle_silences(timezone.now())),
        ("silences", 5.0, offline.settle_offline_now),
        ("registers", 15.0, lambda: follow.follow_registers()),
        ("missing hours", 60.0, lambda: (missing.mark_missing(), missing.let_go())),
        ("lake", min(10.0, flush_seconds or 10), lambda: flush.flush(oldest_seconds=flush_seconds)),
        ("commands", 20.0, lambda: (commands.ask_for_missing(actor), commands.fail_lost())),
        ("days of devices", 300.0, device_days.settle_today),
        ("figures", 30.0, figures.renew),
        ("suspicions", 3600.0, yesterdays_suspicions),
        ("seals", 10.0, closing.look),
    ]
    return Pipeline([Step(name, seconds, partial(_more, run)) for name, seconds, run in steps], closing)


def _more(run: Callable[[], Any]) -> bool:
    """Most steps say how much they did; only True says that there is more to do at once."""
    return run() is True


class Arrivals:
    """Frames are unpacked, and what they touch is recomputed; but not in the middle of what an outage held back.

    A device that makes good sends many hours within seconds. Recomputed halfway they would stand as missing and change
    once more; so they wait for a pass without late ones, and not for longer than HALFWAY.
    """

    def __init__(self) -> None:
        from huanzhi.monitoring.actions.unpacking import Unpacker

        self._unpacker = Unpacker()
        self._late_since: float | None = None

    def unpack(self) -> bool:
        """A pass; whether there is more."""
        from huanzhi.monitoring.actions.unpacking import BATCH

        done = self._unpacker.run()
        if not done.late:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = time.monotonic()
        return done.frames >= BATCH

    def recompute(self) -> bool:
        """Whether there is more to recompute."""
        from huanzhi.monitoring.actions import recompute

        if self._late_since is not None and time.monotonic() - self._late_since < HALFWAY:
            return False
        return recompute.recompute().touched >= recompute.LIMIT


class Figures:
    """Figures of the air rest on its days: when one comes out otherwise, those of its year are computed again."""

    def __init__(self) -> None:
        self._seen = timezone.now()

    def renew(self) -> None:
        """Look for days judged since the last time."""
        from huanzhi.config.cli.figures import refresh_figures
        from huanzhi.monitoring.models import DayVerdict

        since = self._seen
        self._seen = timezone.now()
        days = DayVerdict.objects.filter(evaluated_at__gt=since).dates("day", "year")
        if years := {first.year for first in days}:
            refresh_figures(SYSTEM("pipeline"), quiet=True, only=years)


def yesterdays_suspicions() -> None:
    """Once the day is over, and again while late readings may still come."""
    from huanzhi.monitoring.actions.suspicions import find_suspicions
    from huanzhi.monitoring.models import Point

    now = timezone.now()
    points = list(Point.objects.filter(devices__isnull=False).distinct())
    find_suspicions(points, timezone.localdate(now) - timedelta(days=1), now)


def run(stopping: Callable[[], bool], flush_seconds: int | None = None, idle: float = 0.25) -> None:
    """Until told to stop."""
    line = pipeline(flush_seconds)
    try:
        while not stopping():
            if not line.pass_(time.monotonic()):
                time.sleep(idle)
    finally:
        line.closing.stop()
