"""A figure computed from records, with all it rests on."""

from datetime import date

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.actions.refused import Refused
from huanzhi.measures.computation import Computation, plain
from huanzhi.measures.content import canonical, inputs, sha256
from huanzhi.measures.forecast import look_ahead
from huanzhi.measures.history import computed
from huanzhi.measures.measure import Measure, find
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import current

Target = tuple[str, int | None, int]  # comparison, thousandths, the year for which it was set


def refresh(
    actor: Actor, code: str, year: int, as_of: date, comparator: str, target_e3: int | None, due: int
) -> Figure:
    """Compute a measure anew; the figure on record is kept when nothing it rests on has changed.

    `due` is the year for which the target was set. Refused for a measure whose figures come by document.
    """
    measure = find(code)
    if measure.manual:
        raise Refused(f"{code}: its figures are stated by documents, not computed")
    found = computed(measure, year, as_of)
    target: Target = (comparator, target_e3, due)
    digest = sha256(canonical(inputs(measure, found, year, as_of, target)))
    before = current(code, year)
    if before is not None and before.input_hash == digest:
        return before
    return keep_figure(actor, measure, year, as_of, found, target, digest)


@verb("measures.keep-figure")
def keep_figure(
    actor: Actor, measure: Measure, year: int, as_of: date, found: Computation, target: Target, digest: str
) -> Figure:
    """Keep what was computed, with what it rests on."""
    outlook = look_ahead(found, year, as_of, measure.decimals, *target)
    before = current(measure.code, year)
    figure = Figure.objects.create(
        measure=measure.code,
        year=year,
        as_of=as_of,
        value_e3=found.value_e3(measure.decimals),
        target_e3=target[1],
        comparator=target[0],
        unit=measure.unit,
        decimals=measure.decimals,
        kind=found.kind,
        over=found.over,
        numerator=found.numerator,
        denominator=found.denominator,
        days_valid=len(found.valid),
        days_elapsed=len(found.parts),
        needed=found.needed,
        status=outlook.status,
        outlook=outlook.plain(),
        series=plain(found.parts),
        labels={part.key: [part.name, part.reason] for part in found.parts if part.name or part.reason},
        editions=list(found.editions),
        edition=measure.edition,
        points=list(found.points),
        set_version=found.set_version,
        input_hash=digest,
        simulated=found.simulated,
        computed_at=timezone.now(),
    )
    old = {"value_e3": before.value_e3, "status": before.status} if before else None
    record(figure, before=old, after={"value_e3": figure.value_e3, "status": figure.status, "inputs": digest})
    return figure
