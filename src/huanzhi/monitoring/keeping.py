"""How long what is kept, and when it is put away (留存): numbers of data/keeping.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Keeping:
    """Readings and seconds before a flush, hours of grace before a seal, days of the journal, hours of old files."""

    flush_rows: int
    flush_seconds: int
    grace_hours: int
    journal_days: int
    removed_hours: int


@cache
def keeping() -> Keeping:
    """The numbers in force.

    >>> keeping().journal_days > keeping().grace_hours / 24
    True
    """
    held = tomllib.loads(
        (resources.files("huanzhi.monitoring") / "data" / "keeping.toml").read_text(encoding="utf-8")
    )
    return Keeping(
        flush_rows=held["flush"]["rows"],
        flush_seconds=held["flush"]["seconds"],
        grace_hours=held["day"]["grace_hours"],
        journal_days=held["journal"]["days"],
        removed_hours=held["files"]["removed_hours"],
    )
