"""Factor codes 因子编码 of HJ 212, annex B: what a code measures, in which unit, how long its number is.

Some codes that instruments send stand in no annex; those carry a grade that says so.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

ANNEX = "A+"


@dataclass(frozen=True)
class Factor:
    """A code with its names, unit, unit of the discharged mass, number format (``N3.1``), and its code of 2005."""

    code: str
    zh: str
    en: str
    unit: str
    load: str = ""
    format: str = ""
    old: str = ""
    grade: str = ANNEX

    @property
    def medium(self) -> str:
        """``water``, ``air`` or ``noise``."""
        return {"w": "water", "a": "air"}.get(self.code[0], "noise")


@cache
def factors() -> dict[str, Factor]:
    """Every factor of annex B by its code of 2017, then those in use beyond it.

    >>> sum(one.grade == ANNEX for one in factors().values()), factors()["w01018"].en, factors()["a21026"].unit
    (196, 'Chemical oxygen demand', 'mg/m3')
    >>> factors()["a05024"].en, factors()["a05024"].grade
    ('Ozone', 'C')
    """
    text = resources.files("huanzhi.wire.hj212").joinpath("factors.toml").read_text("utf-8")
    table = tomllib.loads(text)
    beyond = table["beyond"]
    rows = [{name: value for name, value in row.items() if name != "seen"} for row in beyond["factors"]]
    found = [Factor(**row) for row in table["factors"]]
    found += [Factor(**row, grade=beyond["grade"]) for row in rows]
    return {one.code: one for one in found}


@cache
def _old() -> dict[tuple[str, str], Factor]:
    return {(one.medium, one.old): one for one in factors().values() if one.old}


def factor(code: str, medium: str = "") -> Factor:
    """The factor of a code, of 2017 or (with ``medium`` where two share it) of 2005. LookupError for no such code.

    >>> factor("a34004").zh, factor("011").code, factor("B02").code
    ('细微颗粒物PM2.5', 'w01018', 'a00000')
    """
    if code in factors():
        return factors()[code]
    found = [one for (of, old), one in _old().items() if old == code and medium in ("", of)]
    if len(found) != 1:
        raise LookupError(f"no factor {code!r} in HJ 212, annex B")
    return found[0]
