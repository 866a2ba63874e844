"""字体 Where the fonts of printed reports lie, and which editions they are; an office machine needs none installed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parent / "fonts"


@cache
def editions() -> dict[str, str]:
    """File and SHA-256 of each font; FileNotFoundError that says what to do when they were not installed."""
    listed = PLACE / "editions.json"
    if not listed.exists():
        raise FileNotFoundError(f"{PLACE}: the fonts of reports are not installed: run make setup")
    rows: list[dict[str, Any]] = json.loads(listed.read_text(encoding="utf-8"))["fonts"]
    return {row["file"]: row["sha256"] for row in rows}


def path(name: str) -> Path:
    """The file of a font."""
    if name not in editions():
        raise FileNotFoundError(f"{name} is not among the fonts of reports")
    return PLACE / name
