"""The values of a message: a number with its flag and its unit under a factor's code."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..hj212.codes import flags
from .fields import Unreadable, field

DEEPEST = 30  # digits before or behind the point of a number that can be meant
_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?")


@dataclass(frozen=True)
class Value:
    """One factor: code as sent, exact value (None when the flag says why there is none), flag, unit or nothing."""

    code: str
    value: Decimal | None
    flag: str = "N"
    unit: str = ""


@dataclass(frozen=True)
class Unfit:
    """A factor that cannot be used: field, value as it came, why."""

    field: str
    value: str
    reason: str


def factors(said: Any, bent: list[str]) -> tuple[list[Value], list[Unfit]]:
    """The factors of a message, as an object by code or a list; what of them cannot be used."""
    values: list[Value] = []
    unfit: list[Unfit] = []
    if isinstance(said, list):
        bent.append("json-list")
        pairs = [(_listed(one, bent), one) for one in said]
        if twice := [code for code, times in Counter(code for code, _ in pairs).items() if times > 1]:
            raise Unreadable("stands twice", twice[0][:80])
    elif isinstance(said, dict):
        pairs = list(said.items())
    else:
        raise Unreadable("no factors", "factors", said if said is not None else "")
    for code, one in pairs:
        found = _value(code, one, bent)
        (values if isinstance(found, Value) else unfit).append(found)  # type: ignore[arg-type]
    if not pairs:
        raise Unreadable("no factors", "factors", said)
    return values, unfit


def _listed(one: Any, bent: list[str]) -> str:
    code = field(one, "code", bent) if isinstance(one, dict) else None
    if not isinstance(code, str):
        raise Unreadable("no code", "factors", one)
    return code


def _value(code: str, said: Any, bent: list[str]) -> Value | Unfit:
    if not re.fullmatch(r"[^\s=;,&]{1,24}", code):
        return Unfit("code", code[:80], "no code of a factor")
    if not isinstance(said, dict):
        bent.append("json-bare-value")
        said = {"value": said}
    value, flag, unit = (field(said, name, bent) for name in ("value", "flag", "unit"))
    flag = "N" if flag in (None, "") else flag
    if not isinstance(flag, str) or flag not in flags():
        return Unfit(f"{code}.flag", str(flag)[:200], "no flag of HJ 212")
    if unit is not None and not isinstance(unit, str):
        return Unfit(f"{code}.unit", str(unit)[:200], "no unit")
    if value is None and flag != "N":
        return Value(code, None, flag, unit or "")
    number = _decimal(value, bent)
    if number is None:
        return Unfit(f"{code}.value", str(value)[:200], "no number")
    return Value(code, number, flag, unit or "")


def _decimal(said: Any, bent: list[str]) -> Decimal | None:
    if isinstance(said, str) and _NUMBER.fullmatch(said.strip()):
        bent.append("json-text-number")
        return Decimal(said.strip())
    if isinstance(said, bool) or not isinstance(said, int | Decimal):
        return None
    number = Decimal(said)
    digits = number.as_tuple()
    fits = len(digits.digits) <= DEEPEST and isinstance(digits.exponent, int) and digits.exponent >= -DEEPEST
    return number if fits and number.adjusted() <= DEEPEST else None
