"""Data files name their source and their day."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from tests.house.rules.tree import files, said

DAYS = {"read", "effective", "dated", "date", "made", "drawn", "as_of", "adopted", "published"}
DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def _head(path: Path) -> dict[str, Any]:
    """What a data file says of itself: its top level, or the comment lines above a CSV's header."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return tomllib.loads(text)
    if path.suffix == ".csv":
        said_ = [line[1:].partition(":") for line in text.splitlines() if line.startswith("#")]
        return {key.strip(): value.strip() for key, _, value in said_}
    held = json.loads(text)
    return held if isinstance(held, dict) else {}


def _speaks(head: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a source and a day are named, at the top or in a table right under it."""
    source = day = False
    for table in [head, *(value for value in head.values() if isinstance(value, dict))]:
        source |= bool(table.get("source") or table.get("sources"))
        day |= any(key in DAYS and DAY.match(str(value)) for key, value in table.items())
    return source, day


def provenance(root: Path) -> list[str]:
    """Every data file carries its source and the day it was read or took effect."""
    breaches = []
    for path in files(root, ".toml", ".csv", ".json", ".geojson", under="src"):
        source, day = _speaks(_head(path))
        breaches += [] if source else [said(root, path, 1, "names no source")]
        breaches += [] if day else [said(root, path, 1, f"names no day ({', '.join(sorted(DAYS))})")]
    return breaches
