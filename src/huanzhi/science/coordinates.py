"""坐标系: GCJ-02 and BD-09 to WGS-84 and back; degrees in, degrees out.

GCJ-02 火星坐标系 is the shifted reference that maps on sale in China carry; the shift is some 100 m to 700 m and
differs from place to place. It was never published; the formula below is the one that became known in 2010 and
that map libraries agree on. Forwards it is a formula, backwards it is solved to well under a millimetre of it.
Against real maps the formula itself is good to a metre or two, so a boundary kept in GCJ-02 is not survey grade.

CGCS2000 国家大地坐标系 is taken as WGS-84: their ellipsoids differ by a tenth of a millimetre in the polar radius
and their frames by some centimetres, by up to a few decimetres with the drift of the plate; a grid cell's edge is
known to metres.

Source: the constants of the Krasovsky 1940 ellipsoid (a, e²); the formula as in the libraries eviltransform,
coordtransform and gcoord, which agree on their test pairs.
"""

import math
from collections.abc import Callable
from typing import Any

A, EE = 6378245.0, 0.00669342162296594323
BD_TURN = math.pi * 3000 / 180
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271  # outside this frame nothing is shifted
Point = tuple[float, float]
PRECISE, ROUNDS = 1e-10, 30
EARTH_M = 6_371_008.8  # mean radius of the Earth (IUGG)


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """A point as maps on sale show it.

    >>> tuple(round(x, 6) for x in wgs84_to_gcj02(116.377817, 39.911954))
    (116.384047, 39.913345)
    >>> wgs84_to_gcj02(2.35, 48.85)
    (2.35, 48.85)
    """
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    phi = math.radians(lat)
    magic = 1 - EE * math.sin(phi) ** 2
    d_lat = math.degrees(north / ((A * (1 - EE)) / (magic * math.sqrt(magic))))
    d_lon = math.degrees(east / (A / math.sqrt(magic) * math.cos(phi)))
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """The point that `wgs84_to_gcj02` brings here, to 1e-10 degrees (a hundredth of a millimetre).

    >>> tuple(round(x, 6) for x in gcj02_to_wgs84(116.38404722455657, 39.91334545536069))
    (116.377817, 39.911954)
    """
    back_lon, back_lat = lon, lat
    for _ in range(ROUNDS):
        there_lon, there_lat = wgs84_to_gcj02(back_lon, back_lat)
        off_lon, off_lat = lon - there_lon, lat - there_lat
        back_lon, back_lat = back_lon + off_lon, back_lat + off_lat
        if abs(off_lon) < PRECISE and abs(off_lat) < PRECISE:
            break
    return back_lon, back_lat


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    """From Baidu's own reference, which shifts GCJ-02 once more.

    >>> tuple(round(x, 4) for x in bd09_to_gcj02(116.404, 39.915))
    (116.3976, 39.9087)
    """
    x, y = lon - 0.0065, lat - 0.006
    z = math.hypot(x, y) - 0.00002 * math.sin(y * BD_TURN)
    turn = math.atan2(y, x) - 0.000003 * math.cos(x * BD_TURN)
    return z * math.cos(turn), z * math.sin(turn)


def bd09_to_wgs84(lon: float, lat: float) -> Point:
    """From Baidu's reference to WGS-84.

    >>> tuple(round(x, 4) for x in bd09_to_wgs84(116.404, 39.915))
    (116.3914, 39.9073)
    """
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _same(lon: float, lat: float) -> Point:
    return lon, lat


TO_WGS84: dict[str, Callable[[float, float], Point]] = {
    "wgs-84": _same,
    "cgcs2000": _same,
    "unstated": _same,
    "gcj-02": gcj02_to_wgs84,
    "bd-09": bd09_to_wgs84,
}


def to_wgs84(lon: float, lat: float, crs: str) -> Point:
    """A point in one of the references above, in WGS-84; ValueError names one that is not known.

    >>> to_wgs84(125.3, 43.8, "cgcs2000")
    (125.3, 43.8)
    """
    if crs not in TO_WGS84:
        raise ValueError(f"coordinate reference: {crs!r} is not one of {', '.join(TO_WGS84)}")
    return TO_WGS84[crs](lon, lat)


def geometry_to_wgs84(geometry: dict[str, Any], crs: str) -> dict[str, Any]:
    """A GeoJSON geometry with every position in WGS-84, to 7 decimals (a centimetre).

    >>> geometry_to_wgs84({"type": "Point", "coordinates": [116.384047, 39.913345]}, "gcj-02")["coordinates"]
    [116.3778168, 39.9119535]
    """

    def moved(part: Any) -> Any:
        if part and isinstance(part[0], int | float):
            lon, lat = to_wgs84(part[0], part[1], crs)
            return [round(lon, 7), round(lat, 7), *part[2:]]
        return [moved(item) for item in part]

    return geometry | {"coordinates": moved(geometry["coordinates"])}


def metres_between(one: Point, other: Point) -> float:
    """The way between two points (degrees) over a sphere of the Earth's mean radius, by the haversine, in metres.

    >>> round(metres_between((125.3, 43.8), (125.301, 43.8)), 1)
    80.3
    """
    (lon1, lat1), (lon2, lat2) = ((math.radians(x) for x in point) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_M * math.asin(math.sqrt(half))
