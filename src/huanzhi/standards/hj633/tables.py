"""HJ 633 as arrays: every curve compiled to a finite table, and the index of many rows at once.

A concentration is an integer in thousandths, so a curve is a table with one cell per thousandth: rounding before the
sub-index (2026) is already in the cells. A quotient that is not rounded first (2012, daily) goes through the formula
in integers.
"""

from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huanzhi.science.rounding import half_even_array

from .rules import Curve, Rules

NONE = -1
Ints = NDArray[np.int64]


def by_formula(curve: Curve, numerator: Ints, denominator: Ints | int) -> NDArray[np.int16]:
    """Sub-indices of exact, not rounded quotients; NONE below zero and where the table gives none."""
    result = np.full(numerator.shape, NONE if curve.above is None else curve.above, np.int64)
    for (low, start), (high, end) in reversed(list(zip(curve.points, curve.points[1:], strict=False))):
        rise = (end - start) * (numerator - low * denominator)
        index = start - (-rise // ((high - low) * denominator))
        result = np.where(numerator <= high * denominator, index, result)
    return np.where(numerator < 0, NONE, result).astype(np.int16)


@cache
def table(curve: Curve) -> NDArray[np.int16]:
    """One cell per thousandth up to the end of the curve, one for all above, one (index -1) for "missing"."""
    step = 1 if curve.decimals is None else 10 ** (3 - curve.decimals)
    cells = np.arange(curve.points[-1][0] + step + 1, dtype=np.int64)
    if step > 1:
        cells = half_even_array(cells, step) * step
    index = by_formula(curve, cells, 1)
    return np.append(index, np.int16(NONE))


def look_up(curve: Curve, values: Ints) -> NDArray[np.int16]:
    """Sub-indices of whole thousandths; negative means missing."""
    cells = table(curve)
    return cells.take(np.clip(values, -1, len(cells) - 2), mode="wrap")


def quotients(curve: Curve, numerator: Ints, denominator: Ints) -> NDArray[np.int16]:
    """Sub-indices of quotients (thousandths), rounded first when the edition says so; negative means missing."""
    if curve.decimals is None:
        return by_formula(curve, numerator, denominator)
    step = 10 ** (3 - curve.decimals)
    return look_up(curve, np.where(numerator < 0, -1, half_even_array(numerator, denominator * step) * step))


@cache
def _names(items: tuple[str, ...]) -> pl.Series:
    """Every subset of the items as text, by bit mask: cell 5 of (a, b, c) is "a;c"."""
    texts = [
        ";".join(item for bit, item in enumerate(items) if mask >> bit & 1) for mask in range(1 << len(items))
    ]
    return pl.Series(texts)


def combine(rules: Rules, sub: dict[str, NDArray[np.int16]], exempt: frozenset[str]) -> pl.DataFrame:
    """AQI, level, primary pollutants and what is missing, of sub-indices by item."""
    items = tuple(sub)
    rows = len(next(iter(sub.values())))
    top = np.full(rows, NONE, np.int16)
    for values in sub.values():
        np.maximum(top, values, out=top)
    primary, missing = np.zeros(rows, np.uint8), np.zeros(rows, np.uint8)
    missed = np.zeros(rows, bool)
    for bit, (item, values) in enumerate(sub.items()):
        primary |= (values == top).astype(np.uint8) << bit
        gone = values == NONE
        missing |= gone.astype(np.uint8) << bit
        if item not in exempt:
            missed |= gone
    if rules.publish_above is not None:
        top = np.where(missed & (top <= rules.publish_above), np.int16(NONE), top)
    primary[top <= rules.primary_above] = 0
    bounds = np.array([level.up_to for level in rules.levels], np.int16)
    level = (np.searchsorted(bounds, top) + 1).astype(np.int8)
    level[top == NONE] = NONE
    columns = {f"iaqi_{item}": nullable(values) for item, values in sub.items()}
    columns |= {"aqi": nullable(top), "level": nullable(level)}
    columns |= {"primary": _names(items).gather(primary), "missing": _names(items).gather(missing)}
    return pl.DataFrame(columns)


def nullable(values: NDArray) -> pl.Series:
    """A column where NONE (any negative) is null."""
    series = pl.Series(values)
    if values.size and values.min() >= 0:
        return series
    return pl.select(pl.when(series >= 0).then(series)).to_series()
