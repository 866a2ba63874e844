"""Verbs of measures: a figure is computed, never typed in."""

import hashlib
import json
from datetime import date

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.computation import Computation
from huanzhi.measures.forecast import look_ahead
from huanzhi.measures.measure import Measure, find
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import current


def refresh(
    actor: Actor, code: str, year: int, as_of: date, comparator: str, target_e3: int | None, due: int
) -> Figure:
    """Compute a measure anew; the figure on record is kept when nothing it rests on has changed.

    `due` is the year for which the target was set.
    """
    measure = find(code)
    found = measure.compute(year, as_of)
    digest = _digest(found, as_of, comparator, target_e3, due)
    before = current(code, year)
    if before is not None and before.input_hash == digest:
        return before
    return keep_figure(actor, measure, year, as_of, found, comparator, target_e3, due, digest)


@verb("measures.keep-figure")
def keep_figure(
    actor: Actor,
    measure: Measure,
    year: int,
    as_of: date,
    found: Computation,
    comparator: str,
    target_e3: int | None,
    due: int,
    digest: str,
) -> Figure:
    """Keep what was computed, with what it rests on."""
    outlook = look_ahead(found, year, as_of, measure.decimals, comparator, target_e3, due)
    before = current(measure.code, year)
    figure = Figure.objects.create(
        measure=measure.code,
        year=year,
        as_of=as_of,
        value_e3=found.value_e3(measure.decimals),
        target_e3=target_e3,
        comparator=comparator,
        unit=measure.unit,
        decimals=measure.decimals,
        kind=found.kind,
        numerator=found.numerator,
        denominator=found.denominator,
        days_valid=len(found.valid),
        days_elapsed=len(found.days),
        status=outlook.status,
        outlook=outlook.plain(),
        series=[[day.day.isoformat(), day.value_e3, day.aqi] for day in found.days],
        editions=list(found.editions),
        points=list(found.points),
        set_version=found.set_version,
        input_hash=digest,
        simulated=found.simulated,
        computed_at=timezone.now(),
    )
    old = {"value_e3": before.value_e3, "status": before.status} if before else None
    record(figure, before=old, after={"value_e3": figure.value_e3, "status": figure.status, "inputs": digest})
    return figure


def _digest(found: Computation, as_of: date, comparator: str, target_e3: int | None, due: int) -> str:
    content = [
        [[day.day.isoformat(), day.value_e3, day.aqi] for day in found.days],
        {str(year): [day.value_e3 for day in days] for year, days in sorted(found.former.items())},
        [found.kind, list(found.editions), list(found.points), found.set_version, found.needed_days],
        [as_of.isoformat(), comparator, target_e3, due],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
