"""Reads of figures."""

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from huanzhi.measures.content import frozen, inputs
from huanzhi.measures.difference import Difference, difference
from huanzhi.measures.history import computed
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure, MemberSet, Snapshot


def current(measure: str, year: int) -> Figure | None:
    """The newest figure of a measure for a year."""
    return Figure.objects.filter(measure=measure, year=year).first()


def newest(measures: Iterable[str]) -> dict[tuple[str, int], Figure]:
    """The newest figure of each measure and year, without its days (they are long)."""
    rows = Figure.objects.filter(measure__in=list(measures)).defer("series", "points", "labels")
    rows = rows.order_by("measure", "year", "-computed_at", "-pk").distinct("measure", "year")
    return {(figure.measure, figure.year): figure for figure in rows}


def episode(figure: Figure) -> Figure:
    """The figure with which the present run of the same status began."""
    earlier = Figure.objects.filter(measure=figure.measure, year=figure.year, pk__lt=figure.pk)
    broken = earlier.exclude(status=figure.status).order_by("-pk").values_list("pk", flat=True).first()
    run = Figure.objects.filter(measure=figure.measure, year=figure.year, pk__lte=figure.pk)
    return (run.filter(pk__gt=broken) if broken else run).order_by("pk")[0]


def member_set(code: str, day: date) -> MemberSet:
    """The version of a set that holds on a day, the last of the period computed; LookupError when none does."""
    held = MemberSet.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), code=code)
    found = held.filter(valid_from__lte=day).prefetch_related("members").order_by("-version").first()
    if found is None:
        raise LookupError(f"no set of members {code} on {day}")
    return found


def since_frozen(snapshot: Snapshot) -> Difference:
    """What has changed between a frozen figure and what its records give today, for the same year, day and target."""
    held = json.loads(snapshot.content)
    said = held["inputs"]
    target = (said["target"]["comparator"], said["target"]["value_e3"], said["target"]["due"])
    measure = find(snapshot.measure)
    found = computed(measure, snapshot.year, snapshot.as_of)
    now = frozen(json.loads(json.dumps(inputs(measure, found, snapshot.year, snapshot.as_of, target))))
    return difference(held, json.loads(now))
