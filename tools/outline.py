"""Draw a schematic outline of a district's areas: tiles in their rough positions, no surveyed boundary.

`python tools/outline.py NAME` writes `areas.json` of the profile from the table below.
"""

import json
import sys
from pathlib import Path

PROFILES = Path(__file__).resolve().parent.parent / "src" / "huanzhi" / "plan" / "profiles"
WEST, SOUTH, WIDE, HIGH = 125.17, 43.62, 0.032, 0.026  # of a tile, degrees
DISTRICT = ("220104", "朝阳区", "district")
# code, name, tiles as (column, row) from the south-west: positions relative to one another only
TILES = {
    ("220104005", "重庆街道"): [(4, 9)],
    ("220104002", "桂林街道"): [(4, 8)],
    ("220104001", "前进街道"): [(3, 7)],
    ("220104003", "南湖街道"): [(4, 7)],
    ("220104004", "永昌街道"): [(3, 9)],
    ("220104006", "清和街道"): [(3, 8)],
    ("220104007", "红旗街道"): [(2, 8)],
    ("220104008", "湖西街道"): [(2, 7)],
    ("220104009", "富锋街道"): [(2, 6), (3, 6)],
    ("220104101", "永春镇"): [(2, 5), (3, 5), (2, 4), (3, 4), (1, 5), (1, 4)],
    ("220104100", "乐山镇"): [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3)],
}


def _tile(column: int, row: int) -> list[list[list[float]]]:
    west, south = WEST + column * WIDE, SOUTH + row * HIGH
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [[[round(west + x * WIDE, 4), round(south + y * HIGH, 4)] for x, y in corners]]


def _feature(code: str, name: str, level: str, parent: str, tiles: list[tuple[int, int]]) -> dict:
    properties = {"code": code, "name": name, "level": level, "parent": parent or None}
    geometry = {"type": "MultiPolygon", "coordinates": [_tile(*tile) for tile in tiles]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def main() -> None:
    """Write the outline of the profile named on the command line."""
    every = [tile for tiles in TILES.values() for tile in tiles]
    code, name, level = DISTRICT
    features = [_feature(code, name, level, "", every)]
    features += [_feature(*key, "town", code, tiles) for key, tiles in TILES.items()]
    content = {
        "type": "FeatureCollection",
        "source": "Schematic outline drawn by the project (tools/outline.py); codes and names of 2023 statistics",
        "read": "2026-11-24",
        "features": features,
    }
    place = PROFILES / sys.argv[1] / "areas.json"
    place.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
