"""Exchange 反控交互: one request to a device, followed to its end: repeated while it is silent, then what became of it.

A request is answered by 9011 (QnRtn), perhaps data, and 9012 (ExeRtn); a notice by 9013 alone. Nothing here has a
clock: whoever looks says what time it is. Source: HJ 212-2017, 6.2 and annex C; defaults of its example of 1000.
"""

from .answers import NOTICE_ANSWER, REQUEST_ANSWER, RESULT
from .messages import Message
from .requests import takes

OVER_TIME, RE_COUNT = 5.0, 3
ABOUT_TO, DONE, NO_DATA = "1", "1", "100"


class Exchange:
    """One request since it was sent: ``sent``, ``accepted``, and at last ``done``, ``refused`` or ``silent``.

    The clock begins at the first look (``due`` or ``hear``), so make it when the request goes out. It is sent
    once and at most ``re_count`` times more. ``execution`` are the seconds that an accepted one may stay without
    data or result, by default as ``requests.toml`` has it. What comes after the end is still heard: a late result
    counts.

    >>> asked = Message("32", "2061", "A", "20260501080000000", "123456", 5)
    >>> one = Exchange(asked)
    >>> one.due(0.0), one.due(5.0) is asked, one.state
    (None, True, 'sent')
    >>> one.hear(Message("91", "9011", "A", asked.qn, items=((("QnRtn", "1"),),)), 6.0), one.state
    (True, 'accepted')
    >>> one.hear(Message("91", "9012", "A", asked.qn, items=((("ExeRtn", "100"),),)), 7.0), one.state, one.answer
    (True, 'done', 'ExeRtn=100')
    """

    def __init__(
        self,
        request: Message,
        over_time: float = OVER_TIME,
        re_count: int = RE_COUNT,
        execution: float | None = None,
    ) -> None:
        self.request = request
        self.state = "sent" if request.wants_answer else "done"
        self.answer = ""  # QnRtn or ExeRtn with its code, see `codes.results`; 9013 for a notice
        self.sends = 1
        self.heard = 0  # data messages that belong to it
        self._over_time, self._re_count = over_time, re_count
        known = takes(request.cn)
        self._execution = known.execution if execution is None else execution
        self._notice = known.notice
        self._since: float | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is waited for."""
        return self.state in ("done", "refused", "silent")

    def due(self, now: float) -> Message | None:
        """The request again when it is time to repeat it, else None; silence ends here."""
        if self._since is None:
            self._since = now
        waited = now - self._since
        if self.state == "accepted" and waited >= self._execution:
            self.state = "silent"
        if self.state != "sent" or waited < self._over_time:
            return None
        if self.sends > self._re_count:
            self.state = "silent"
            return None
        self.sends += 1
        self._since = now
        return self.request

    def hear(self, message: Message, now: float) -> bool:
        """Take in a message; True when it belongs to this exchange."""
        if message.mn != self.request.mn or not self._belongs(message):
            return False
        self._since = now
        if message.cn == REQUEST_ANSWER:
            self._returned(message.parameters.get("QnRtn", ""))
        elif message.cn == RESULT:
            self._executed(message.parameters.get("ExeRtn", ""))
        elif message.cn == NOTICE_ANSWER:
            if self._notice:
                self.state, self.answer = "done", NOTICE_ANSWER
        else:
            self.heard += 1
            if self.state in ("sent", "silent"):
                self.state = "accepted"
        return True

    def _belongs(self, message: Message) -> bool:
        """By the request's QN (2005 has it in CP), or data of the time asked for: they have a QN of their own."""
        if (message.qn or message.parameters.get("QN", "")) == self.request.qn:
            return message.cn in (REQUEST_ANSWER, RESULT, NOTICE_ANSWER, self.request.cn)
        asked = self.request.parameters
        if message.cn != self.request.cn or "BeginTime" not in asked:
            return False
        at = message.parameters.get("DataTime", "")[:14]
        return len(at) == 14 and asked["BeginTime"][:14] <= at <= asked.get("EndTime", "")[:14]

    def _returned(self, code: str) -> None:
        if code == ABOUT_TO:
            if self.state != "done":
                self.state, self.answer = "accepted", f"QnRtn={code}"
        elif self.state in ("sent", "silent"):  # what refuses a repetition does not refuse the request
            self.state, self.answer = "refused", f"QnRtn={code[:8]}"

    def _executed(self, code: str) -> None:
        """The result settles it, whatever was said before; that there are no data is a result too."""
        if self.state != "done" or not self.answer:
            self.state = "done" if code in (DONE, NO_DATA) else "refused"
            self.answer = f"ExeRtn={code[:8]}"
