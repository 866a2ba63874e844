"""达标路径 The path to a target: what a year must reach on the straight line from the baseline. No database.

Notes
-----
The plan prints a baseline (of the year before its first) and a target for its last year, and nothing between. What a
year must reach is taken on the straight line between them: baseline + (target - baseline) x years passed / years in
all. It is rounded half to even (GB/T 8170) to the finer of the two printed numbers, to one decimal when both are
whole. The number is derived: it is printed nowhere and binds only once it is agreed in a year's plan.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal

NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%?\s*")


def printed(words: str) -> Decimal | None:
    """The number that is printed, when nothing but a number (and a percent sign) is.

    >>> printed("83.3"), printed("5.77%"), printed("/")
    (Decimal('83.3'), Decimal('5.77'), None)
    """
    found = NUMBER.fullmatch(words)
    return Decimal(found[1]) if found else None


def on_the_line(baseline: Decimal, target: Decimal, first_year: int, last_year: int, year: int) -> Decimal:
    """What a year of the period must reach on the straight line; the target itself in the last year.

    Raises ValueError for a year outside the period.

    >>> [str(on_the_line(Decimal(42), Decimal(30), 2021, 2025, year)) for year in range(2021, 2026)]
    ['39.6', '37.2', '34.8', '32.4', '30']
    >>> str(on_the_line(Decimal("83.3"), Decimal(90), 2021, 2025, 2021))
    '84.6'
    """
    if not first_year <= year <= last_year:
        raise ValueError(f"{year} is not a year of {first_year} to {last_year}")
    if year == last_year:
        return target
    passed, whole = year - (first_year - 1), last_year - (first_year - 1)
    exact = baseline + (target - baseline) * passed / whole
    decimals = max(1, _decimals(baseline), _decimals(target))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral()


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
