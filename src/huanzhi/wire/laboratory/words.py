"""The words of laboratories' tables, and items by the names that laboratories give them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from ..hj212.factors import Factor, factors
from ..units import WrongUnit, dimension, ratio


@dataclass(frozen=True)
class Item:
    """What was measured: its code in HJ 212, the unit kept, and what a number in the file's unit is multiplied by."""

    code: str
    unit: str
    ratio: Fraction


@cache
def words() -> dict[str, Any]:
    """The data file."""
    text = resources.files("huanzhi.wire.laboratory").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def plain(text: str) -> str:
    """A word without what differs between keyboards: width, blanks, capitals, hyphens.

    >>> plain("ＮＨ３－N "), plain("高锰酸盐指数（CODMn）")
    ('nh3-n', '高锰酸盐指数(codmn)')
    """
    said = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s", "", said).replace("‐", "-").replace("–", "-")


@cache
def columns() -> dict[str, str]:
    """What a heading means.

    >>> columns()["采样时间"], columns()["方法检出限"]
    ('time', 'detection')
    """
    return {plain(name): meaning for meaning, names in words()["columns"].items() for name in names}


@cache
def _names() -> dict[str, tuple[Factor, ...]]:
    found: dict[str, list[Factor]] = {}
    for one in factors().values():
        for name in (one.code, one.zh, *words()["items"].get(one.code, ())):
            found.setdefault(plain(name), []).append(one)
    return {name: tuple(dict.fromkeys(those)) for name, those in found.items()}


def candidates(name: str) -> tuple[Factor, ...]:
    """The factors that a name may mean: with and without what it has in brackets.

    >>> [one.code for one in candidates("氟化物")], [one.code for one in candidates("化学需氧量（CODcr）")]
    (['w21017', 'a21018'], ['w01018'])
    """
    said = plain(name)
    outside, _, inside = said.partition("(")
    for key in (said, outside, inside.removesuffix(")")):
        if key and key in _names():
            return _names()[key]
    return ()


def kept_unit(code: str) -> str:
    """The unit in which a laboratory's result is kept: nanograms for masses, so that thousandths hold every detection
    limit exactly; the unit of annex B for what is no mass.

    >>> kept_unit("w01018"), kept_unit("w20111"), kept_unit("a21026"), kept_unit("w01001")
    ('ng/L', 'ng/L', 'ng/m3', '1')
    """
    of, _size = dimension(factors()[code].unit)
    return f"n{of}" if of.startswith("g/") else factors()[code].unit


def item(name: str, unit: str) -> Item:
    """The item of a name and a unit; the unit also decides between water and air. LookupError, or WrongUnit.

    >>> item("氟化物", "mg/m³").code, item("总汞", "mg/L").ratio, item("pH值", "").code
    ('a21018', Fraction(1000000, 1), 'w01001')
    """
    possible = candidates(name)
    if not possible:
        raise LookupError("no item of that name in HJ 212, annex B")
    fitting = []
    for one in possible:
        kept = kept_unit(one.code)
        if not unit and kept != "1":
            continue
        try:
            fitting.append(Item(one.code, kept, ratio(unit or "1", kept)))
        except WrongUnit:
            continue
    if len(fitting) == 1:
        return fitting[0]
    if not unit:
        raise WrongUnit("no unit")
    if fitting:
        raise LookupError(f"may be {' or '.join(one.code for one in fitting)}")
    raise WrongUnit(f"no unit for {' or '.join(one.code for one in possible)}, {possible[0].unit}")
