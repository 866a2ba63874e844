"""The head of a frame: by a quick look where it has the standard's shape, else by reading it."""

from dataclasses import dataclass

from huanzhi.wire.hj212 import Frame, Unreadable, encode, parse
from huanzhi.wire.hj212.answers import DATA_ANSWER, NOTICE_ANSWER, NOTICES, SYSTEM
from huanzhi.wire.hj212.peek import Peek, peek

_SYSTEM = SYSTEM.encode()
_NOTICES = frozenset(name.encode() for name in NOTICES)
_ANSWERS = {True: NOTICE_ANSWER.encode(), False: DATA_ANSWER.encode()}
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
    return Heard(
        message.qn.encode(),
        message.st.encode(),
        message.cn.encode(),
        message.pw.encode(),
        message.mn.encode(),
        message.flag or 0,
    )


def answer_to(heard: Heard | Peek) -> bytes | None:
    """The frame that answers, ready to send: what `wire.hj212.answer` says, built from the head alone."""
    if not heard.flag & 1 or heard.st == _SYSTEM:
        return None
    said = b"QN=%b;" % heard.qn if heard.qn else b""
    password = b"PW=%b;" % heard.pw if heard.pw else b""
    cn = _ANSWERS[heard.cn in _NOTICES]
    head = b"%bST=91;CN=%b;%bMN=%b;Flag=%d;CP=&&&&"
    return encode(head % (said, cn, password, heard.mn, heard.flag & ~3))
