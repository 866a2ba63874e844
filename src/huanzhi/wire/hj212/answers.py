"""Answers 应答 of a server and of a device, and requests themselves (HJ 212-2017, 6.2 and annex C)."""

from collections.abc import Mapping
from datetime import datetime

from .clock import request_number
from .messages import Items, Message
from .requests import check, takes

SYSTEM = "91"
DATA_ANSWER, NOTICE_ANSWER, REQUEST_ANSWER, RESULT = "9014", "9013", "9011", "9012"
NOTICES = frozenset({"1013", "2012", "2022", "9015", "9021"})


def answer(message: Message) -> Message | None:
    """The answer that data or a notice ask for: 9013 to a notice, 9014 to data; None when they ask for none.

    The answer keeps QN, PW and MN of the message and its version bits, and asks for nothing itself.

    >>> data = Message("32", "2011", "A", "20160801085857223", "123456", 5)
    >>> answer(data).cn, answer(data).st, answer(data).flag, answer(Message("32", "2011", "A", flag=4))
    ('9014', '91', 4, None)
    """
    if not message.wants_answer or message.st == SYSTEM:
        return None
    return _said(message, NOTICE_ANSWER if message.cn in NOTICES else DATA_ANSWER)


def returned(request: Message, code: str = "1") -> Message:
    """What a device says to a request at once: 9011 with QnRtn, see ``codes.results("9011")``.

    >>> returned(Message("32", "1062", "A", "20160801085857223", "123456", 5)).parameters
    {'QnRtn': '1'}
    """
    return _said(request, REQUEST_ANSWER, ((("QnRtn", code),),))


def executed(request: Message, code: str = "1") -> Message:
    """What a device says when a request was carried out, or not: 9012 with ExeRtn, see ``codes.results("9012")``.

    >>> executed(Message("32", "2061", "A", "20160801085857223", "123456", 5), "100").parameters
    {'ExeRtn': '100'}
    """
    return _said(request, RESULT, ((("ExeRtn", code),),))


def _said(message: Message, cn: str, items: Items = ()) -> Message:
    flag = (message.flag or 0) & ~3
    return Message(SYSTEM, cn, message.mn, message.qn, message.pw, flag, items=items)


def request(
    cn: str,
    mn: str,
    pw: str,
    at: datetime,
    st: str = "32",
    parameters: Mapping[str, str] | None = None,
    edition: int = 2017,
) -> Message:
    """A request or notice to a device; its answer carries the same QN.

    LookupError for a command that does not go to a device; ValueError naming a parameter that is missing or cannot be.

    >>> from datetime import datetime
    >>> request("1062", "A", "123456", datetime(2026, 5, 1, 8), parameters={"RtdInterval": "30"}).qn
    '20260501080000000'
    """
    takes(cn)
    check(cn, parameters or {})
    version = {2005: 0, 2017: 1, 2025: 2}[edition]
    items = tuple(((name, value),) for name, value in (parameters or {}).items())
    return Message(st, cn, mn, request_number(at), pw, version << 2 | 1, items=items)
