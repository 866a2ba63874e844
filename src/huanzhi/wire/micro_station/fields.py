"""The JSON object of a message and its fields under all their names; each bending has a name and is counted."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any, NoReturn

LENIENCIES = {
    "json-name": "a field under another name, as deviceId or ts",
    "json-time-number": "a time as seconds or milliseconds since 1970",
    "json-time-digits": "a time of 14 digits, as DataTime in HJ 212",
    "json-bare-value": "a number where an object with value and flag belongs",
    "json-list": "factors as a list of objects that carry their code",
    "json-text-number": "a number in quotation marks",
}
EVERYTHING = frozenset(LENIENCIES)
NAMES = {
    "device": ("mn", "MN", "deviceId", "device_id", "deviceid", "id", "sn"),
    "time": ("ts", "timestamp", "dataTime", "DataTime", "datetime"),
    "statistic": ("type", "dataType"),
    "factors": ("data", "values", "params"),
    "token": ("password", "PW", "key"),
    "code": ("factor", "name"),
    "value": ("val", "v"),
    "flag": ("status",),
    "unit": (),
}


class Unreadable(ValueError):
    """A message that says nothing certain; names the field and its value."""

    def __init__(self, reason: str, field: str = "", value: object = "") -> None:
        super().__init__(reason)
        self.reason, self.field, self.value = reason, field, str(value)[:200]


def json_object(payload: bytes) -> dict[str, Any]:
    """The object; numbers in it are exact. Unreadable for anything else, and for a name given twice."""
    try:
        found = json.loads(
            payload.decode(), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except Unreadable:
        raise
    except UnicodeDecodeError:
        raise Unreadable("not in UTF-8") from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except (ValueError, ArithmeticError) as error:  # a syntax error, or a whole number of thousands of digits
        raise Unreadable(f"no JSON: {error}"[:120]) from None
    if not isinstance(found, dict):
        raise Unreadable("no JSON object", "", type(found).__name__)
    return found


def _no_number(name: str) -> NoReturn:
    raise Unreadable("no number", "", name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise Unreadable("stands twice", twice[:80])
    return found


def field(message: dict[str, Any], name: str, bent: list[str]) -> Any:
    """The value of a field under its name or another; two of them are a contradiction only when they differ."""
    there = [called for called in (name, *NAMES[name]) if called in message]
    if not there:
        return None
    if any(message[called] != message[there[0]] for called in there):
        raise Unreadable(f"{' and '.join(there)} say different things", name)
    if there[0] != name:
        bent.append("json-name")
    return message[there[0]]


def text(said: Any) -> str:
    """A name that may have come as a number."""
    if said is None:
        return ""
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise Unreadable("no text", "device or token", said)
    return str(said)
