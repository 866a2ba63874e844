"""The hash chain, as arithmetic: what is hashed, how, and where a chain breaks.

An entry's hash is SHA-256 over the canonical JSON (keys sorted, no spaces, UTF-8) of its fields and of the
hash before it. Nothing here knows a database, so anybody with an exported file can check it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
FIELDS = ("seq", "at", "verb", "actor", "subject_type", "subject_id", "before", "after", "reason")


@dataclass(frozen=True)
class Break:
    """Where a chain stops being true: the entry, what is wrong, what was expected and what was found."""

    seq: int
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what} (expected {self.expected}, found {self.found})"


def digest(entry: dict[str, Any], previous: str) -> str:
    """The hash of an entry (its `FIELDS`) that follows the hash `previous`."""
    body = {field: entry[field] for field in FIELDS} | {"previous": previous}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(entries: Iterable[dict[str, Any]]) -> tuple[int, Break | None]:
    """How many entries hold, counted from the first, and the first break if there is one.

    >>> first = dict.fromkeys(FIELDS) | {"seq": 1, "previous": GENESIS}
    >>> verify([first | {"hash": digest(first, GENESIS)}])
    (1, None)
    >>> verify([first | {"hash": digest(first, GENESIS), "verb": "other"}])[1].what
    'its content does not give its hash'
    """
    previous, held = GENESIS, 0
    for entry in entries:
        if entry["seq"] != held + 1:
            return held, Break(entry["seq"], "its number does not follow", str(held + 1), str(entry["seq"]))
        if entry["previous"] != previous:
            return held, Break(
                entry["seq"], "it does not follow the entry before", previous, entry["previous"]
            )
        expected = digest(entry, previous)
        if entry["hash"] != expected:
            return held, Break(entry["seq"], "its content does not give its hash", expected, entry["hash"])
        previous, held = expected, held + 1
    return held, None
