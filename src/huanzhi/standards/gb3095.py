"""GB 3095: ambient air (环境空气质量标准), one mean against its limit, and the state that gases are told in."""

from datetime import date
from fractions import Fraction

from huanzhi.science.rounding import half_even

from . import library
from .against import judge as against
from .verdict import Verdict

FAMILY = "GB 3095"


def judge(item: str, averaging: str, value: int | None, on: date, grade: str = "grade2") -> Verdict:
    """Whether a mean keeps its limit, by the edition and transition in force on a day.

    Parameters
    ----------
    item : so2, no2, co, o3, pm10, pm2_5, and the others of tables 1 and 2.
    averaging : ``year``, ``24h``, ``8h``, ``1h`` as the table has it.
    value : thousandths of the limit's unit (µg/m³, CO mg/m³), rounded as the rule for the mean says.
    grade : ``grade1`` for nature reserves and scenic areas, ``grade2`` for all other places.

    LookupError when the edition has no such limit. Source: tables 1, 2 and 4 (2026).

    >>> judge("pm2_5", "year", 33_000, date(2025, 12, 31)).decision
    'kept'
    >>> judge("pm2_5", "year", 33_000, date(2026, 12, 31)).decision
    'exceeded'
    """
    limit = library.edition_for(FAMILY, on).find(item, averaging, grade, on)
    return against(item, value, [limit])


def at_reference_state(value: int, item: str, on: date) -> int:
    """A concentration at 273.15 K (as before September 2018) in the state that holds on a day, thousandths.

    Gases are told at 298.15 K since the amendment of 2018, C = C' x 273.15 / 298.15; particles as they are in the air
    and unchanged here. Half to even. Source: amendment of 2018 (grade M).

    >>> at_reference_state(100_000, "so2", date(2019, 1, 1)), at_reference_state(100_000, "so2", date(2018, 8, 31))
    (91615, 100000)
    >>> at_reference_state(100_000, "pm10", date(2019, 1, 1))
    100000
    """
    rule = library.get("GB 3095-2012").rules["reference"]
    if on < rule["since"] or item not in rule["gases"]:
        return value
    exact = value * Fraction(rule["standard_kelvin"]) / Fraction(rule["reference_kelvin"])
    return half_even(exact.numerator, exact.denominator)
