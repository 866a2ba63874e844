"""Requests 请求命令: which parameters each command to a device takes, whether they can be, and what answers it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from .clock import moment


@dataclass(frozen=True)
class Takes:
    """One command to a device: parameters, whether data come back, whether it is a notice (9013 alone answers)."""

    cn: str
    required: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    data: bool = False
    notice: bool = False
    info: bool = False  # takes one more, named after its InfoId: i13004-Info
    open: bool = False  # what it takes is not known; anything is let through
    execution: float = 600.0
    grade: str = "A"


@cache
def _file() -> dict[str, Any]:
    text = resources.files("huanzhi.wire.hj212").joinpath("requests.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def requests() -> dict[str, Takes]:
    """Every command that goes to a device, by its CN.

    >>> requests()["2061"].required, requests()["2012"].notice, requests()["3024"].grade
    (['BeginTime', 'EndTime'], True, 'B')
    """
    standard = {"execution": _file()["execution"]}
    return {cn: Takes(cn, **(standard | row)) for cn, row in _file()["requests"].items()}


def takes(cn: str) -> Takes:
    """What a command takes. LookupError for one that does not go to a device.

    >>> takes("9014")
    Traceback (most recent call last):
    LookupError: 9014 is no command that goes to a device
    """
    if cn not in requests():
        raise LookupError(f"{cn} is no command that goes to a device")
    return requests()[cn]


def answers_due(cn: str) -> tuple[str, ...]:
    """The commands that answer a request, in order; data stands for any number of messages, or none.

    >>> answers_due("2061"), answers_due("1062"), answers_due("2012")
    (('9011', '2061', '9012'), ('9011', '9012'), ('9013',))
    """
    known = takes(cn)
    if known.notice:
        return ("9013",)
    return ("9011", cn, "9012") if known.data else ("9011", "9012")


def check(cn: str, parameters: Mapping[str, str]) -> None:
    """ValueError naming the parameter that is missing, not known or cannot be; LookupError for no such command.

    >>> check("2061", {"BeginTime": "20260501000000", "EndTime": "20260430000000"})
    Traceback (most recent call last):
    ValueError: EndTime: '20260430000000' is before BeginTime
    """
    known = takes(cn)
    if known.open:
        return
    required = [*known.required]
    if known.info:
        required.append(f"{parameters.get('InfoId', 'InfoId')}-Info")
    if missing := [name for name in required if name not in parameters]:
        raise ValueError(f"{missing[0]} is missing: {cn} takes {_listed(required)}")
    for name, value in parameters.items():
        if name not in (*required, *known.optional):
            raise ValueError(f"{name}: {cn} takes {_listed([*required, *known.optional])}")
        _form(name, value)
    begin, end = parameters.get("BeginTime", ""), parameters.get("EndTime", "")
    if bool(begin) != bool(end):
        raise ValueError(f"{'EndTime' if begin else 'BeginTime'} is missing: they go together")
    if end < begin:
        raise ValueError(f"EndTime: {end!r} is before BeginTime")


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "no parameters"


_FORMS = {
    "password": (re.compile(r"[0-9A-Za-z]{6}"), "six letters or digits"),
    "factor": (re.compile(r"[0-9A-Za-z]{1,8}"), "a factor's code"),
    "word": (re.compile(r"[0-9A-Za-z]{1,8}"), "a code"),
    "clock": (re.compile(r"([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"), "a time of day as HHMMSS"),
    "text": (re.compile(r"(?!.*&&)[^;,=&\r\n]{1,900}"), "a text without ; , = and &"),
}


def _form(name: str, value: str) -> None:
    rule = _file()["takes"].get(name, {"form": "text"})
    form, most = rule["form"], rule.get("most", 0)
    if form == "count":
        good = value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= most
        words = f"a number from 1 to {most}"
    elif form == "time":
        good, words = len(value) == 14 and moment(value) is not None, "a time of 14 digits"
    elif form == "long-time":
        good, words = len(value) == 17 and moment(value) is not None, "a time of 17 digits"
    else:
        pattern, words = _FORMS[form]
        good = pattern.fullmatch(value) is not None
    if not good:
        raise ValueError(f"{name}: {value[:40]!r} is not {words}")
