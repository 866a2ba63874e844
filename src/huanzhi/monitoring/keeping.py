"""How long what is kept, and when it is put away (留存): numbers of data/keeping.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.conf import settings


@dataclass(frozen=True)
class Keeping:
    """Readings and seconds before a flush, grace before a seal, least days of the journal, hours of old files."""

    flush_rows: int
    flush_seconds: int
    grace_hours: int
    journal_least_days: int
    removed_hours: int


@cache
def keeping() -> Keeping:
    """The numbers in force.

    >>> keeping().journal_least_days > keeping().grace_hours / 24
    True
    """
    held = tomllib.loads(
        (resources.files("huanzhi.monitoring") / "data" / "keeping.toml").read_text(encoding="utf-8")
    )
    return Keeping(
        flush_rows=held["flush"]["rows"],
        flush_seconds=held["flush"]["seconds"],
        grace_hours=held["day"]["grace_hours"],
        journal_least_days=held["journal"]["least_days"],
        removed_hours=held["files"]["removed_hours"],
    )


def journal_days() -> int | None:
    """How many days raw frames are kept, as this place has said (JOURNAL_DAYS of the settings); None: all of them.

    ValueError for a number below what the house keeps in any case.
    """
    said = str(settings.JOURNAL_DAYS).strip()
    if not said:
        return None
    if not said.isdecimal():
        raise ValueError(f"HUANZHI_JOURNAL_DAYS: {said!r} is no number of days")
    if int(said) < (least := keeping().journal_least_days):
        raise ValueError(
            f"HUANZHI_JOURNAL_DAYS: {said}, but raw frames are kept for {least} days in any case"
        )
    return int(said)
