"""Reads of the air pack."""

from huanzhi.monitoring.models import Point
from huanzhi.monitoring.queries import point_set
from huanzhi.packs.air.measures import POINTS


def assessed_stations() -> list[Point]:
    """The points that the figures rest on today; every station (micro ones left out) when no set is named."""
    try:
        return list(point_set(POINTS).points.order_by("code"))
    except LookupError:
        return list(Point.objects.filter(medium="air").exclude(kind="micro")[:10])
