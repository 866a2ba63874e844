"""考核规则 editions: how an assessment is judged, as data; each with its code, since when it holds, and its source."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "rules"
STANDARD = "2026-1"  # the edition that is meant when none is named
Rules = dict[str, Any]


@cache
def editions() -> dict[str, Rules]:
    """Every edition by its code, as plain data; ValueError names the file that lacks something."""
    found = {}
    for path in sorted(RULES.glob("*.toml")):
        rules = _plain(tomllib.loads(path.read_text(encoding="utf-8")))
        lacks = {"code", "valid_from", "source", "grade", "against", "parts", "level"} - rules.keys()
        if lacks:
            raise ValueError(f"{path.name}: {', '.join(sorted(lacks))} missing")
        found[rules["code"]] = rules
    return found


def edition(code: str) -> Rules:
    """The rules of an edition; LookupError names those there are."""
    if code not in editions():
        raise LookupError(f"no edition {code!r}; there are: {', '.join(editions())}")
    return editions()[code]


def _plain(value: Any) -> Any:
    """As JSON keeps it: dates are words."""
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_plain(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value
