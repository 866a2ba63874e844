"""小时铺成日: hours of series laid out as days, 24 cells each, for NumPy to add up."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huanzhi.monitoring.recompute.standing import INVALID, MISSING, STOPPED, SUSPECT, VALID, of_flags

Ints = NDArray[np.int64]
STATES = pl.Enum([MISSING, VALID, SUSPECT, STOPPED, INVALID])
IS_MISSING, IS_VALID, IS_SUSPECT, IS_STOPPED = range(4)
HOUR_US, EIGHT_HOURS = 3_600_000_000, 8  # microseconds; Shanghai ahead of UTC
DENSE = 4  # so many times more possible than actual (series, day) pairs are laid out without sorting


@dataclass(frozen=True)
class Cells:
    """Rows are (series, day); `value` and `state` are 24 hours by rows."""

    keys: Ints  # (point * factors + factor) * span + day, ascending
    value: Ints
    state: NDArray[np.uint8]  # places in STATES
    points: list[str]
    factors: list[str]
    span: int
    first: int  # its first day since 1970

    @property
    def point(self) -> Ints:
        """The place of each row's point."""
        return self.keys // (self.span * len(self.factors))

    @property
    def factor(self) -> Ints:
        """The place of each row's factor."""
        return self.keys // self.span % len(self.factors)

    def columns(self) -> dict[str, pl.Series]:
        """Point, factor and day of each row."""
        day = (self.keys % self.span + self.first).astype(np.int32)
        return {
            "point": pl.Series(self.points, dtype=pl.String).gather(self.point),
            "factor": pl.Series(self.factors, dtype=pl.String).gather(self.factor),
            "day": pl.Series(day).cast(pl.Date),
        }

    def of_factor(self, factor: str) -> tuple[Ints, NDArray[np.bool_]]:
        """For each row, the row of another factor of its point and day, and whether there is one."""
        if factor not in self.factors or not len(self.keys):
            return np.zeros(len(self.keys), np.int64), np.zeros(len(self.keys), bool)
        same = (self.point * len(self.factors) + self.factors.index(factor)) * self.span
        wanted = same + self.keys % self.span
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return at, self.keys[at] == wanted


def lay_out(hours: pl.DataFrame) -> Cells:
    """Hours (point, factor, time, value_e3, standing or flag) as cells; ValueError for a time that is no full hour."""
    if "standing" not in hours.columns:
        hours = hours.with_columns(of_flags())
    point, points = _coded(hours["point"])
    factor, factors = _coded(hours["factor"])
    time = hours["time"].dt.epoch("us").to_numpy()
    number, rest = np.divmod(time, HOUR_US)
    if rest.any():
        wrong = hours.row(int(np.flatnonzero(rest)[0]), named=True)
        raise ValueError(f"point {wrong['point']}, {wrong['factor']}: {wrong['time']} is not a full hour")
    day, hour = np.divmod(number + (EIGHT_HOURS - 1), 24)
    first = int(day.min()) if len(day) else 0
    span = int(day.max()) - first + 1 if len(day) else 1
    key = (point * len(factors) + factor) * span + (day - first)
    keys, row = _numbered(key, len(points) * len(factors) * span)
    value = np.zeros((24, len(keys)), np.int64)
    state = np.zeros((24, len(keys)), np.uint8)
    value[hour, row] = hours["value_e3"].fill_null(0).to_numpy()
    state[hour, row] = hours["standing"].cast(STATES).to_physical().to_numpy()
    return Cells(keys, value, state, points, factors, span, first)


def _coded(names: pl.Series) -> tuple[Ints, list[str]]:
    """Each name as its place among all of them, in order."""
    known = names.unique().drop_nulls().cast(pl.String).sort().to_list()
    return names.cast(pl.String).cast(pl.Enum(known)).to_physical().cast(pl.Int64).to_numpy(), known


def _numbered(key: Ints, possible: int) -> tuple[Ints, Ints]:
    """The keys there are, ascending, and for each row the place of its key among them."""
    if possible > DENSE * len(key) + 1_000_000:
        return np.unique(key, return_inverse=True)
    there = np.zeros(possible, bool)
    there[key] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[key]
