"""Heavy-pollution warning (重污染天气预警): the level that a forecast of daily AQI asks for, and by which rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import library
from .verdict import UNVERIFIED

FAMILY = "HPW"


@dataclass(frozen=True)
class Asked:
    """A level with the days (positions in the forecast) that ask for it, and the rule in words."""

    level: str
    zh: str
    first: int
    last: int
    rule: str
    edition: str
    unverified: bool


def warning(aqi: Sequence[int | None], on: date, ozone_led: Sequence[bool] = ()) -> Asked | None:
    """The highest level that some run of forecast days asks for; None when none does.

    Parameters
    ----------
    aqi : the forecast by day; None breaks a run.
    on : the day of the decision: it chooses the edition (2017, 2024).
    ozone_led : days whose primary pollutant is ozone; the edition of 2024 does not count them.

    Source: editions 2017 and 2024 of the national grading (grade C: unverified).

    >>> warning([120, 210, 230], date(2023, 12, 1)).level, warning([120, 160, 170], date(2024, 12, 1)).level
    ('yellow', 'yellow')
    >>> warning([210, 310, 320, 260], date(2023, 12, 1)).rule
    'AQI above 200 for 4 days, above 300 for 2 of them in a row'
    """
    standard = library.edition_for(FAMILY, on)
    rules = standard.rules["levels"]
    days = list(aqi)
    if rules.get("without_ozone"):
        days = [None if at < len(ozone_led) and ozone_led[at] else value for at, value in enumerate(days)]
    for row in rules["rows"]:
        for rule in row["any"]:
            if (run := _asks(rule, days)) is not None:
                unverified = rules["grade"] in UNVERIFIED
                return Asked(row["level"], row["zh"], *run, _words(rule), standard.edition, unverified)
    return None


def _asks(rule: Mapping[str, Any], days: Sequence[int | None]) -> tuple[int, int] | None:
    if "reaches" in rule:
        at = next((n for n, value in enumerate(days) if value is not None and value >= rule["reaches"]), None)
        return None if at is None else (at, at)
    for first, last in _runs(days, rule["above"]):
        if last - first + 1 < rule["days"]:
            continue
        within = _runs(days[first : last + 1], rule["also_above"]) if "also_above" in rule else []
        if "also_above" not in rule or any(b - a + 1 >= rule["also_days"] for a, b in within):
            return first, last
    return None


def _runs(days: Sequence[int | None], above: int) -> list[tuple[int, int]]:
    """Stretches of days above a value: (first, last)."""
    found: list[tuple[int, int]] = []
    for at, value in enumerate(days):
        if value is None or value <= above:
            continue
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _words(rule: Mapping[str, Any]) -> str:
    if "reaches" in rule:
        return f"AQI reaches {rule['reaches']}"
    more = (
        f", above {rule['also_above']} for {rule['also_days']} of them in a row"
        if "also_above" in rule
        else ""
    )
    return f"AQI above {rule['above']} for {rule['days']} days{more}"
