"""Reading a data segment 解析: strict, or lenient by name; the shape that the standard prints is read the short way.

Both ways say the same. The short one asks once whether everything stands where it should; whatever does not goes the
long way, field by field, where each way of bending is named.
"""

import re
from dataclasses import replace
from itertools import chain

from .clock import moment, often
from .codes import commands, systems
from .messages import EVERYTHING, FIELDS, LENIENCIES, Items, Message, Unreadable

SHAPE = (
    r"(?:QN=([0-9]{17});)?ST=([0-9]{2});CN=([0-9]{4});(?:PW=([0-9A-Za-z]{1,32});)?MN=([0-9A-Za-z]{1,64})"
    r"(?:;Flag=([0-9]{1,3}))?(?:;PNUM=([0-9]{1,4});PNO=([0-9]{1,4}))?;CP=&&"
)
_HEAD = re.compile(SHAPE)
# plain names and values of one code each, divided by ";"; possessive, so that no body costs more than its length
_BODY = re.compile(
    r"(?:([^=;,&\s\-]++)(?:-[^=;,&\s]++)?+=[^;,\s]*+(?:,\1-[^=;,&\s]++=[^;,\s]*+)*+(?:;(?!\Z)|\Z))++"
)
_PAIRS = re.compile(r"([^=;,]+)=([^;,]*)")
_NAME = re.compile(r"[^=;,&\s]+")
MOST_FLAG = 255  # eight bits
_COMMANDS, _SYSTEMS = frozenset(commands()), frozenset(systems())
_HEX24 = re.compile(r"[0-9A-Fa-f]{24}")


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
    message = _short(text, bent) or _long(text, bent)
    _weigh(message, bent)
    if not bent:
        return message
    found = tuple(dict.fromkeys(bent))
    if forbidden := [name for name in found if name not in allowed]:
        raise Unreadable(f"{forbidden[0]}: {LENIENCIES[forbidden[0]]}")
    return replace(message, leniencies=found)


def _short(text: str, bent: list[str]) -> Message | None:
    """The message when all of it has the regular shape; None when the long way has to be gone."""
    head = _HEAD.match(text)
    if head is None or not text.endswith("&&", head.end()):
        return None
    qn, st, cn, pw, mn, flag, pnum, pno = head.groups()
    if flag is not None and int(flag) > MOST_FLAG:
        return None
    body = text[head.end() : -2]
    if body and not _BODY.fullmatch(body):
        return None
    items = tuple(map(tuple, map(_PAIRS.findall, body.split(";")))) if body else ()
    values = dict(chain.from_iterable(items))
    if len(values) < sum(map(len, items)):
        return None  # a name stands twice
    if "DataTime" in values:
        _weigh_time(values["DataTime"], bent)
    return Message(
        st,
        cn,
        mn,
        qn or "",
        pw or "",
        None if flag is None else int(flag),
        None if pnum is None else int(pnum),
        None if pno is None else int(pno),
        items,
    )


def _long(text: str, bent: list[str]) -> Message:
    """The message field by field, with what is bent."""
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
        flag=_number("Flag", head.get("Flag"), MOST_FLAG),
        pnum=_number("PNUM", head.get("PNUM"), 9999),
        pno=_number("PNO", head.get("PNO"), 9999),
        items=_items(body[:-2], bent),
    )
    _weigh_form(message)
    return message


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


def _items(body: str, bent: list[str]) -> Items:
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
    if name == "DataTime":
        _weigh_time(value.strip(), bent)
    return name, value.strip()


def _weigh_form(message: Message) -> None:
    """Whether the fields can be what they say; the check alone lets one damaged frame in 256 pass."""
    for name, value, length in (("ST", message.st, 2), ("CN", message.cn, 4)):
        if not (len(value) == length and value.isascii() and value.isdigit()):
            raise Unreadable(f"{name}: {value[:20]!r} is not of {length} digits")
    if not message.mn.isprintable() or not message.mn.isascii() or len(message.mn) > 64:
        raise Unreadable(f"MN: {message.mn[:20]!r} is no device's number")


def _weigh(message: Message, bent: list[str]) -> None:
    """What no shape shows: codes that no edition has, and numbers that are not as long as they should be."""
    if message.cn not in _COMMANDS:
        bent.append("unknown-command")
    if message.st not in _SYSTEMS:
        bent.append("unknown-system")
    flag, mn = message.flag or 0, message.mn
    if len(mn) != 14 if flag < 4 else not _HEX24.fullmatch(mn):  # no version bits: 2005
        bent.append("device-number")
    if len(message.pw) != 6:
        bent.append("password")
    if len(message.qn) != 17 or moment(message.qn) is None:
        bent.append("request-number")
    if flag & 2 or message.pnum is not None or message.pno is not None:
        _weigh_packets(message, bent)


def _weigh_time(text: str, bent: list[str]) -> None:
    if often(text) is None:
        raise Unreadable(f"DataTime: {text[:20]!r} is no time")
    if len(text) != 14:
        bent.append("time")


def _weigh_packets(message: Message, bent: list[str]) -> None:
    packets = (message.pnum is not None, message.pno is not None)
    if any(packets) != bool((message.flag or 0) & 2) or packets[0] != packets[1]:
        bent.append("packets-without-flag")
    if all(packets) and not 1 <= (message.pno or 0) <= (message.pnum or 0):
        raise Unreadable(f"PNO: packet {message.pno} of {message.pnum}")
