"""Figures frozen with all they rest on."""

import json

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.actions.computing import refresh
from huanzhi.measures.actions.refused import Refused
from huanzhi.measures.content import canonical, frozen, inputs, sha256
from huanzhi.measures.history import computed
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure, Snapshot


@verb("measures.freeze")
def freeze(actor: Actor, figure: Figure, reason: str, due: int) -> Snapshot:
    """Freeze a figure: its inputs, its result and the software's edition as canonical JSON with its SHA-256.

    When its records have changed since it was computed it is computed anew first, and that figure is frozen.
    Refused without a reason, and for a figure that a document states.
    """
    if figure.manual:
        raise Refused(f"{figure.measure} {figure.year} rests on a document: {figure.document}")
    if not reason.strip():
        raise Refused("a reason is missing: for which report, for whom")
    target = (figure.comparator, figure.target_e3, due)
    figure = refresh(actor, figure.measure, figure.year, figure.as_of, *target)
    measure = find(figure.measure)
    found = computed(measure, figure.year, figure.as_of)
    said = inputs(measure, found, figure.year, figure.as_of, target)
    if sha256(canonical(said)) != figure.input_hash:
        raise Refused("its records changed while it was being frozen; try again")
    text = frozen(json.loads(canonical(said)))
    made = Snapshot.objects.create(
        measure=figure.measure,
        year=figure.year,
        as_of=figure.as_of,
        figure=figure,
        content=text,
        sha256=sha256(text),
        reason=reason.strip(),
        frozen_at=timezone.now(),
        frozen_by=actor.name,
    )
    record(made, after={"sha256": made.sha256, "value_e3": figure.value_e3}, reason=reason.strip())
    return made
