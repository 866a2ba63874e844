"""Boundaries from GeoJSON: what can become an area, and what cannot, with the reason."""

import json
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.validation import explain_validity

from huanzhi.kit.models import RefusedRow
from huanzhi.people.area import Level

KEPT_RAW = 500


def read_areas(content: bytes, name: str) -> tuple[list[dict[str, Any]], list[RefusedRow]]:
    """Features with code, name, level, parent and geometry; and the refused ones.

    A FeatureCollection or a bare list of features; the code is `code` or `adcode`, the level one of the grid's
    four (`district` unless stated). ValueError when the file is no GeoJSON.
    """
    try:
        document = json.loads(content)
    except ValueError:
        raise ValueError(f"{name}: not JSON") from None
    features = document.get("features") if isinstance(document, dict) else document
    if not isinstance(features, list):
        raise ValueError(f"{name}: not GeoJSON: neither a FeatureCollection nor a list of features")
    taken: list[dict[str, Any]] = []
    refused: list[RefusedRow] = []
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        facts = _facts(feature)
        wrong = _wrong(facts, seen)
        if wrong:
            field, value, reason = wrong
            raw = json.dumps(feature, ensure_ascii=False)[:KEPT_RAW]
            refused.append(RefusedRow(row=number, field=field, value=value, reason=reason, raw=raw))
        else:
            taken.append(facts)
            seen.add(facts["code"])
    return taken, refused


def _facts(feature: Any) -> dict[str, Any]:
    facts = (feature.get("properties") or {}) if isinstance(feature, dict) else {}
    parent = facts.get("parent", "")
    return {
        "code": str(facts.get("code") or facts.get("adcode") or ""),
        "name": str(facts.get("name") or ""),
        "level": str(facts.get("level") or Level.DISTRICT),
        "parent": str(parent.get("adcode", "") if isinstance(parent, dict) else parent or ""),
        "geometry": feature.get("geometry") if isinstance(feature, dict) else None,
    }


def _wrong(facts: dict[str, Any], seen: set[str]) -> tuple[str, str, str] | None:
    """Field, value and reason of the first thing that is wrong."""
    for key in ("code", "name"):
        if not facts[key]:
            return key, "", "missing"
    if facts["code"] in seen:
        return "code", facts["code"], "twice in this file"
    if facts["level"] not in Level.values:
        return "level", facts["level"], f"not one of {', '.join(Level.values)}"
    try:
        outline = shape(facts["geometry"])
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return "geometry", "", "not a geometry"
    if outline.geom_type not in ("Polygon", "MultiPolygon") or outline.is_empty:
        return "geometry", outline.geom_type, "an area is a Polygon or a MultiPolygon"
    if not outline.is_valid:
        return "geometry", outline.geom_type, explain_validity(outline)
    west, south, east, north = outline.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return "geometry", f"{west} {south} {east} {north}", "not longitude and latitude in degrees"
    return None
