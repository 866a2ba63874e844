"""Rounding that law prescribes, on integers: GB/T 8170 (数值修约规则, round half to even) and rounding up.

A number is a numerator over a denominator, both integers, so that no binary float takes part. Concentrations
travel as integers in thousandths of their unit (suffix ``_e3``): 35.5 µg/m³ is ``35_500``.

Source: GB/T 8170-2008, 3.2 (rounding to an interval of 10^-n; a five with nothing behind it goes to the even digit).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

E3 = 1_000
Ints = NDArray[np.int64]


def half_even(numerator: int, denominator: int) -> int:
    """Round ``numerator / denominator`` to an integer, a half going to the even neighbour.

    Raises ValueError when the denominator is not positive.

    >>> half_even(25, 10), half_even(35, 10), half_even(-25, 10), half_even(26, 10)
    (2, 4, -2, 3)
    """
    if denominator <= 0:
        raise ValueError(f"denominator must be positive, got {denominator}")
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        whole += 1
    return whole


def half_even_array(numerator: Ints, denominator: Ints | int) -> Ints:
    """``half_even`` over arrays of integers; denominators are positive.

    >>> half_even_array(np.array([25, 35, -25, 26]), 10).tolist()
    [2, 4, -2, 3]
    """
    whole = numerator // denominator
    rest = 2 * (numerator - whole * denominator)
    up = (rest > denominator) | ((rest == denominator) & (whole % 2 == 1))
    return whole + up


def half_even_expr(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """``half_even`` over columns of integers of any width; denominators are positive.

    >>> pl.select(half_even_expr(pl.Series([25, 35, -25, 26]), pl.lit(10))).to_series().to_list()
    [2, 4, -2, 3]
    """
    whole = numerator // denominator
    rest = 2 * (numerator - whole * denominator)
    up = (rest > denominator) | ((rest == denominator) & (whole % 2 == 1))
    return whole + up.cast(pl.Int64)


def round_up(numerator: int, denominator: int) -> int:
    """The smallest integer not below ``numerator / denominator`` (进位取整, as AQI is rounded).

    >>> round_up(101, 2), round_up(100, 2), round_up(-1, 2)
    (51, 50, 0)
    """
    if denominator <= 0:
        raise ValueError(f"denominator must be positive, got {denominator}")
    return -(-numerator // denominator)


def to_decimals(numerator: int, denominator: int, decimals: int) -> int:
    """Round ``numerator / denominator`` (in thousandths) to so many decimals of the unit; the result is in thousandths.

    >>> to_decimals(35_500, 1, 0), to_decimals(34_500, 1, 0), to_decimals(4_050, 1, 1)
    (36000, 34000, 4000)
    """
    if not 0 <= decimals <= 3:
        raise ValueError(f"decimals must be 0 to 3, got {decimals}")
    step = 10 ** (3 - decimals)
    return half_even(numerator, denominator * step) * step
