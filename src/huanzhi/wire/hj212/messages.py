"""Messages: what a data segment (数据段) says, the segment that says it, and the ways of bending that have a name.

Real instruments bend the rules. Each way of bending has a name, is counted on the message, and may be forbidden for a
model of device (``allowed``); with none allowed the reader is strict.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .clock import often

FIELDS = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO")
LENIENCIES = {
    "check-lower-case": "the check is written in small letters",
    "line-end": "no CR LF after the check",
    "long-segment": "a data segment of more than 1024 bytes",
    "encoding": "text in GBK instead of UTF-8",
    "field-order": "fields before CP in another order",
    "field-name": "a field in other capitals, as FLAG",
    "packets-without-flag": "PNUM and PNO without their bit in Flag",
    "password": "no password, or not of six characters",
    "device-number": "an MN that is not of 24 hexadecimal digits (14 characters before 2017)",
    "request-number": "no QN, or one that is no time",
    "separator": "an empty item, as ; before the closing &&",
    "comma-for-semicolon": "a comma where items are divided",
    "repeated": "a name given twice; the last counts, of a reading none if they differ",
    "time": "a DataTime of 17 digits",
    "unknown-command": "a CN that no edition has",
    "unknown-system": "an ST that no edition has",
}
EVERYTHING = frozenset(LENIENCIES)
Items = tuple[tuple[tuple[str, str], ...], ...]  # of CP: names with values, those of one factor together


class Unreadable(ValueError):
    """A segment that says nothing certain; the message names the field and its value."""


@dataclass(frozen=True)
class Message:
    """One message: its fields as text, and the items of CP in order, each a tuple of (name, value)."""

    st: str
    cn: str
    mn: str
    qn: str = ""
    pw: str = ""
    flag: int | None = None
    pnum: int | None = None
    pno: int | None = None
    items: Items = ()
    leniencies: tuple[str, ...] = field(default=(), compare=False)

    @property
    def edition(self) -> int:
        """The edition by the version bits of Flag: 2005 (or no Flag), 2017, 2025.

        >>> [Message("32", "2011", "A", flag=flag).edition for flag in (None, 1, 5, 9)]
        [2005, 2005, 2017, 2025]
        """
        return {0: 2005, 1: 2017}.get((self.flag or 0) >> 2, 2025)

    @property
    def wants_answer(self) -> bool:
        """Whether bit A of Flag asks for an answer."""
        return bool((self.flag or 0) & 1)

    @property
    def parameters(self) -> dict[str, str]:
        """Names of CP that belong to no factor, as DataTime or RtdInterval."""
        return {name: value for item in self.items for name, value in item if "-" not in name}

    @property
    def factors(self) -> dict[str, dict[str, str]]:
        """Values by factor code and statistic (Rtd, Avg, Min, Max, Cou, Flag, …), as they came."""
        found: dict[str, dict[str, str]] = {}
        for item in self.items:
            for name, value in item:
                code, dash, statistic = name.partition("-")
                if dash:
                    found.setdefault(code, {})[statistic] = value
        return found

    @property
    def data_time(self) -> datetime | None:
        """DataTime on Shanghai's clock: of 2011 and 2021 the moment, of 2031, 2041, 2051, 2061 the period's START."""
        text = self.parameters.get("DataTime", "")
        return often(text)


def segment(message: Message) -> bytes:
    """The data segment of a message, fields in the standard's order. ValueError for a character that would break it.

    >>> segment(Message("32", "1062", "A", "20160801085857223", "100000", 5, items=((("RtdInterval", "30"),),)))
    b'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=A;Flag=5;CP=&&RtdInterval=30&&'
    """
    values: dict[str, object] = {
        "QN": message.qn or None,
        "ST": message.st,
        "CN": message.cn,
        "PW": message.pw or None,
        "MN": message.mn,
        "Flag": message.flag,
        "PNUM": message.pnum,
        "PNO": message.pno,
    }
    parts = [f"{name}={value}" for name, value in values.items() if value is not None]
    items = [",".join(f"{name}={value}" for name, value in item) for item in message.items]
    for text in (message.qn, message.st, message.cn, message.pw, message.mn, *_texts(message)):
        if any(mark in text for mark in (";", ",", "&&", "\r", "\n")):
            raise ValueError(f"{text!r} cannot stand in a message")
    return (";".join(parts) + ";CP=&&" + ";".join(items) + "&&").encode()


def _texts(message: Message) -> list[str]:
    return [text for item in message.items for pair in item for text in pair]


def header(message: Message) -> Mapping[str, str]:
    """The fields as text, without the password: nothing that is shown or kept in a log holds it.

    >>> header(Message("32", "2011", "A", "20160801085857223", "123456", 5))
    {'QN': '20160801085857223', 'ST': '32', 'CN': '2011', 'MN': 'A', 'Flag': '5'}
    """
    values = {"QN": message.qn, "ST": message.st, "CN": message.cn, "MN": message.mn, "Flag": message.flag}
    values |= {"PNUM": message.pnum, "PNO": message.pno}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}
