"""Environmental protection tax (环境保护税): equivalents and the tax of an outlet, exact until the last step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from huanzhi.science.decimals import parse_scaled
from huanzhi.science.rounding import half_even

from . import library

NUMBER, PLACES = "EPT-2018", 9
Medium = Literal["air", "water"]
_LISTS = {"air": ("air",), "water": ("water_first", "water_second")}


@dataclass(frozen=True)
class Line:
    """One pollutant of an outlet: its equivalents, whether it counts, how much of the tax is due, in fen."""

    item: str
    group: str
    equivalents: Fraction
    counted: bool
    due_percent: int
    fen: int


def equivalents(item: str, grams: int, medium: Medium) -> tuple[str, Fraction]:
    """The list an item stands on and its pollution equivalents: mass over the mass of one.

    LookupError for an item that the annex does not have. Source: annex 2 of the law.

    >>> equivalents("sulfur_dioxide", 9_500, "air"), equivalents("codcr", 1_000, "water")[1]
    (('air', Fraction(10, 1)), Fraction(1, 1))
    """
    for limit in library.get(NUMBER).limits:
        if limit.item == item and limit.category in _LISTS[medium]:
            return limit.category, Fraction(grams * 10 ** (PLACES - 3), limit.scaled(PLACES))
    raise LookupError(f"no {medium} pollutant {item!r} in {NUMBER}")


def outlet(
    grams: Mapping[str, int], medium: Medium, fen: int, below: Mapping[str, int] | None = None
) -> list[Line]:
    """The tax of one outlet for a period.

    Parameters
    ----------
    grams : mass by pollutant.
    fen : the province's rate for one equivalent, in fen (hundredths of a yuan).
    below : by how many per cent a pollutant's concentration lies under its limit, where that is shown.

    The pollutants with the most equivalents count: three of the air, five of water's first list, three of its second.
    Each line is rounded to a fen, half to even. Source: articles 9 and 13 (grade M), annexes 1 and 2.

    >>> lines = outlet({"sulfur_dioxide": 95_000, "nitrogen_oxides": 190_000}, "air", 120, {"nitrogen_oxides": 50})
    >>> [(line.item, line.fen) for line in lines]
    [('nitrogen_oxides', 12000), ('sulfur_dioxide', 12000)]
    """
    rules = library.get(NUMBER).rules
    found: dict[str, list[tuple[str, Fraction]]] = {}
    for item, mass in grams.items():
        group, count = equivalents(item, mass, medium)
        found.setdefault(group, []).append((item, count))
    lines = []
    for group, rows in found.items():
        rows.sort(key=lambda row: (-row[1], row[0]))
        for place, (item, count) in enumerate(rows):
            counted = place < rules["counted"][group]
            due = _due(rules["reduced"]["rows"], (below or {}).get(item, 0))
            exact = count * fen * due / 100 if counted else Fraction()
            lines.append(
                Line(item, group, count, counted, due, half_even(exact.numerator, exact.denominator))
            )
    return lines


def _due(rows: list[Mapping[str, int]], below: int) -> int:
    """How much of the tax is due when a concentration lies so far under its limit."""
    return next((row["due_percent"] for row in rows if below >= row["below_percent"]), 100)


def rate_bounds(medium: Medium) -> tuple[int, int]:
    """The lowest and highest rate that a province may set, in fen.

    >>> rate_bounds("air"), rate_bounds("water")
    ((120, 1200), (140, 1400))
    """
    low, high = library.get(NUMBER).rules["rates"][medium]
    return parse_scaled(low, 2), parse_scaled(high, 2)


def quarter(
    months: Sequence[Mapping[str, int]],
    medium: Medium,
    fen: int,
    below: Sequence[Mapping[str, int]] = (),
) -> tuple[int, list[list[Line]]]:
    """The tax of one outlet for a quarter: it is reckoned by the month and declared by the quarter (fen, lines).

    ``months``: grams by pollutant of each of three months; ``below`` as for :func:`outlet`, a mapping a month.
    ValueError for another number of months. Source: articles 9, 13 and 18 (grade M).

    >>> quarter([{"sulfur_dioxide": 95_000}] * 3, "air", 120)[0]
    36000
    """
    if len(months) != 3 or len(below) not in (0, 3):
        raise ValueError(f"a quarter has three months, not {len(months)}")
    lines = [
        outlet(mass, medium, fen, less) for mass, less in zip(months, below or [{}, {}, {}], strict=True)
    ]
    return sum(line.fen for month in lines for line in month), lines


def waste(kind: str, grams: int) -> int:
    """The tax of solid waste discharged, in fen: by the tonne, after storage, use and disposal that keep the rules.

    >>> waste("hazardous", 2_500_000), waste("tailings", 1_000_000)
    (250000, 1500)
    """
    rows = {row["code"]: row for row in library.get(NUMBER).rules["waste"]["rows"]}
    if kind not in rows:
        raise LookupError(f"no waste {kind!r} in {NUMBER}; there are: {', '.join(rows)}")
    return half_even(grams * parse_scaled(rows[kind]["rate"], 2), 10**6)


def noise(decibels_over: int, days: int = 31) -> int:
    """The tax of industrial noise for a month, in fen; half of it with fewer than 15 days of excess (grade M).

    >>> noise(0), noise(3), noise(20), noise(3, days=14)
    (0, 35000, 1120000, 17500)
    """
    due, rule = 0, library.get(NUMBER).rules["noise"]
    for row in rule["rows"]:
        if decibels_over >= row["from"]:
            due = parse_scaled(row["rate"], 2)
    return due if days >= rule["whole_month_days"] else due // 2
