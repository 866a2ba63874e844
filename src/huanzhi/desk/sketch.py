"""A map as a drawing that the server writes: there without scripts, replaced where they run."""

from collections.abc import Iterator
from math import cos, radians
from typing import Any

WIDTH, MARGIN, LABEL = 360.0, 14.0, 70.0


def map_drawing(features: dict[str, Any]) -> dict[str, Any] | None:
    """GeoJSON as paths and points on a sheet, north up; None when there is nothing to draw."""
    places = [
        place for feature in features["features"] for place in _places(feature["geometry"]["coordinates"])
    ]
    if not places:
        return None
    west, east = min(lon for lon, _ in places), max(lon for lon, _ in places)
    south, north = min(lat for _, lat in places), max(lat for _, lat in places)
    narrow = cos(radians((south + north) / 2))
    across, down = max((east - west) * narrow, 1e-4), max(north - south, 1e-4)
    scale = min((WIDTH - 2 * MARGIN - LABEL) / across, (WIDTH - 2 * MARGIN) / down)

    def at(place: list[float]) -> tuple[str, str]:
        x = MARGIN + (place[0] - west) * narrow * scale
        return f"{x:.1f}", f"{MARGIN + (north - place[1]) * scale:.1f}"

    areas, points = [], []
    for feature in features["features"]:
        shape = feature["geometry"]
        if shape["type"] == "Point":
            points.append((*at(shape["coordinates"]), feature["properties"]["name"]))
        else:
            rings = _rings(shape)
            areas.append("".join(f"M{' '.join(','.join(at(p)) for p in ring)}Z" for ring in rings))
    height = f"{2 * MARGIN + down * scale:.0f}"
    return {"width": f"{WIDTH:.0f}", "height": height, "areas": areas, "points": points}


def _places(held: Any) -> Iterator[tuple[float, float]]:
    if held and isinstance(held[0], int | float):
        yield held[0], held[1]
    else:
        for part in held:
            yield from _places(part)


def _rings(shape: dict[str, Any]) -> Iterator[list[list[float]]]:
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for part in parts:
        yield from part
