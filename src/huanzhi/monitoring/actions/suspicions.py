"""疑似造假排查: looking for suspicious patterns of a day, and writing them down for a person; nothing else follows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.db import transaction

from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.monitoring import quality_queries
from huanzhi.monitoring.models import Point, Suspicion
from huanzhi.monitoring.quality.rules import edition_on
from huanzhi.monitoring.quality.suspicion import FILE, Finding, find
from huanzhi.science.shanghai import day_of_hour

STATISTICS = ("minute", "real", "hour")  # the first that a point has on the day; ten minutes show enough
BATCH = 10  # points at once: bounds the memory of four days of real-time data
Key = tuple[str, str, str]


def find_suspicions(points: Sequence[Point], day: date, now: datetime) -> int:
    """Look through a day that is over; how many suspicions are new or came out otherwise.

    Run again it writes nothing twice. What a person judged stays as it was judged; what nobody judged follows the
    readings, and the ledger keeps what it said before. ValueError for a day that is not over.
    """
    if day >= day_of_hour(now):
        raise ValueError(f"day {day} is not over at {now}")
    return sum(_of_batch(points[begin : begin + BATCH], day, now) for begin in range(0, len(points), BATCH))


def _of_batch(points: Sequence[Point], day: date, now: datetime) -> int:
    opening, closing = quality_queries.day_span(day)
    before = timedelta(days=edition_on(day, FILE).held["earlier_days"])
    left, found, simulated = {point.code for point in points}, [], set[tuple[str, str]]()
    for statistic in STATISTICS:
        rows = quality_queries.assessed(sorted(left), opening - before, closing, statistic)
        today = rows.filter(pl.col("time") > opening)
        there = set(today["point"].unique())
        if not there:
            continue
        earlier = rows.filter(pl.col("time") <= opening, pl.col("point").is_in(list(there)))
        limits = quality_queries.hour_limits(sorted(there), day)
        found += find(today, earlier, limits, statistic, day)
        marked = today.filter(pl.col("simulated")).select("point", "factor").unique()
        simulated |= set(marked.iter_rows())
        left -= there
        if not left:
            break
    return _settle({point.code: point for point in points}, day, found, simulated, now)


@transaction.atomic
def _settle(
    points: dict[str, Point], day: date, found: list[Finding], simulated: set[tuple[str, str]], now: datetime
) -> int:
    held_rows = Suspicion.objects.select_for_update().filter(point__in=points.values(), day=day)
    held: dict[Key, Any] = {
        (one.point.code, one.factor, one.rule): one for one in held_rows.select_related("point")
    }
    new, otherwise = [], []
    for one in found:
        before = held.pop((one.point, one.factor, one.rule), None)
        if before is None:
            new.append(
                Suspicion(
                    point=points[one.point],
                    factor=one.factor,
                    day=day,
                    rule=one.rule,
                    evidence=one.evidence,
                    simulated=(one.point, one.factor) in simulated,
                    found_at=now,
                )  # fmt: skip
            )
        elif not before.judged and before.evidence != one.evidence:
            otherwise.append((before, one.evidence))
    gone = [one for one in held.values() if not one.judged]
    Suspicion.objects.bulk_create(new)
    if otherwise or gone:
        _revise(SYSTEM("suspicions"), otherwise, gone, now)
    return len(new) + len(otherwise) + len(gone)


@verb("monitoring.revise-suspicions")
def _revise(
    actor: Actor, otherwise: list[tuple[Suspicion, dict]], gone: list[Suspicion], now: datetime
) -> None:
    """Suspicions that nobody judged and that the readings, corrected or reviewed since, show otherwise or no more."""
    for one, evidence in otherwise:
        before, one.evidence, one.found_at = one.evidence, evidence, now
        one.save()
        record(one, before={"evidence": before}, after={"evidence": evidence}, reason="the readings changed")
    for one in gone:
        held = {"point": one.point.code, "factor": one.factor, "day": one.day, "rule": one.rule}
        record(one, before=held | {"evidence": one.evidence}, reason="the readings no longer show it")
        one.delete()
