"""What is measured and how good a reading can be: the two small tables that everything here refers to."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Factor:
    """An item that points measure (监测项目)."""

    code: str
    label: str
    zh: str
    en: str
    unit: str
    decimals: int


@dataclass(frozen=True)
class Flag:
    """The state of the instrument during a reading (数据标记)."""

    code: str
    zh: str
    en: str
    counts: bool


@cache
def factors() -> dict[str, Factor]:
    """Items by code, in the order of the law.

    >>> factors()["co"].unit
    'mg/m³'
    """
    return {row["code"]: Factor(**row) for row in _rows("factors.toml", "factor")}


@cache
def flags() -> dict[str, Flag]:
    """Flags by code.

    >>> [code for code, flag in flags().items() if flag.counts]
    ['N']
    """
    return {row["code"]: Flag(**row) for row in _rows("flags.toml", "flag")}


def _rows(name: str, key: str) -> list[dict]:
    text = (resources.files("huanzhi.monitoring") / "data" / name).read_text(encoding="utf-8")
    return tomllib.loads(text)[key]
