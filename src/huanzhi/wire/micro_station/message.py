"""A whole message: who speaks, of which time, what."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from .fields import EVERYTHING, LENIENCIES, Unreadable, field, json_object, text
from .values import Unfit, Value, factors

OFFSET = timezone(timedelta(hours=8), "Asia/Shanghai")
STATISTICS = {"real": timedelta(microseconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
MILLISECONDS, LAST = (
    10**11,
    10**14,
)  # from which number on a time is in milliseconds; beyond the last it is none
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True)
class Said:
    """What a message says."""

    device: str
    token: str
    time: datetime
    statistic: str
    values: tuple[Value, ...]
    unfit: tuple[Unfit, ...] = ()
    leniencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """Who speaks, with what token; empty when the message does not say."""

    device: str
    token: str


def head(payload: bytes) -> Head:
    """Who speaks, before anything else is looked at. Unreadable when it is no JSON object.

    >>> head(b'{"deviceId": "A1", "ts": 0}')
    Head(device='A1', token='')
    """
    message = json_object(payload)
    return Head(text(field(message, "device", [])), text(field(message, "token", [])))


def parse(payload: bytes, allowed: frozenset[str] = EVERYTHING) -> Said:
    """Read a message; Unreadable says what is wrong, or which leniency is not allowed. `device` may be empty.

    >>> said = parse(b'{"mn": "A1", "ts": 1795572300, "data": {"a34004": 35.25, "a34002": {"value": "x"}}}')
    >>> said.time.isoformat(), said.values[0].value, said.unfit[0].reason
    ('2026-11-25T10:05:00+08:00', Decimal('35.25'), 'no number')
    >>> said.leniencies
    ('json-name', 'json-time-number', 'json-bare-value')
    """
    message, bent = json_object(payload), list[str]()
    device, token = (text(field(message, name, bent)) for name in ("device", "token"))
    statistic = field(message, "statistic", bent)
    statistic = "real" if statistic is None else statistic
    if not isinstance(statistic, str) or statistic not in STATISTICS:
        raise Unreadable(f"none of {', '.join(STATISTICS)}", "statistic", statistic)
    time = _time(field(message, "time", bent), bent)
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    if (time - midnight) % STATISTICS[statistic]:
        raise Unreadable(f"no {statistic} ends then", "time", time.isoformat())
    values, unfit = factors(field(message, "factors", bent), bent)
    found = tuple(dict.fromkeys(bent))
    if forbidden := [name for name in found if name not in allowed]:
        raise Unreadable(f"{forbidden[0]}: {LENIENCIES[forbidden[0]]}")
    return Said(device, token, time, statistic, tuple(values), tuple(unfit), found)


def _time(said: Any, bent: list[str]) -> datetime:
    if isinstance(said, bool) or not isinstance(said, str | int | Decimal):
        raise Unreadable("no time", "time", said)
    words = str(said)
    try:
        if not isinstance(said, str) or (words.isdigit() and len(words) in (10, 13)):
            bent.append("json-time-number")
            return _since_1970(Decimal(words))
        if words.isascii() and words.isdigit() and len(words) == 14:
            bent.append("json-time-digits")
            return datetime.strptime(words, "%Y%m%d%H%M%S").replace(tzinfo=OFFSET)
        if not _ISO.fullmatch(words):
            raise ValueError
        found = datetime.fromisoformat(words)
        return found.replace(tzinfo=OFFSET) if found.tzinfo is None else found.astimezone(OFFSET)
    except (ValueError, OverflowError, ArithmeticError):
        raise Unreadable("no time", "time", said) from None


def _since_1970(number: Decimal) -> datetime:
    if not 0 <= number < LAST:
        raise ValueError("no time")
    milliseconds = int(number if number >= MILLISECONDS else number * 1000)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)).astimezone(OFFSET)
