"""GB 3838 as compiled from its data file: one ladder of limits an item, for rivers and for lakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from huanzhi.science.decimals import parse_scaled

from .. import library
from ..library import Limit

NUMBER = "GB 3838-2002"
CLASSES = ("I", "II", "III", "IV", "V", "劣V")
PLACES = 6  # concentrations are whole millionths of their unit: the mercury limits need five decimals
Kind = Literal["river", "lake"]
_TABLES = {"river": ("table 1", "table 1, rivers"), "lake": ("table 1", "table 1, lakes and reservoirs")}


@dataclass(frozen=True)
class Ladder:
    """The five limits of an item in millionths, class I first; `rising` limits are upper bounds."""

    item: str
    unit: str
    rising: bool
    limits: tuple[int, int, int, int, int]
    texts: tuple[str, ...]
    clause: str
    grade: str

    def place(self, value: int) -> int:
        """The class, 1 to 5, or 6 for worse than V; a value on a limit keeps it."""
        for number, limit in enumerate(self.limits, 1):
            if (value <= limit) if self.rising else (value >= limit):
                return number
        return len(CLASSES)

    def times_over(self, value: int, number: int) -> int | None:
        """How many times over the limit of a class, in hundredths (half to even); None when it is kept."""
        limit = self.limits[number - 1]
        if not self.rising or value <= limit:
            return None
        over, rest = divmod((value - limit) * 100, limit)
        return over + (2 * rest > limit or (2 * rest == limit and over % 2))


@dataclass(frozen=True)
class Rules:
    """The ladders of a kind of water, the range of pH, and which items the 2011 method leaves out."""

    ladders: Mapping[str, Ladder]
    ph: tuple[int, int]
    excluded: frozenset[str]


def _ladder(limits: list[Limit]) -> Ladder:
    by_class = {limit.category: limit for limit in limits}
    first = by_class["I"]
    texts = tuple(by_class[name].text for name in CLASSES[:5])
    a, b, c, d, e = (parse_scaled(text, PLACES) for text in texts)
    rising = first.sense == "<="
    return Ladder(first.item, first.unit, rising, (a, b, c, d, e), texts, first.clause, first.grade)


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
        ladders={item: _ladder(limits) for item, limits in rows.items()},
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
