"""Messages: what a data segment (数据段) says, and the segment that says it; strict, or lenient by name.

Real instruments bend the rules. Each way of bending has a name, is counted on the message, and may be forbidden for a
model of device (``allowed``); with none allowed the reader is strict.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from .codes import commands, systems

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
    "repeated": "a name given twice; the last counts",
    "time": "a DataTime of 17 digits",
    "unknown-command": "a CN that no edition has",
    "unknown-system": "an ST that no edition has",
}
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # the standard knows no other clock
EVERYTHING = frozenset(LENIENCIES)
_NAME = re.compile(r"[^=;,&\s]+")


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
    items: tuple[tuple[tuple[str, str], ...], ...] = ()
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
        return _time(text)


def _time(text: str) -> datetime | None:
    if not (text.isascii() and text.isdigit()) or len(text) not in (14, 17):
        return None
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    hour, minute, second, part = int(text[8:10]), int(text[10:12]), int(text[12:14]), int(text[14:] or 0)
    try:
        return datetime(year, month, day, hour, minute, second, part * 1000, SHANGHAI)
    except ValueError:
        return None


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


def parse(raw: bytes, allowed: frozenset[str] = EVERYTHING, seen: tuple[str, ...] = ()) -> Message:
    """What a data segment says. Unreadable names what is wrong, or the leniency that is not allowed.

    ``seen`` are leniencies found on the way here (of the frame). Source: HJ 212-2017, 6.3; HJ/T 212-2005 by Flag.

    >>> items = b"DataTime=20160824003817;011-Rtd=231.0,011-Flag=N"
    >>> one = parse(b"ST=32;CN=2011;PW=123456;MN=LD130133000015;CP=&&" + items + b"&&")
    >>> one.edition, one.factors, one.data_time.isoformat(), one.leniencies
    (2005, {'011': {'Rtd': '231.0', 'Flag': 'N'}}, '2016-08-24T00:38:17+08:00', ('request-number',))
    """
    bent = list(seen)
    text = _text(raw, bent)
    before, begins, body = text.partition("CP=&&")
    if not begins or not body.endswith("&&"):
        raise Unreadable("no CP=&&...&& at the end of the data segment")
    head = _head(before.rstrip().removesuffix(";"), bent)
    message = Message(
        st=head["ST"],
        cn=head["CN"],
        mn=head["MN"],
        qn=head.get("QN", ""),
        pw=head.get("PW", ""),
        flag=_number("Flag", head.get("Flag"), 255),
        pnum=_number("PNUM", head.get("PNUM"), 9999),
        pno=_number("PNO", head.get("PNO"), 9999),
        items=_items(body[:-2], bent),
    )
    _weigh(message, bent)
    found = tuple(dict.fromkeys(bent))
    if forbidden := [name for name in found if name not in allowed]:
        raise Unreadable(f"{forbidden[0]}: {LENIENCIES[forbidden[0]]}")
    return replace(message, leniencies=found)


def _text(raw: bytes, bent: list[str]) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        raise Unreadable("text neither in UTF-8 nor in GBK") from None
    bent.append("encoding")
    return text


def _head(text: str, bent: list[str]) -> dict[str, str]:
    """The fields before CP, each once and known."""
    known = {name.upper(): name for name in FIELDS}
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.strip().partition("=")
        if not equals and not name:
            bent.append("separator")
            continue
        right = known.get(name.upper())
        if not equals or right is None:
            raise Unreadable(f"field {part[:40]!r} before CP is not known")
        if right in found:
            raise Unreadable(f"field {right} stands twice before CP")
        if right != name:
            bent.append("field-name")
        found[right] = value.strip()
    if missing := [name for name in ("ST", "CN", "MN") if name not in found]:
        raise Unreadable(f"no {missing[0]} before CP")
    if list(found) != [name for name in FIELDS if name in found]:
        bent.append("field-order")
    return found


def _number(name: str, text: str | None, most: int) -> int | None:
    if text is None or text == "":
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 4 or int(text) > most:
        raise Unreadable(f"{name}: {text[:20]!r} is not a number up to {most}")
    return int(text)


def _items(body: str, bent: list[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The items between && and &&: ``;`` divides items, ``,`` the values of one."""
    items = []
    names: set[str] = set()
    for part in body.split(";") if body else []:
        if not part.strip():
            bent.append("separator")
            continue
        pairs = []
        for value in part.split(","):
            if not value.strip():
                bent.append("separator")
                continue
            pairs.append(_pair(value, names, bent))
        if pairs:
            items.append(tuple(pairs))
            if len({name.partition("-")[0] if "-" in name else name for name, _ in pairs}) > 1:
                bent.append("comma-for-semicolon")
    return tuple(items)


def _pair(text: str, names: set[str], bent: list[str]) -> tuple[str, str]:
    name, equals, value = text.strip().partition("=")
    if not equals or not _NAME.fullmatch(name):
        raise Unreadable(f"item {text.strip()[:40]!r} of CP has no name and value")
    if name in names and name != "PolId":
        bent.append("repeated")
    names.add(name)
    return name, value.strip()


def _weigh(message: Message, bent: list[str]) -> None:
    """Whether the fields can be what they say; the check alone lets one damaged frame in 256 pass."""
    for name, value, length in (("ST", message.st, 2), ("CN", message.cn, 4)):
        if not (len(value) == length and value.isascii() and value.isdigit()):
            raise Unreadable(f"{name}: {value[:20]!r} is not of {length} digits")
    if message.cn not in commands():
        bent.append("unknown-command")
    if message.st not in systems():
        bent.append("unknown-system")
    if not message.mn.isprintable() or not message.mn.isascii() or len(message.mn) > 64:
        raise Unreadable(f"MN: {message.mn[:20]!r} is no device's number")
    if not _right_number(message):
        bent.append("device-number")
    if len(message.pw) != 6:
        bent.append("password")
    if len(message.qn) != 17 or _time(message.qn) is None:
        bent.append("request-number")
    _weigh_packets(message, bent)
    text = message.parameters.get("DataTime")
    if text is not None and _time(text) is None:
        raise Unreadable(f"DataTime: {text[:20]!r} is no time")
    if text is not None and len(text) != 14:
        bent.append("time")


def _weigh_packets(message: Message, bent: list[str]) -> None:
    packets = (message.pnum is not None, message.pno is not None)
    if any(packets) != bool((message.flag or 0) & 2) or packets[0] != packets[1]:
        bent.append("packets-without-flag")
    if all(packets) and not 1 <= (message.pno or 0) <= (message.pnum or 0):
        raise Unreadable(f"PNO: packet {message.pno} of {message.pnum}")


def _right_number(message: Message) -> bool:
    if message.edition == 2005:
        return len(message.mn) == 14
    return len(message.mn) == 24 and all(c in "0123456789ABCDEFabcdef" for c in message.mn)


def header(message: Message) -> Mapping[str, str]:
    """The fields as text, without the password: nothing that is shown or kept in a log holds it.

    >>> header(Message("32", "2011", "A", "20160801085857223", "123456", 5))
    {'QN': '20160801085857223', 'ST': '32', 'CN': '2011', 'MN': 'A', 'Flag': '5'}
    """
    values = {"QN": message.qn, "ST": message.st, "CN": message.cn, "MN": message.mn, "Flag": message.flag}
    values |= {"PNUM": message.pnum, "PNO": message.pno}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}
