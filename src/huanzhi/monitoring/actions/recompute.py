"""精确重算 Recomputation: what new readings, reviews and limits touch is worked out anew, and nothing else moves.

Machinery that runs every few seconds: its trace is the Change rows; the ledger has an entry only of a run that changed
something that stood. Whole hours are worked out, once they are over; a day once it is over.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.monitoring import limits
from huanzhi.monitoring.actions import air_again
from huanzhi.monitoring.actions.days import write_days
from huanzhi.monitoring.actions.episodes import settle_episodes
from huanzhi.monitoring.actions.missing import fill
from huanzhi.monitoring.actions.touched import Taken, lock, take
from huanzhi.monitoring.actions.values import Writing, Written, write
from huanzhi.monitoring.lake import day_of
from huanzhi.monitoring.models import Change, HourValue, Point
from huanzhi.monitoring.quality import context
from huanzhi.monitoring.recompute import kernel
from huanzhi.monitoring.recompute.loading import hours_at
from huanzhi.monitoring.recompute.reach import STATISTICS, wanted
from huanzhi.monitoring.recompute.terms import HOUR, ended, terms

LIMIT = 4000  # hours of points in a run
KEEP_HOURS = 96  # as long as verdicts of the air's hours are kept ready


@dataclass
class Outcome:
    """How much a run did; `busy` when another one was at it, and nothing was done."""

    touched: int = 0
    hours: int = 0
    days: int = 0
    changes: list[int] = field(default_factory=list)
    busy: bool = False

    def plain(self) -> dict[str, Any]:
        """For the ledger."""
        return {"touched": self.touched, "hours": self.hours, "days": self.days, "changes": self.changes}


def recompute(now: datetime | None = None, limit: int = LIMIT) -> Outcome:
    """Take at most `limit` touched hours of points away and bring hours, days, air verdicts and episodes in line.

    All of it in one transaction. Hours that are not over yet stay touched. Call again until nothing was touched.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if not lock():
            return Outcome(busy=True)
        taken = take(ended(now), terms().due(now), limit)
        if not taken.count:
            return Outcome()
        before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        outcome = Outcome(touched=taken.count)
        points = {one.code: one for one in Point.objects.filter(code__in=list(taken.of_point))}
        if points:
            _bring_in_line(taken, points, now, outcome)
        changed = Change.objects.filter(pk__gt=before, at=now).order_by("pk")
        outcome.changes = list(changed.values_list("pk", flat=True))
        if outcome.changes:
            _told(SYSTEM("recompute"), outcome)
    return outcome


@verb("monitoring.recompute")
def _told(actor: Actor, outcome: Outcome) -> None:
    """The entry of a run that changed something that stood."""
    record("monitoring:recompute", after=outcome.plain())


def _bring_in_line(taken: Taken, points: dict[str, Point], now: datetime, outcome: Outcome) -> None:
    last, kept = ended(now), terms().kept_after(now)
    touched = {
        name: {hour for hour in hours if hour[0] in points} for name, hours in taken.by_statistic.items()
    }
    frame = limits.frame_of(points)
    how = Writing(points, limits.described(frame), taken.cause, now)
    written = _hours(touched, frame, how, kept, last)
    outcome.hours = len(written.keys)
    moved = {(code, time) for code, _, time in written.keys}
    moved |= set().union(*touched.values())
    older = wanted(touched, last)["hour"].filter(pl.col("time") <= kept)
    outcome.days = write_days(moved | set(older.iter_rows()), frame, how, kept, last)
    air = {hour for hour in moved if points[hour[0]].medium == "air"}
    air_again.judge(air, how, KEEP_HOURS)
    _episodes(moved, taken, points, now)


def _hours(
    touched: dict[str, set[tuple[str, datetime]]],
    frame: pl.DataFrame,
    how: Writing,
    kept: datetime,
    last: datetime,
) -> Written:
    """Hours worked out and written, with the missing ones between and after them."""
    since = kept - max(context(name) for name in STATISTICS)
    recent = {name: {hour for hour in hours if hour[1] > since} for name, hours in touched.items()}
    asked = wanted(recent, last)
    rows = hours_at(asked, last).filter(pl.col("time") > kept)
    rows = kernel.judge(rows.with_columns(day=day_of()), frame, "hour")
    written = write(HourValue, rows, how)
    reached = {code for code, time in set().union(*recent.values()) if time <= last}
    written.keys += fill(reached, written.new, how, kept).keys
    return written


def _episodes(
    hours: set[tuple[str, datetime]], taken: Taken, points: dict[str, Point], now: datetime
) -> None:
    """Episodes that those hours can touch; points with the same span at once, each with its own cause."""
    spans: dict[str, list[datetime]] = defaultdict(list)
    for code, time in hours:
        spans[code].append(time)
    groups: dict[tuple[datetime, datetime], list[Point]] = defaultdict(list)
    for code, times in spans.items():
        groups[min(times) - HOUR, max(times)].append(points[code])
    for (start, end), some in sorted(groups.items(), key=itemgetter(0)):

        def why(code: str, end: datetime = end) -> dict[str, Any]:
            cause, frame = taken.cause(code, end)
            return {"cause": cause, "frame": frame}

        settle_episodes(sorted(some, key=attrgetter("pk")), start, end, now, why)
