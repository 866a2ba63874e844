"""The head of a frame: by a quick look where it has the standard's shape, else by reading it; and the answer to it.

Of one device the heads differ in their QN alone. So what was found out about a head is found again by its other bytes
(:func:`parted`), and the answer to it is made once, but for the QN.
"""

from dataclasses import dataclass

from huanzhi.wire.hj212 import Frame, Unreadable, parse
from huanzhi.wire.hj212.answers import DATA_ANSWER, NOTICE_ANSWER, NOTICES, SYSTEM
from huanzhi.wire.hj212.crc import Ending
from huanzhi.wire.hj212.frames import HEAD, LONGEST, TAIL
from huanzhi.wire.hj212.peek import Peek, peek

_SYSTEM = SYSTEM.encode()
_NOTICES = frozenset(name.encode() for name in NOTICES)
_ANSWERS = {True: NOTICE_ANSWER.encode(), False: DATA_ANSWER.encode()}
MOST_SAID = LONGEST // 2  # bytes of QN and PW; an answer repeats them
CLOCK_NOTICE = b"1013"


@dataclass(frozen=True, slots=True)
class Heard:
    """The head of a frame, as bytes."""

    qn: bytes
    st: bytes
    cn: bytes
    pw: bytes
    mn: bytes
    flag: int

    @property
    def name(self) -> str:
        """The MN as text, for people and the journal."""
        return self.mn.decode("ascii", "backslashreplace")


def hear(frame: Frame) -> Heard | Peek | None:
    """The head of a frame; None when nothing certain can be said of it."""
    found = peek(frame.segment)
    if found is not None:
        return found
    try:
        message = parse(frame.segment, seen=frame.leniencies)
    except Unreadable:
        return None
    heard = Heard(
        message.qn.encode(),
        message.st.encode(),
        message.cn.encode(),
        message.pw.encode(),
        message.mn.encode(),
        message.flag or 0,
    )
    return heard if len(heard.qn) + len(heard.pw) <= MOST_SAID else None


class Answer:
    """The answer to every frame with one head, ready to send but for the QN: what `wire.hj212.answer` says."""

    __slots__ = ("_check", "_end", "_length")

    def __init__(self, heard: Heard | Peek) -> None:
        password = b"PW=%b;" % heard.pw if heard.pw else b""
        cn = _ANSWERS[heard.cn in _NOTICES]
        self._end = b"ST=91;CN=%b;%bMN=%b;Flag=%d;CP=&&&&" % (cn, password, heard.mn, heard.flag & ~3)
        self._check, self._length = Ending(self._end).check, len(self._end)

    def to(self, qn: bytes) -> bytes:
        """The frame."""
        said = b"QN=%b;" % qn if qn else b""
        length = len(said) + self._length
        return b"%b%04d%b%b%b%b" % (HEAD, length, said, self._end, self._check(said), TAIL)


def answers(heard: Heard | Peek) -> Answer | None:
    """What answers frames with that head; None when they ask for no answer."""
    return Answer(heard) if heard.flag & 1 and heard.st != _SYSTEM else None


def parted(segment: bytes) -> tuple[bytes, bytes]:
    """The QN, and the head without it, of a segment that begins and ends as the standard's do; else nothing twice.

    When :func:`peek` has read a segment with the same head, it reads this one, and finds the same but for the QN.
    """
    qn = segment[3:20] if segment.startswith(b"QN=") else b""
    if not qn.isdigit():
        qn = b""
    end = segment.find(b"CP=&&", 3)
    if end < 0 or not segment.endswith(b"&&", end + 5):
        return b"", b""
    return qn, segment[20 if qn else 0 : end]
