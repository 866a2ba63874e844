"""GB 3838 over tables: samples to classes. Frames in, frames out."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from ..frames import any_frame
from ..ladder import Ladder
from .rules import CLASSES, ITEMS, Kind, Rules, compiled

OVER = len(CLASSES)


@any_frame
def classes(frame: pl.DataFrame, excluded: Iterable[str] | None = None) -> pl.DataFrame:
    """The class of every sample by its worst item.

    Input: ``<item>_e6`` for any of ``ITEMS`` (integers, millionths of mg/L, of one for pH; null or negative is
    missing); ``kind`` (``river`` where it is missing); ``target`` (1 to 5 or null). Other columns pass through. Adds
    ``class`` (I to V, 劣V; empty when there is nothing to judge by), ``deciding`` (``;`` between) and ``exceeds``
    (``item:times`` over the target's limit, two decimals, ``;`` between). Rows keep their order. LookupError for an
    unknown kind. Source: GB 3838-2002, table 1; 环办〔2011〕22号 for the items left out.

    >>> table = pl.DataFrame({"do_e6": [7_600_000, 1_900_000], "nh3n_e6": [100_000, 1_210_000], "target": [3, 3]})
    >>> classes(table).select("class", "deciding", "exceeds").rows()
    [('I', 'do;nh3n', ''), ('劣V', 'do', 'nh3n:0.21')]
    """
    given = [item for item in ITEMS if f"{item}_e6" in frame.columns]
    kinds: Any = frame["kind"].fill_null("river").to_numpy() if "kind" in frame.columns else None
    target = _target(frame)
    names: dict[str, pl.Series] = {}
    times: dict[str, pl.Series] = {}
    worst = np.zeros(frame.height, dtype=np.int8)
    numbers: dict[str, np.ndarray] = {}
    for item in given:
        column = frame[f"{item}_e6"].fill_null(-1).to_numpy()
        number, over = _judge_item(item, column, kinds, target, excluded)
        numbers[item] = number
        worst = np.maximum(worst, number)
        times[item] = pl.Series(item, over)
    for item, number in numbers.items():
        names[item] = pl.Series(item, (number == worst) & (number > 0))
    deciding = [pl.when(names[item]).then(pl.lit(item)) for item in given]
    exceeds = [_times(item, times[item]) for item in given]
    words = pl.Series("class", ["", *CLASSES]).gather(pl.Series(worst.astype(np.uint32)))
    return frame.with_columns(words, _joined(deciding, "deciding"), _joined(exceeds, "exceeds"))


def _target(frame: pl.DataFrame) -> np.ndarray:
    if "target" not in frame.columns:
        return np.zeros(frame.height, dtype=np.int8)
    return frame["target"].fill_null(0).cast(pl.Int8).to_numpy()


def _judge_item(
    item: str, value: np.ndarray, kinds: Any, target: np.ndarray, excluded: Iterable[str] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Class numbers (0 = missing or left out) and hundredths over the target (-1 = kept)."""
    number, over = np.zeros(len(value), dtype=np.int8), np.full(len(value), -1, dtype=np.int64)
    names: tuple[Kind, ...] = ("river", "lake")
    for kind in names:
        rules = compiled(kind)
        rows = value >= 0 if kinds is None else (value >= 0) & (kinds == kind)
        left_out = rules.excluded if excluded is None else frozenset(excluded)
        if item in left_out or not rows.any() or (item != "ph" and item not in rules.ladders):
            continue
        number[rows] = _place(rules, item, value[rows])
        if item != "ph":
            over[rows] = _over(rules.ladders[item], value[rows], target[rows])
        if kinds is None:
            break
    return number, over


def _place(rules: Rules, item: str, value: np.ndarray) -> np.ndarray:
    if item == "ph":
        low, high = rules.ph
        return np.where((value >= low) & (value <= high), 1, OVER)
    ladder = rules.ladders[item]
    sign = 1 if ladder.rising else -1
    return np.searchsorted(sign * np.array(ladder.limits), sign * value, side="left") + 1


def _over(ladder: Ladder, value: np.ndarray, target: np.ndarray) -> np.ndarray:
    if not ladder.rising:
        return np.full(len(value), -1, dtype=np.int64)
    limit = np.array([0, *ladder.limits], dtype=np.int64)[target]
    safe = np.maximum(limit, 1)
    whole, rest = np.divmod((value - limit) * 100, safe)
    rounded = whole + ((2 * rest > safe) | ((2 * rest == safe) & (whole % 2 == 1)))
    return np.where((target > 0) & (value > limit), rounded, -1)


def _times(item: str, hundredths: pl.Series) -> pl.Expr:
    number = pl.lit(hundredths)
    cents = (number % 100).cast(pl.String).str.zfill(2)
    said = pl.concat_str(pl.lit(f"{item}:"), (number // 100).cast(pl.String), pl.lit("."), cents)
    return pl.when(number >= 0).then(said)


def _joined(parts: Sequence[pl.Expr], name: str) -> pl.Expr:
    if not parts:
        return pl.lit("").alias(name)
    return pl.concat_str(parts, separator=";", ignore_nulls=True).alias(name)
