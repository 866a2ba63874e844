"""Frames 通讯包: ``##``, four digits of length, the data segment, four of check, CR LF; found again after garbage.

A frame is found by its length, never by line ends alone. What is no frame is given back too, with a reason: nothing of
the stream is lost, and every byte is looked at a bounded number of times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .crc import check, crc

HEAD, TAIL = b"##", b"\r\n"
LONGEST = 1024  # of a data segment in the standard
TOLERATED = 8192  # of a data segment that is still read, as a leniency
OVERHEAD = 6 + 4
_HEX = re.compile(rb"[0-9A-Fa-f]{4}")
_LENGTHS = {b"%04d" % length: length for length in range(LONGEST + 1)}


class Frame(NamedTuple):
    """A data segment whose length and check hold, with what was not quite as the standard has it."""

    segment: bytes
    raw: bytes
    leniencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Bytes that are no frame, and why."""

    raw: bytes
    reason: str


def encode(segment: bytes) -> bytes:
    """The frame of a data segment. ValueError when it is longer than the standard allows.

    >>> encode(b"ST=91;CN=9014;PW=123456;MN=A;Flag=4;CP=&&&&")
    b'##0043ST=91;CN=9014;PW=123456;MN=A;Flag=4;CP=&&&&E981\\r\\n'
    """
    if len(segment) > LONGEST:
        raise ValueError(f"a data segment of {len(segment)} bytes; {LONGEST} is the most")
    return HEAD + b"%04d" % len(segment) + segment + check(segment) + TAIL


class Splitter:
    """A stream cut into frames and what is none, as it comes; ``longest`` bounds what one frame may hold in memory."""

    def __init__(self, longest: int = TOLERATED) -> None:
        self._buffer = bytearray()
        self._longest = longest

    @property
    def waiting(self) -> int:
        """Bytes that wait for the rest of their frame."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Frame | Refused]:
        """Everything that is complete after these bytes."""
        if self._buffer:
            self._buffer += data
            return [*self._cut()]
        found, at = _regular(data, self._longest)
        if at < len(data):
            self._buffer += data[at:]
            found += self._cut()
        return found

    def pause(self) -> Iterator[Frame | Refused]:
        """A frame that is complete but for its line end, when the sender has been silent for a while."""
        yield from self._cut(waits=False)

    def close(self) -> Iterator[Frame | Refused]:
        """What is left when nothing more comes."""
        yield from self._cut(waits=False, final=True)

    def _cut(self, waits: bool = True, final: bool = False) -> Iterator[Frame | Refused]:
        buffer, at = self._buffer, 0
        lost = 0  # bytes before `at` that belong to no frame, not yet given back
        while at < len(buffer):
            step, found = _next(buffer, at, self._longest, waits, final)
            if step == 0:
                break
            if found is None:
                lost += step
                at += step
                continue
            if lost:
                yield Refused(bytes(buffer[at - lost : at]), "no frame begins here")
                lost = 0
            yield found
            at += step
        if lost:
            yield Refused(bytes(buffer[at - lost : at]), "no frame begins here")
        del buffer[:at]


def _regular(data: bytes, longest: int) -> tuple[list[Frame | Refused], int]:
    """The frames with which the bytes begin, as long as nothing is bent; and where they end."""
    found: list[Frame | Refused] = []
    at = 0
    while data[at : at + 2] == HEAD:
        length = _LENGTHS.get(data[at + 2 : at + 6], -1)
        end = at + 6 + length
        if not 0 <= length <= longest or data[end + 4 : end + 6] != TAIL:
            break
        segment = data[at + 6 : end]
        if data[end : end + 4] != check(segment):
            break
        found.append(Frame(segment, data[at : end + 6]))
        at = end + 6
    return found, at


def _next(
    buffer: bytearray, at: int, longest: int, waits: bool, final: bool
) -> tuple[int, Frame | Refused | None]:
    """How many bytes the next thing takes (0: wait for more) and what it is (None: garbage)."""
    begin = buffer.find(HEAD, at)
    if begin < 0:
        rest = len(buffer) - at
        half = 0 if final or buffer[-1:] != b"#" else 1
        return rest - half, None
    if begin > at:
        return begin - at, None
    digits = buffer[at + 2 : at + 6]
    if not digits.isdigit() and digits:
        return _false_start(buffer, at), None
    if len(digits) < 4:
        return (len(buffer) - at, Refused(bytes(buffer[at:]), "cut off")) if final else (0, None)
    length = int(digits)
    if length > longest:
        return _false_start(buffer, at), None
    end = at + 6 + length + 4
    if len(buffer) < (end + 2 if waits else end):
        return _cut_off(buffer, at) if final else (0, None)
    return _whole(buffer, at, end)


def _false_start(buffer: bytearray, at: int) -> int:
    """To the next ``##``, which may begin with the second ``#`` of this one."""
    return _next_head(buffer, at + 1) - at


def _next_head(buffer: bytearray, at: int) -> int:
    """Where the next frame may begin: at ``##``, at a last ``#`` whose other half has not come yet, or at the end."""
    after = buffer.find(HEAD, at)
    if after >= 0:
        return after
    half = buffer[-1:] == b"#" and len(buffer) > at
    return len(buffer) - half


def _cut_off(buffer: bytearray, at: int) -> tuple[int, Frame | Refused | None]:
    end = _next_head(buffer, at + 2)
    return end - at, Refused(bytes(buffer[at:end]), "cut off")


def _whole(buffer: bytearray, at: int, end: int) -> tuple[int, Frame | Refused | None]:
    """A frame by its length: its line end and check say whether the length is true."""
    written, tail = buffer[end - 4 : end], buffer[end : end + 2]
    lenient: list[str] = []
    if tail == TAIL:
        close = end + 2
    elif tail[:1] == b"\n":
        close = end + 1
        lenient.append("line-end")
    elif not tail or tail[:1] == b"#":
        close = end
        lenient.append("line-end")
    else:
        return _refuse(buffer, at, "the length does not lead to a line end")
    if not _HEX.fullmatch(written):
        return _refuse(buffer, at, f"{written.decode('ascii', 'replace')!r} is no check")
    raw = bytes(buffer[at:close])
    segment = raw[6 : end - 4 - at]
    right = crc(segment)
    if int(written, 16) != right:
        said = written.decode("ascii")
        return close - at, Refused(raw, f"the check says {said}, the bytes {right:04X}")
    if written != written.upper():
        lenient.append("check-lower-case")
    if len(segment) > LONGEST:
        lenient.append("long-segment")
    return close - at, Frame(segment, raw, tuple(lenient))


def _refuse(buffer: bytearray, at: int, reason: str) -> tuple[int, Refused]:
    """Up to the next beginning of a frame: the length cannot be trusted."""
    end = _next_head(buffer, at + 2)
    return end - at, Refused(bytes(buffer[at:end]), reason)


def decode(raw: bytes) -> Frame | Refused:
    """One frame alone, its line end optional (a line of a file has lost it).

    >>> decode(b"##0043ST=91;CN=9014;PW=123456;MN=A;Flag=4;CP=&&&&e981").leniencies
    ('check-lower-case',)
    >>> decode(b"#0043ST=91").reason
    'no frame begins here'
    """
    splitter = Splitter()
    found = [*splitter.feed(raw.rstrip(TAIL) + TAIL), *splitter.close()]
    if len(found) == 1:
        return found[0]
    frames = [one for one in found if isinstance(one, Frame)]
    first = next((one for one in found if isinstance(one, Refused)), None)
    reason = first.reason if first and not frames else f"{len(frames)} frames and other bytes on one line"
    return Refused(raw, reason)
