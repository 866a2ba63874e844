"""The journal's rows in PostgreSQL's binary COPY form, made here because thirty thousand a second are made."""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime

COPY = "COPY monitoring_frame (id, received, door, peer, mn, raw, refusal, reason) FROM STDIN WITH (FORMAT binary)"
HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TAIL = b"\xff\xff"
EPOCH_US = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
_START = struct.Struct(">hiqiq")
_LENGTH = struct.Struct(">i")

Row = tuple[bytes, int, bytes, bytes]  # who, microseconds since 1970, raw, why


def text(value: str) -> bytes:
    """A text field; PostgreSQL holds no NUL."""
    body = value.replace("\x00", "").encode()
    return _LENGTH.pack(len(body)) + body


def who(door: str, peer: str, mn: str) -> bytes:
    """The fields of a row that stay the same for a device and its connection."""
    return text(door) + text(peer) + text(mn)


def why(refusal: str = "", reason: str = "") -> bytes:
    """The last fields of a row."""
    return text(refusal) + text(reason)


NO_REFUSAL = why()


def body(first: int, rows: Iterable[Row]) -> bytes:
    """A whole COPY body; the rows are numbered from `first` on."""
    parts = [HEAD]
    for number, (whose, micros, raw, reason) in enumerate(rows, first):
        parts += (_START.pack(8, 8, number, 8, micros - EPOCH_US), whose, _LENGTH.pack(len(raw)), raw, reason)
    parts.append(TAIL)
    return b"".join(parts)
