"""What episodes are computed from: hours of series as they stand, when devices were off line, what was declared."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from huanzhi.monitoring.episodes.detect import EXCEEDED, WITHOUT, Hour
from huanzhi.monitoring.episodes.rest import Declared
from huanzhi.monitoring.episodes.spans import Span
from huanzhi.monitoring.models import Channel, Declaration, Episode, HourValue

Series = tuple[int, str]  # point, factor


def hours_of(
    points: Sequence[int], start: datetime, end: datetime, factors: Iterable[str] | None = None
) -> dict[Series, list[Hour]]:
    """Hours of series in start < hour <= end, in order."""
    rows = HourValue.objects.filter(point__in=points, time__gt=start, time__lte=end)
    if factors is not None:
        rows = rows.filter(factor__in=list(factors))
    names = (
        "point_id",
        "factor",
        "time",
        "value_e3",
        "standing",
        "decision",
        "limit__limit_e3",
        "simulated",
        "basis",
        "limit__floor_e3",
    )
    found: dict[Series, list[Hour]] = defaultdict(list)
    for point, factor, *hour in rows.order_by("time").values_list(*names):
        found[point, factor].append(Hour(*hour))
    return found


def with_bad_hours(points: Sequence[int], start: datetime, end: datetime) -> set[int]:
    """Those of the points that have an hour an episode can be made of: of the others nothing need be read."""
    bad = Q(decision=EXCEEDED) | Q(standing__in=WITHOUT)
    rows = HourValue.objects.filter(bad, point__in=points, time__gt=start, time__lte=end)
    return set(rows.values_list("point_id", flat=True).distinct())


def declared(points: Sequence[int], start: datetime, end: datetime) -> dict[int, list[Declared]]:
    """What was declared for points and overlaps a span, and not withdrawn."""
    rows = Declaration.objects.filter(point__in=points, withdrawn_at=None, start__lt=end, end__gt=start)
    found: dict[int, list[Declared]] = defaultdict(list)
    with translation.override(
        settings.LANGUAGE_CODE
    ):  # machinery writes it; it must not change with who looks
        for row in rows.order_by("start", "pk"):
            words = f"{row.get_kind_display()}: {row.reason}"
            found[row.point_id].append(Declared(row.kind, row.start, row.end, words))
    return found


def offline(points: Sequence[int], start: datetime, end: datetime) -> dict[int, dict[int, list[Span]]]:
    """When devices were off line, by point and device."""
    rows = Episode.objects.filter(Q(end=None) | Q(end__gt=start), kind=Episode.Kind.OFFLINE, onset__lt=end)
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for point, device, onset, until in rows.filter(point__in=points).values_list(
        "point_id", "device_id", "onset", "end"
    ):
        found[point][device].append((onset, until or end))
    return found


def senders(points: Sequence[int]) -> dict[Series, set[int]]:
    """Which devices are declared to send a series."""
    found: dict[Series, set[int]] = defaultdict(set)
    rows = Channel.objects.filter(device__point__in=points)
    for point, factor, device in rows.values_list("device__point_id", "factor", "device_id"):
        found[point, factor].add(device)
    return found
