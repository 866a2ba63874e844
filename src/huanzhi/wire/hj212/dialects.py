"""Dialects 方言: named ways in which a make of instrument means something else than the text, as data with a grade.

A leniency bends the form and is seen in the frame; a dialect changes the meaning and has to be known beforehand.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from .factors import factor, factors


@dataclass(frozen=True)
class Dialect:
    """One switch: what it is, where it is known from, and what it changes."""

    name: str
    zh: str
    en: str
    grade: str
    source: str
    edition: int = 2017
    units: dict[str, str] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    parts_of: list[str] = field(default_factory=lambda: ["real", "minute", "hour", "day"])
    ends: list[str] = field(default_factory=list)
    codes: str = ""
    sample_time: bool = True
    aside: bool = False


@cache
def dialects() -> dict[str, Dialect]:
    """Every dialect by its name.

    >>> dialects()["particles-ug"].units["a34004"], dialects()["flags-2005"].flags["P"]
    ('ug/m3', 'D')
    """
    text = resources.files("huanzhi.wire.hj212").joinpath("dialects.toml").read_text("utf-8")
    return {row["name"]: Dialect(**row) for row in tomllib.loads(text)["dialects"]}


@dataclass(frozen=True)
class Speech:
    """Several dialects as one: what readings need of them."""

    flags: dict[str, str]
    parts: dict[str, dict[str, str]]
    ends: frozenset[str]
    codes: frozenset[str]
    units: dict[str, str]
    sample_time: bool
    aside: bool

    def code(self, code: str) -> str:
        """A factor's code as 2017 has it.

        >>> speech(frozenset({"codes-2005"})).code("B01"), speech(frozenset({"codes-in-capitals"})).code("W01018")
        ('w00000', 'w01018')
        """
        if "capitals" in self.codes and code[:1].lower() + code[1:] in factors():
            code = code[:1].lower() + code[1:]
        if "old" not in self.codes:
            return code
        try:
            return factor(code).code
        except LookupError:
            return code


@cache
def speech(names: frozenset[str]) -> Speech:
    """Dialects together. LookupError for a name that is none, ValueError for two that contradict each other.

    >>> speech(frozenset({"particles-ug", "particles-mg"}))
    Traceback (most recent call last):
    ValueError: dialects contradict each other over a34001: mg/m3 and ug/m3
    """
    if unknown := sorted(names - dialects().keys()):
        raise LookupError(f"no dialect {unknown[0]!r}; there are: {', '.join(dialects())}")
    chosen = [dialects()[name] for name in sorted(names)]
    statistics = ("real", "minute", "hour", "day")
    return Speech(
        flags=_merged(one.flags for one in chosen),
        parts={name: _merged(one.parts for one in chosen if name in one.parts_of) for name in statistics},
        ends=frozenset(name for one in chosen for name in one.ends),
        codes=frozenset(one.codes for one in chosen if one.codes),
        units=_merged(one.units for one in chosen),
        sample_time=all(one.sample_time for one in chosen),
        aside=any(one.aside for one in chosen),
    )


def _merged(tables: Iterable[dict[str, str]]) -> dict[str, str]:
    whole: dict[str, str] = {}
    for table in tables:
        for name, value in table.items():
            if whole.setdefault(name, value) != value:
                raise ValueError(f"dialects contradict each other over {name}: {whole[name]} and {value}")
    return whole


def dialects_of(text: str) -> frozenset[str]:
    """The dialects that a text names, divided by commas or spaces; LookupError or ValueError as :func:`speech`.

    >>> sorted(dialects_of("particles-ug, flags-small"))
    ['flags-small', 'particles-ug']
    """
    names = frozenset(text.replace(",", " ").split())
    speech(names)
    return names


def unit_of(code: str, part: str = "Rtd", dialects: frozenset[str] = frozenset()) -> str:
    """The unit in which a part of a factor is sent; of Cou that of the discharge. LookupError for no such code.

    Source: HJ 212-2017, annex B, unless a dialect says otherwise.

    >>> unit_of("a34004", "Avg"), unit_of("a34004", "Avg", frozenset({"particles-ug"})), unit_of("w00000", "Cou")
    ('ng/m3', 'ug/m3', 'm3')
    """
    spoken = speech(dialects)
    if part in ("ValidNum", "TotalNum", "RS"):
        return "1"
    if part == "RT":
        return "h"
    known = factor(spoken.code(code))
    return known.load if part == "Cou" else spoken.units.get(known.code, known.unit)
