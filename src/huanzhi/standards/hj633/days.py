"""Hours laid out as days of 24 cells, and the daily statistics over them, exact."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huanzhi.science.shanghai import local_column

from .validity import Validity

Ints = NDArray[np.int64]
WINDOW_MULTIPLE = 840  # divisible by every count up to 8: quotients of windows compare as integers


@dataclass(frozen=True)
class Days:
    """``keys``: site and day of each row; ``hours``: 24 cells a row for each item, -1 for missing."""

    keys: pl.DataFrame
    hours: dict[str, Ints]

    def take(self, rows: Ints | None) -> "Days":
        """Only some of the days."""
        if rows is None:
            return self
        return Days(self.keys[rows], {item: cells[rows] for item, cells in self.hours.items()})

    def slice(self, at: int, count: int) -> "Days":
        """So many of the days in a row, without copying."""
        return Days(
            self.keys.slice(at, count), {item: cells[at : at + count] for item, cells in self.hours.items()}
        )

    def statistic(self, name: str, rule: Validity) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """Numerator and denominator of the statistic, hours (or windows) that count, and whether it is valid."""
        if name == "o3_8h":
            return self._windows(rule)
        cells = self.hours[name]
        there = cells >= 0
        counts = there.sum(axis=1)
        if name == "o3":
            top = cells.max(axis=1, initial=-1)
            valid = (counts >= rule.day_hours) | (top > rule.ozone_limits[name])
            return top, np.ones_like(top), counts, valid
        sums = np.where(there, cells, 0).sum(axis=1)
        return sums, np.maximum(counts, 1), counts, counts >= rule.day_hours

    def _windows(self, rule: Validity) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        if rule.window > 8:
            raise ValueError(f"windows of more than 8 hours are not foreseen, got {rule.window}")
        cells = self.hours["o3"]
        there = cells >= 0
        sums = _sliding(np.where(there, cells, 0), rule)
        counts = _sliding(there.astype(np.int64), rule)
        enough = counts >= rule.window_hours
        scaled = np.where(enough, sums * (WINDOW_MULTIPLE // np.maximum(counts, 1)), -1)
        top, windows = scaled.max(axis=1, initial=-1), enough.sum(axis=1)
        valid = (windows >= rule.windows) | (top > rule.ozone_limits["o3_8h"] * WINDOW_MULTIPLE)
        return top, np.full_like(top, WINDOW_MULTIPLE), windows, valid


def _sliding(cells: Ints, rule: Validity) -> Ints:
    """Sums over the windows ending at hour ``first_window`` to 24."""
    total = np.zeros((cells.shape[0], 25), np.int64)
    np.cumsum(cells, axis=1, out=total[:, 1:])
    return total[:, rule.first_window :] - total[:, rule.first_window - rule.window : 25 - rule.window]


def gather_days(frame: pl.DataFrame, items: Sequence[str]) -> Days:
    """Lay hours out by site and day, sorted.

    Raises ValueError for an empty time, a time that is not a full hour, or two rows for one site and hour.
    """
    time = local_column(frame)
    if time.null_count():
        raise ValueError("column 'time' has empty cells")
    work = frame.select("site", *(f"{item}_e3" for item in items)).with_columns(time=time)
    if not _in_order(work):
        work = work.sort("site", "time", maintain_order=True)
    minutes = work["time"].dt.epoch("us")
    if (minutes % 3_600_000_000 != 0).any():
        wrong = work.filter(minutes % 3_600_000_000 != 0).row(0, named=True)
        raise ValueError(f"site {wrong['site']}: {wrong['time']} is not a full hour")
    hour_number = minutes.to_numpy() // 3_600_000_000 - 1
    day, hour = hour_number // 24, hour_number % 24
    same_site = (work["site"] == work["site"].shift(1)).fill_null(False).to_numpy()
    again = same_site[1:] & (hour_number[1:] == hour_number[:-1])
    if again.any():
        wrong = work.row(int(np.flatnonzero(again)[0]), named=True)
        raise ValueError(f"site {wrong['site']}: two rows for {wrong['time']}")
    starts = np.ones(len(work), bool)
    starts[1:] = ~same_site[1:] | (day[1:] != day[:-1])
    first = np.flatnonzero(starts)
    whole = len(first) * 24 == len(work)  # every day has its 24 hours: nothing to spread out
    place = None if whole else (np.cumsum(starts) - 1) * 24 + hour
    cells = {}
    for item in items:
        values = work[f"{item}_e3"].cast(pl.Int64).fill_null(-1).to_numpy()
        if place is not None:
            dense = np.full(len(first) * 24, -1, np.int64)
            dense[place] = values
            values = dense
        cells[item] = values.reshape(-1, 24)
    keys = pl.DataFrame(
        {"site": work["site"][first], "day": pl.Series(day[first].astype(np.int32)).cast(pl.Date)}
    )
    return Days(keys, cells)


def _in_order(work: pl.DataFrame) -> bool:
    """Whether sites follow one another and time never goes back within a site: then nothing needs sorting."""
    if not work["site"].is_sorted():
        return False
    again = (work["site"] == work["site"].shift(1)).fill_null(False)
    return not (again & (work["time"] < work["time"].shift(1))).any()
