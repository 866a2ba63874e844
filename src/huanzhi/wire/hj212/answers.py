"""Answers 应答: what a server says to a message, and requests it may send (HJ 212-2017, 6.2 and annex C)."""

from collections.abc import Mapping
from datetime import datetime

from .codes import commands
from .messages import Message

SYSTEM = "91"
DATA_ANSWER, NOTICE_ANSWER, REQUEST_ANSWER, RESULT = "9014", "9013", "9011", "9012"
NOTICES = frozenset({"1013", "9015", "9021"})


def answer(message: Message) -> Message | None:
    """The answer that a message from the field asks for: 9013 to a notice, 9014 to data; None when it asks for none.

    The answer keeps QN, PW and MN of the message and its version bits, and asks for nothing itself.

    >>> data = Message("32", "2011", "A", "20160801085857223", "123456", 5)
    >>> answer(data).cn, answer(data).st, answer(data).flag, answer(Message("32", "2011", "A", flag=4))
    ('9014', '91', 4, None)
    """
    if not message.wants_answer or message.st == SYSTEM:
        return None
    cn = NOTICE_ANSWER if message.cn in NOTICES else DATA_ANSWER
    return Message(SYSTEM, cn, message.mn, message.qn, message.pw, (message.flag or 0) & ~3)


def request(
    cn: str,
    mn: str,
    pw: str,
    at: datetime,
    st: str = "32",
    parameters: Mapping[str, str] | None = None,
    edition: int = 2017,
) -> Message:
    """A request to a device; its answer carries the same QN. LookupError for a command that does not go down.

    >>> from datetime import datetime
    >>> request("1062", "A", "123456", datetime(2026, 5, 1, 8), parameters={"RtdInterval": "30"}).qn
    '20260501080000000'
    """
    if cn not in commands() or commands()[cn].direction == "up":
        raise LookupError(f"{cn} is no command that goes to a device")
    version = {2005: 0, 2017: 1, 2025: 2}[edition]
    qn = at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond // 1000:03}"
    items = tuple(((name, value),) for name, value in (parameters or {}).items())
    return Message(st, cn, mn, qn, pw, version << 2 | 1, items=items)
