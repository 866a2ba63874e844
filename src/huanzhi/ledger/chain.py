"""The hash chain, as arithmetic: what is hashed, how, and where a chain breaks.

An entry's hash is SHA-256 over the canonical JSON (keys sorted, no spaces, UTF-8) of its fields and of the
hash before it. Nothing here knows a database, so anybody with an exported file can check it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

GENESIS = "0" * 64
FIELDS = ("seq", "at", "verb", "actor", "subject_type", "subject_id", "before", "after", "reason")
PARTS = (
    "actor",
    "after",
    "at",
    "before",
    "reason",
    "subject_id",
    "subject_type",
    "verb",
)  # the order of hashing


@dataclass(frozen=True)
class Break:
    """Where a chain stops being true: the entry, what is wrong, what was expected and what was found."""

    seq: int
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what} (expected {self.expected}, found {self.found})"


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """The one way in which a value is written before it is hashed (规范化 JSON).

    >>> canonical({"b": [1, None], "a": "环"})
    '{"a":"环","b":[1,null]}'
    """
    return encode_basestring(value) if type(value) is str else _encode(value)


def around(entry: dict[str, Any]) -> tuple[str, str, str]:
    """The canonical text of an entry without its number and the hash before it: what stands before, between, after.

    Whoever knows both last (the database, at the end of a transaction) puts the text together and hashes it.
    """
    return parts(*(canonical(entry[field]) for field in PARTS))


def parts(
    actor: str, after: str, at: str, before: str, reason: str, subject_id: str, subject_type: str, verb: str
) -> tuple[str, str, str]:
    """The same from the canonical texts of its fields, for who has them already."""
    return (
        f'{{"actor":{actor},"after":{after},"at":{at},"before":{before},"previous":"',
        f'","reason":{reason},"seq":',
        f',"subject_id":{subject_id},"subject_type":{subject_type},"verb":{verb}}}',
    )


def hashed(text: tuple[str, str, str], seq: Any, previous: str) -> str:
    """The hash of an entry from the text around its number and the hash before it."""
    head, middle, tail = text
    return hashlib.sha256(f"{head}{previous}{middle}{canonical(seq)}{tail}".encode()).hexdigest()


def digest(entry: dict[str, Any], previous: str) -> str:
    """The hash of an entry (its `FIELDS`) that follows the hash `previous`.

    >>> entry = dict.fromkeys(FIELDS) | {"seq": 1}
    >>> text = canonical(entry | {"previous": GENESIS})
    >>> digest(entry, GENESIS) == hashlib.sha256(text.encode()).hexdigest()
    True
    """
    return hashed(around(entry), entry["seq"], previous)


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
        expected = digest(entry, previous)
        if broken := break_at(entry["seq"], entry["previous"], entry["hash"], (held + 1, previous, expected)):
            return held, broken
        previous, held = expected, held + 1
    return held, None


def break_at(seq: int, previous: str, found: str, expected: tuple[int, str, str]) -> Break | None:
    """What is wrong with an entry of this number, hash before and hash, which should be others; None when it holds."""
    if seq != expected[0]:
        return Break(seq, "its number does not follow", str(expected[0]), str(seq))
    if previous != expected[1]:
        return Break(seq, "it does not follow the entry before", expected[1], previous)
    if found != expected[2]:
        return Break(seq, "its content does not give its hash", expected[2], found)
    return None
