"""How long a point on the map takes to find its cell, its member and the chain above, with 5,000 cells.

The bound is 10 ms. The peer is a plain loop over the same prepared outlines, without the member and the chain.
The grid is made for the benchmark: a district, 20 towns, 480 villages and 4,500 hamlets with 40 corners each.
"""

import math
import os
import random
import statistics
import tempfile
import time
from datetime import date

from report import median_seconds, publish

BOUND, POINTS, CORNERS = 0.010, 500, 40
WEST, SOUTH, SIZE = 125.0, 43.0, 1.0


def ring(west: float, south: float, width: float, height: float) -> dict:
    """A cell's outline with corners all around, a little inside its rectangle."""
    turn = [2 * math.pi * n / CORNERS for n in range(CORNERS)] + [0.0]
    spots = [
        [west + width * (0.5 + 0.499 * max(-1, min(1, 1.5 * math.cos(t)))),
         south + height * (0.5 + 0.499 * max(-1, min(1, 1.5 * math.sin(t))))]
        for t in turn
    ]  # fmt: skip
    return {"type": "Polygon", "coordinates": [spots]}


def cells() -> list[tuple[str, str, str, dict]]:
    """Code, level, parent and outline: 1 + 20 + 480 + 4,500."""
    made = [("1", "district", "", ring(WEST, SOUTH, SIZE, SIZE))]
    for town in range(20):
        x, y = town % 5, town // 5
        made.append((f"1{town:02}", "town", "1", ring(WEST + x / 5, SOUTH + y / 4, 1 / 5, 1 / 4)))
        for village in range(24):
            vx, vy = WEST + x / 5 + village % 6 / 30, SOUTH + y / 4 + village // 6 / 16
            code = f"1{town:02}{village:02}"
            made.append((code, "village", f"1{town:02}", ring(vx, vy, 1 / 30, 1 / 16)))
            for hamlet in range(10 if village < 22 or town < 10 else 5):
                hx, hy = vx + hamlet % 5 / 150, vy + hamlet // 5 / 32
                made.append((f"{code}{hamlet}", "hamlet", code, ring(hx, hy, 1 / 150, 1 / 32)))
    return made[:5000]


def main() -> None:
    """Fill a database of its own, then ask; the bound stands beside the figures."""
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from shapely import Point, prepare
    from shapely.geometry import shape

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import appoint, create_user
    from huanzhi.people.locating import _held, search
    from huanzhi.people.models import Area
    from huanzhi.people.queries import locate

    call_command("migrate", verbosity=0)
    rows = cells()
    known: dict[str, Area] = {}
    for level in ("district", "town", "village", "hamlet"):
        batch = [
            Area(code=code, name=code, level=level, parent=known.get(parent), geometry=outline, crs="wgs-84")
            for code, its, parent, outline in rows
            if its == level
        ]
        known |= {area.code: area for area in Area.objects.bulk_create(batch)}
    actor = SYSTEM("bench")
    for number, (code, *_rest) in enumerate(rows[1:201]):
        appoint(actor, known[code], create_user(actor, f"u{number}", f"员{number}"), date(2020, 1, 1))

    dice = random.Random(1)
    points = [(WEST + dice.random() * SIZE, SOUTH + dice.random() * SIZE) for _ in range(POINTS)]
    outlines = [shape(outline) for *_facts, outline in rows]
    prepare(outlines)

    def plain() -> None:
        spot = Point(*points[0])
        min(
            (outline for outline in outlines if outline.intersects(spot)),
            key=lambda one: one.area,
            default=None,
        )

    def anew() -> None:
        _held.clear()
        locate(*points[0])

    first = median_seconds(anew)
    held = _held[0]
    alone = median_seconds(lambda: search(held, *points[0], date(2026, 1, 1)))
    seconds = []
    for point in points:
        start = time.perf_counter()
        locate(*point)
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    figures = {
        "a point, median": (statistics.median(seconds) * 1e3, "ms"),
        "a point, 99 of 100 under": (seconds[int(POINTS * 0.99)] * 1e3, "ms"),
        "its search alone, in memory": (alone * 1e3, "ms"),
        "the first after a boundary has changed": (first * 1e3, "ms"),
        "cells": (len(rows), ""),
    }
    loop = median_seconds(plain) * 1e3
    peers = {"bound": (BOUND * 1e3, "ms"), "plain loop over the outlines": (loop, "ms")}
    median = statistics.median(seconds)
    ratios = {"ours/bound": median / BOUND, "search alone/plain loop": alone * 1e3 / loop}
    publish("grid", figures, peers, ratios)


if __name__ == "__main__":
    main()
