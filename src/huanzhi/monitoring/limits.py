"""生效限值: the limits that bind points, as the kernel takes them and as the standards judge with them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Q

from huanzhi.monitoring.limit import Ground
from huanzhi.monitoring.models import Channel, OutletLimit
from huanzhi.monitoring.recompute.judged import LIMITS
from huanzhi.standards.against import judge, own_limit
from huanzhi.standards.bounds import bounds
from huanzhi.standards.library import Limit
from huanzhi.standards.verdict import Verdict

ALIKE = str.maketrans({"³": "3", "²": "2", "µ": "u", "μ": "u", "／": "/", " ": None})
NAMED = ("text", "unit", "ground", "document", "clause")


def frame_of(points: Iterable[str] | None = None) -> pl.DataFrame:
    """The limits of those points (of all without), one row a limit, columns of judged.LIMITS."""
    held = OutletLimit.objects.select_related("point").order_by("pk")
    if points is not None:
        held = held.filter(point__code__in=list(points))
    units = _units(points)
    rows = [
        (one.pk, one.point.code, one.factor, one.averaging, one.ground, one.valid_from, one.valid_until)
        + _comparable(one, units.get((one.point.code, one.factor.split("-")[0])))
        for one in held
    ]
    return pl.DataFrame(rows, schema=LIMITS, orient="row")


def described(frame: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Of each limit in a frame what a page says of it: id, limit_e3, text, unit, ground, document and clause.

    One with a lower bound says that too, as `floor_e3`.
    """
    scaled = {key: (high, low) for key, high, low in frame.select("id", "limit_e3", "floor_e3").iter_rows()}
    held = OutletLimit.objects.filter(pk__in=list(scaled))
    return {one.pk: _described(one, *scaled[one.pk]) for one in held}


def _described(one: OutletLimit, high: int | None, low: int | None) -> dict[str, Any]:
    floor = {} if low is None else {"floor_e3": low}
    return {"id": one.pk, "limit_e3": high} | floor | {name: getattr(one, name) for name in NAMED}


def binding(point: str, factor: str, averaging: str, day: date) -> list[OutletLimit]:
    """The limits of the ground that binds on a day: the permit's when it has any, else the standards'."""
    held = OutletLimit.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        point__code=point,
        factor=factor,
        averaging=averaging,
    ).order_by("pk")
    permits = [one for one in held if one.ground == Ground.PERMIT]
    return permits or list(held)


def judge_value(factor: str, value_e3: int | None, limits: Sequence[OutletLimit], day: date) -> Verdict:
    """One value against limits that bind, with every step of the proof; ValueError for one that cannot be compared."""
    return judge(factor, value_e3, [part for one in limits for part in _parts(factor, one)], day)


def _parts(factor: str, one: OutletLimit) -> list[Limit]:
    """The one or two limits of the standards' kind that a limit as printed comes to."""
    until = None if one.valid_until is None else one.valid_until + timedelta(days=1)
    document = " ".join(filter(None, (one.document, one.clause)))
    since, (low, high) = one.valid_from or date.min, bounds(one.text)
    both = [(high, "<="), (low, ">=")]
    return [
        own_limit(factor, text, one.unit, document, since, until, one.averaging, sense)
        for text, sense in both
        if text is not None
    ]


def _units(points: Iterable[str] | None) -> dict[tuple[str, str], set[str]]:
    """The units in which the series of points are kept; a factor that no channel names has none."""
    held = Channel.objects.filter(device__point__isnull=False)
    if points is not None:
        held = held.filter(device__point__code__in=list(points))
    found: dict[tuple[str, str], set[str]] = {}
    for point, factor, unit in held.values_list("device__point__code", "factor", "unit"):
        found.setdefault((point, factor), set()).add(unit)
    return found


def _comparable(one: OutletLimit, kept: set[str] | None) -> tuple[int | None, str | None, int | None]:
    """The upper bound in thousandths, nothing and the lower bound; or nothing but why it cannot be compared."""
    try:
        low, high = bounds(one.text).scaled()
    except ValueError as error:
        return None, f"limit {one.code} cannot be compared: {error}", None
    if kept and {unit.translate(ALIKE).lower() for unit in kept} != {one.unit.translate(ALIKE).lower()}:
        return None, f"limit {one.code} is in {one.unit}, the values in {', '.join(sorted(kept))}", None
    return high, None, low
