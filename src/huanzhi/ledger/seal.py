"""密封: a value that the chain holds only as a commitment, so that it can be erased and the chain still holds.

The commitment is HMAC-SHA-256 of the value's canonical JSON under a random salt. While salt and value are kept,
anybody who sees them can check them; once both are gone, the commitment says nothing, not even to guesses.
"""

import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from huanzhi.ledger.chain import canonical

MARK = "sealed"


@dataclass(frozen=True)
class Seal:
    """A value to be sealed, with its salt."""

    value: Any
    salt: bytes


def sealed(value: Any) -> Seal | None:
    """Say in `record(after={...})` that a value is personal: the entry then holds only its commitment.

    Nothing stays nothing: an empty field gives no row to erase.
    """
    return None if value is None or value == "" else Seal(value, secrets.token_bytes(32))


def with_sealed(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values with the named ones sealed, for records whose personal fields are declared.

    >>> with_sealed({"name": "", "code": "A"}, ["name"])
    {'name': None, 'code': 'A'}
    """
    return values | {name: sealed(values[name]) for name in names if name in values}


def commitment(value: Any, salt: bytes) -> str:
    """What the entry holds of a value in plain JSON.

    >>> commitment("张", bytes(32)) == commitment("章", bytes(32))
    False
    """
    return hmac.new(salt, canonical(value).encode(), "sha256").hexdigest()


def commitments(value: Any) -> Iterator[str]:
    """Every commitment in an entry's before or after.

    >>> list(commitments({"a": {"sealed": "c0"}, "b": [{"sealed": "c1"}, 2]}))
    ['c0', 'c1']
    """
    if isinstance(value, dict):
        if value.keys() == {MARK}:
            yield value[MARK]
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from commitments(item)
