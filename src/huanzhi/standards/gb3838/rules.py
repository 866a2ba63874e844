"""GB 3838 as compiled from its data file: one ladder of limits an item, for rivers and for lakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from huanzhi.science.decimals import parse_scaled

from .. import library
from ..ladder import Ladder, ladder
from ..library import Limit

NUMBER = "GB 3838-2002"
CLASSES = ("I", "II", "III", "IV", "V", "劣V")
PLACES = 6  # concentrations are whole millionths of their unit: the mercury limits need five decimals
Kind = Literal["river", "lake"]
_TABLES = {"river": ("table 1", "table 1, rivers"), "lake": ("table 1", "table 1, lakes and reservoirs")}


@dataclass(frozen=True)
class Rules:
    """The ladders of a kind of water, the range of pH, and which items the 2011 method leaves out."""

    ladders: Mapping[str, Ladder]
    ph: tuple[int, int]
    excluded: frozenset[str]


@cache
def compiled(kind: Kind = "river") -> Rules:
    """The rules for a kind of water; LookupError for another kind than `river` and `lake`.

    >>> compiled("river").ladders["tp"].place(150_000), compiled("lake").ladders["tp"].place(150_000)
    (3, 5)
    """
    if kind not in _TABLES:
        raise LookupError(f"no kind of water {kind!r}; there are: river, lake")
    standard = library.get(NUMBER)
    rows: dict[str, list[Limit]] = {}
    for limit in standard.limits:
        if limit.table in _TABLES[kind]:
            rows.setdefault(limit.item, []).append(limit)
    ph = standard.rules["ph"]
    return Rules(
        ladders={item: ladder(limits, CLASSES[:5], PLACES) for item, limits in rows.items()},
        ph=(parse_scaled(ph["low"], PLACES), parse_scaled(ph["high"], PLACES)),
        excluded=frozenset(standard.rules["method"]["excluded"]),
    )


def number_of(name: str) -> int:
    """A class by any of its spellings.

    >>> [number_of(name) for name in ("III", "Ⅲ", "3", "劣Ⅴ", "劣V")]
    [3, 3, 3, 6, 6]
    """
    plain = name.strip().upper().translate(_SPELLINGS)
    if plain in CLASSES:
        return CLASSES.index(plain) + 1
    if plain.isdigit() and 1 <= int(plain) <= len(CLASSES):
        return int(plain)
    raise ValueError(f"no class {name!r}; there are: {', '.join(CLASSES)}")


_SPELLINGS = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "类": ""})
ITEMS = ("ph", *dict.fromkeys([*compiled("river").ladders, *compiled("lake").ladders]))
