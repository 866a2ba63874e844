"""五率: how fast and how well cases are dealt with, from the log of steps alone.

The cases of a period are those opened in it; one joined to another is counted with that other. Each rate is
fulfilled / (fulfilled + failed): what is not done and not late yet waits and is in neither. A step was in time when
it was taken before the deadline that ran for it then (out of reach of a signal: done before it, as the phone
recorded); a deadline that has run out with nothing done has failed.

- dispatch 及时派遣率: handed out before the dispatch clock ran out (a rule does it at once)
- acceptance 及时受理率: taken up in time, from the first hand it was given to
- handling 按期处置率: last reported done before the deadline
- closure 结案率: closed, of all; nothing waits here
- re-check 复核通过率: re-checks that passed, of all re-checks
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from huanzhi.work.case import Case, State
from huanzhi.work.step import IN_TIME, CaseStep

Name = Literal["dispatch", "acceptance", "handling", "closure", "re-check"]
RATES: tuple[Name, ...] = ("dispatch", "acceptance", "handling", "closure", "re-check")


@dataclass(frozen=True)
class Told:
    """What the log tells of one case: for each rate how many fulfilled and failed, and how long it took."""

    pk: int
    number: str
    keys: dict[str, Any]
    counts: dict[Name, tuple[int, int]]
    hours: float | None


@dataclass(frozen=True)
class Rate:
    """One rate: so many fulfilled of so many that are decided; `share` in thousandths, None of nothing."""

    name: Name
    fulfilled: int
    failed: int

    @property
    def decided(self) -> int:
        """The denominator."""
        return self.fulfilled + self.failed

    @property
    def share_e3(self) -> int | None:
        """Rounded half up, in thousandths.

        >>> Rate("closure", 2, 1).share_e3
        667
        """
        return (2000 * self.fulfilled + self.decided) // (2 * self.decided) if self.decided else None


def told(cases: QuerySet[Case], now: datetime | None = None) -> Iterator[Told]:
    """What the log tells of each of these cases; one query."""
    now = now or timezone.now()
    rows = cases.exclude(state=State.MERGED).order_by("pk")
    for row in _annotated(rows).values().iterator(chunk_size=5000):
        yield _told(row, now)


def rates(cases: Iterable[Told]) -> dict[Name, Rate]:
    """The five rates of what was told."""
    sums: dict[Name, list[int]] = {name: [0, 0] for name in RATES}
    for one in cases:
        for name, (fulfilled, failed) in one.counts.items():
            sums[name][0] += fulfilled
            sums[name][1] += failed
    return {name: Rate(name, *both) for name, both in sums.items()}


def grouped(
    cases: Iterable[Told], key: Literal["kind", "organisation_id", "area_id"]
) -> dict[Any, list[Told]]:
    """The cases by kind, organisation or area."""
    found: dict[Any, list[Told]] = {}
    for one in cases:
        found.setdefault(one.keys[key], []).append(one)
    return found


def median_hours(cases: Iterable[Told]) -> float | None:
    """The middle of the times from opening to closing, in hours; None when nothing is closed."""
    times = sorted(one.hours for one in cases if one.hours is not None)
    if not times:
        return None
    middle = len(times) // 2
    return times[middle] if len(times) % 2 else (times[middle - 1] + times[middle]) / 2


def _annotated(rows: QuerySet[Case]) -> QuerySet[Case]:
    first_assigned = Q(steps__verb="work.assign")
    accepted = Q(steps__verb="work.accept")
    in_time = Q(steps__done_at__lt=F("steps__clock_at"))
    in_time |= Q(steps__done_at__isnull=True, steps__at__lt=F("steps__clock_at"))
    last = CaseStep.objects.filter(case=OuterRef("pk"), verb="work.report-done").order_by("-at")
    last = last.annotate(in_time=ExpressionWrapper(IN_TIME, BooleanField()))
    return rows.annotate(
        assigned_at=Min("steps__at", filter=first_assigned),
        assigned_in_time=Min("steps__at", filter=first_assigned & in_time),
        accepted_at=Min("steps__at", filter=accepted),
        accepted_in_time=Min("steps__at", filter=accepted & in_time),
        reported_in_time=Subquery(last.values("in_time")[:1]),
        passed=Count("steps", filter=Q(steps__verb="work.verify")),
        returned=Count("steps", filter=Q(steps__verb="work.return-case")),
    )


def _told(row: Any, now: datetime) -> Told:
    late = row["clock_at"] is not None and row["clock_at"] <= now
    counts: dict[Name, tuple[int, int]] = {
        "dispatch": _first(
            row["assigned_at"], row["assigned_in_time"], late and row["state"] == State.OPENED
        ),
        "acceptance": _first(
            row["accepted_at"], row["accepted_in_time"], late and row["state"] == State.ASSIGNED
        ),
        "handling": _handled(row, now),
        "closure": (1, 0) if row["state"] == State.CLOSED else (0, 1),
        "re-check": (row["passed"], row["returned"]),
    }
    closed = row["closed_at"]
    hours = (closed - row["opened_at"]).total_seconds() / 3600 if closed else None
    keys = {key: row[key] for key in ("kind", "organisation_id", "area_id", "state")}
    return Told(row["id"], row["number"], keys, counts, hours)


def _first(at: datetime | None, in_time: datetime | None, run_out: bool) -> tuple[int, int]:
    """Done in time or late by its first step; not done, it has failed once its clock has run out."""
    if at is not None:
        return (1, 0) if in_time == at else (0, 1)
    return (0, 1) if run_out else (0, 0)


def _handled(row: Any, now: datetime) -> tuple[int, int]:
    """By the last report while it stands; while the case is in hand, by its deadline."""
    if row["state"] in (State.REPORTED, State.CLOSED):
        return (1, 0) if row["reported_in_time"] else (0, 1)
    if row["state"] == State.SUSPENDED:
        return (0, 0)
    return (0, 1) if row["due_at"] <= now else (0, 0)
