"""HJ 633 as compiled from its data file: breakpoint curves, levels and the rules around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from huanzhi.science.rounding import round_up, to_decimals

from .. import library

FAMILY = "HJ 633"


@dataclass(frozen=True)
class Curve:
    """One row of table 1: concentrations (thousandths of the unit) against sub-indices."""

    item: str
    averaging: str
    unit: str
    points: tuple[tuple[int, int], ...]
    above: int | None
    decimals: int | None
    clause: str
    grade: str

    def rounded(self, numerator: int, denominator: int = 1) -> tuple[int, int]:
        """The concentration as this edition compares it: rounded first, or as it is."""
        if self.decimals is None:
            return numerator, denominator
        return to_decimals(numerator, denominator, self.decimals), 1

    def iaqi(self, numerator: int, denominator: int = 1) -> int | None:
        """Sub-index of an exact concentration; None when the table gives none (or it is negative)."""
        if numerator < 0:
            return None
        numerator, denominator = self.rounded(numerator, denominator)
        low, start = self.points[0]
        for high, end in self.points[1:]:
            if numerator <= high * denominator:
                rise = (end - start) * (numerator - low * denominator)
                return start + round_up(rise, (high - low) * denominator)
            low, start = high, end
        return self.above


@dataclass(frozen=True)
class Level:
    """One of the six levels (级别) with its category (类别)."""

    level: int
    up_to: int
    name_zh: str
    category_zh: str
    category_en: str
    colour_zh: str
    rgb: str


@dataclass(frozen=True)
class Rules:
    """One edition, compiled."""

    standard: library.Standard
    realtime: dict[str, Curve]
    daily: dict[str, Curve]
    levels: tuple[Level, ...]
    primary_above: int
    publish_above: int | None

    @property
    def edition(self) -> str:
        """The year that names the edition."""
        return self.standard.edition

    def level(self, aqi: int) -> Level:
        """The level that an index falls into."""
        return next(level for level in self.levels if aqi <= level.up_to)

    def combine(
        self, iaqi: dict[str, int | None], exempt: Iterable[str] = ()
    ) -> tuple[int | None, list[str]]:
        """The index and the primary pollutants (首要污染物) of a set of sub-indices.

        The index is None when nothing is there, or when one is missing and the edition then publishes no
        index this low. Items in ``exempt`` are not monitored by plan and are not missed.
        """
        there = [value for value in iaqi.values() if value is not None]
        if not there:
            return None, []
        top = max(there)
        missing = [item for item, value in iaqi.items() if value is None and item not in set(exempt)]
        if missing and self.publish_above is not None and top <= self.publish_above:
            return None, []
        return top, [item for item, value in iaqi.items() if value == top] if top > self.primary_above else []


def _curve(standard: library.Standard, key: str) -> Curve:
    item, averaging = key.split()
    limits = [one for one in standard.limits if (one.item, one.averaging) == (item, averaging)]
    above = standard.rules["above"]
    cap: Any = above["iaqi"].get(key, above["otherwise"])
    return Curve(
        item=item,
        averaging=averaging,
        unit=limits[0].unit,
        points=tuple(sorted((limit.scaled(), int(limit.category)) for limit in limits)),
        above=None if cap == "none" else int(cap),
        decimals=standard.rules["rounding"]["concentration"].get(item),
        clause=limits[0].table,
        grade=limits[0].grade,
    )


@cache
def compiled(edition: str) -> Rules:
    """The rules of an edition, by its year ("2012") or number ("HJ 633-2012"). LookupError otherwise.

    >>> compiled("2026").level(101).category_zh, compiled("2012").daily["pm2_5"].points[2]
    ('轻度污染', (75000, 100))
    """
    name = edition if edition.upper().startswith("HJ") else f"{FAMILY}-{edition}"
    standard = library.get(name)
    rules = standard.rules
    return Rules(
        standard=standard,
        realtime={item: _curve(standard, key) for item, key in rules["realtime"]["curves"].items()},
        daily={item: _curve(standard, key) for item, key in rules["daily"]["curves"].items()},
        levels=tuple(Level(**row) for row in rules["levels"]["rows"]),
        primary_above=rules["primary"]["above"],
        publish_above=rules["missing"].get("above"),
    )


def edition_for(day: date) -> str:
    """The edition ("2012", "2026") in force on a day.

    >>> edition_for(date(2026, 2, 28)), edition_for(date(2026, 3, 1))
    ('2012', '2026')
    """
    return library.edition_for(FAMILY, day).edition


def iaqi(item: str, value_e3: int, averaging: str = "24h", edition: str = "2026") -> int | None:
    """Individual air quality index (空气质量分指数) of one concentration.

    ``value_e3``: thousandths of µg/m³, CO of mg/m³. ``averaging``: "1h", "8h" or "24h" as table 1 has it.
    Returns None where the table gives no sub-index. Source: HJ 633, table 1 and formula 1.

    >>> iaqi("pm2_5", 60_000), iaqi("pm2_5", 60_000, edition="2012"), iaqi("so2", 801_000, "1h", "2012")
    (100, 82, None)
    """
    curve = _curve(compiled(edition).standard, f"{item} {averaging}")
    return curve.iaqi(value_e3)
