"""定位: a point on the map finds its cell, the cell's member, and the chain above.

Outlines lie in a search tree in memory, made anew when an area has changed since: the database itself counts the
changes (a trigger on the table), so that one row tells, whoever changed what, and only once it is committed. A point
is taken to WGS 84 first; an outline whose source did not say its reference is taken as WGS 84 too, and can be some
500 m off. On an edge, and where outlines overlap, the lowest level wins, then the smaller cell.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from shapely import Point, STRtree, from_geojson, prepare
from shapely import area as area_of

from huanzhi.people.area import Level
from huanzhi.people.grid import day_of
from huanzhi.people.models import Area, AreaVersion
from huanzhi.people.responsibility import Responsible, responsible_of
from huanzhi.science.coordinates import geometry_to_wgs84, to_wgs84

DEPTH = {level: number for number, level in enumerate(Level.values)}


@dataclass(frozen=True)
class Place:
    """Where a point lies: the smallest cell, who answers for it, the cells from it up to the district."""

    cell: Area | None
    member: Responsible | None
    chain: tuple[Area, ...]


@dataclass(frozen=True)
class Map:
    """The outlines of one version of the areas."""

    version: int
    tree: STRtree
    areas: list[Area]  # as in the tree
    sizes: np.ndarray


_held: list[Map] = []


def locate(lon: float, lat: float, at: datetime | None = None, crs: str = "wgs-84") -> Place:
    """The cell of a point, its member at that moment (or whoever answers instead), and the chain above.

    `crs` is the point's own reference: wgs-84, cgcs2000, gcj-02 or bd-09. ValueError for another one and for
    degrees that are none.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"lon, lat: {lon} {lat} are not degrees of longitude and latitude")
    at = at or timezone.now()
    chain = chain_at(*to_wgs84(lon, lat, crs), day_of(at))
    return Place(chain[0], responsible_of(chain, at), chain) if chain else Place(None, None, ())


def chain_at(lon: float, lat: float, day: date) -> tuple[Area, ...]:
    """The smallest cell valid on that day around a point in WGS 84, and those above it."""
    return search(_map(), lon, lat, day)


def search(held: "Map", lon: float, lat: float, day: date) -> tuple[Area, ...]:
    """The same in a map that is there already; no query."""
    hits = [
        number
        for number in held.tree.query(Point(lon, lat), predicate="intersects")
        if _valid(held.areas[number], day)
    ]
    if not hits:
        return ()
    best = min(hits, key=lambda number: (-DEPTH[held.areas[number].level], held.sizes[number]))
    chain: list[Area] = [held.areas[best]]
    while (above := chain[-1].parent) is not None and above not in chain:
        chain.append(above)
    return tuple(chain)


def _valid(area: Area, day: date) -> bool:
    return (area.valid_from or day) <= day <= (area.valid_until or day)


def version() -> int:
    """How often areas have changed, as far as it is committed."""
    return AreaVersion.objects.values_list("number", flat=True).first() or 0


def _map() -> Map:
    now = version()
    if not _held or _held[0].version != now:
        _held[:] = [_draw(now)]
    return _held[0]


def _draw(now: int) -> Map:
    everything = {area.pk: area for area in Area.objects.defer("geometry", "given_geometry")}
    for area in everything.values():
        area.parent = everything.get(area.parent_id) if area.parent_id else None
    drawn = Area.objects.filter(geometry__isnull=False).annotate(text=Cast("geometry", TextField()))
    rows = list(drawn.values_list("pk", "text", "crs"))
    areas = [everything[pk] for pk, _text, _crs in rows]
    outlines = from_geojson([_plain(text, crs) for _pk, text, crs in rows])
    prepare(outlines)
    return Map(now, STRtree(outlines), areas, area_of(outlines))


def _plain(text: str, crs: str) -> str:
    """An area saved by other ways than the verb may still be in GCJ-02."""
    return json.dumps(geometry_to_wgs84(json.loads(text), crs)) if crs == "gcj-02" else text
