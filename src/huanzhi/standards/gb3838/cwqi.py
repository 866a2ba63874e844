"""The water quality index of cities (城市水质指数, CWQI): sections against class III, added up. Unverified."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from huanzhi.science.decimals import parse_scaled

from .. import library
from .rules import PLACES, Kind, compiled, number_of

NUMBER = "CWQI-2017"


def section_index(sample: Mapping[str, int | None], kind: Kind = "river") -> Fraction | None:
    """The index of a section: the sum over the 21 items of its value over the limit of class III; smaller is better.

    Oxygen stands the other way round, pH is its distance from 7. ``sample`` in whole millionths of mg/L, means of the
    period. None when one of the 21 is missing: a sum of fewer would look better than it is. Grade M.

    >>> rungs = compiled("river").ladders
    >>> sample = {item: rungs[item].limits[2] for item in library.get(NUMBER).rules["index"]["items"] if item != "ph"}
    >>> section_index(sample) is None, section_index({**sample, "ph": 7_000_000})
    (True, Fraction(20, 1))
    """
    rule = library.get(NUMBER).rules["index"]
    total = Fraction()
    for item in rule["items"]:
        value = sample.get(item)
        if value is None or value < 0:
            return None
        total += item_index(item, value, kind)
    return total


def item_index(item: str, value: int, kind: Kind = "river") -> Fraction:
    """The part of one item, exact.

    >>> item_index("nh3n", 500_000), item_index("do", 10_000_000), item_index("ph", 8_000_000)
    (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
    """
    rule = library.get(NUMBER).rules["index"]
    if item == "ph":
        neutral, low, high = (parse_scaled(rule[f"ph_{name}"], PLACES) for name in ("neutral", "low", "high"))
        edge = low if value <= neutral else high
        return Fraction(value - neutral, edge - neutral)
    rungs = compiled(kind).ladders[item]
    limit = rungs.limits[number_of(rule["reference_class"]) - 1]
    if rungs.rising:
        return Fraction(value, limit)
    if not value:
        raise ValueError(f"{item} of zero has no index")
    return Fraction(limit, value)


def city_index(rivers: Sequence[Fraction], lakes: Sequence[Fraction] = ()) -> Fraction | None:
    """The index of a city: the mean over its river sections and that over its lake points, weighted by their numbers.

    None without any.

    >>> city_index([Fraction(4), Fraction(6)], [Fraction(8)])
    Fraction(6, 1)
    """
    number = len(rivers) + len(lakes)
    return (sum(rivers, Fraction()) + sum(lakes, Fraction())) / number if number else None
