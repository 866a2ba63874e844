"""Hourly AQI as others would compute it: NumPy, a compiled loop, python-aqi; days and years with Polars expressions.

They work in binary floats, as people do, so they need not agree in every row; the bench counts where not.
"""

from functools import reduce

import numpy as np
import polars as pl

from huanzhi.standards.hj633.rules import compiled

CURVES = compiled("2012").realtime
LEVELS = [50, 100, 150, 200, 300]
POINTS = {item: np.array(curve.points, float) for item, curve in CURVES.items()}
WORDS = np.array(
    [";".join(name for bit, name in enumerate(CURVES) if code >> bit & 1) for code in range(1 << len(CURVES))]
)


def columns(frame: pl.DataFrame) -> list[np.ndarray]:
    """The six items as floats, missing as NaN."""
    return [frame[f"{item}_e3"].to_numpy().astype(float) for item in CURVES]


def numpy_realtime(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """AQI, level, primary pollutants as words: `interp` over the breakpoints, rounded up."""
    parts = []
    for item, values in zip(CURVES, columns(frame), strict=True):
        x, y = POINTS[item].T
        parts.append(np.ceil(np.interp(values, x, y, right=np.nan)))
    aqi = np.fmax.reduce(parts)
    level = np.searchsorted(LEVELS, aqi, side="left") + 1
    mask = sum(((part == aqi) & (aqi > 50)).astype(np.int64) << bit for bit, part in enumerate(parts))
    return aqi, level, WORDS[mask]


def compiled_loop():  # noqa: C901
    """The same, one row after the other, compiled by numba for both cores; None without numba."""
    try:
        from numba import njit, prange
    except ImportError:
        return None
    x = np.full((len(CURVES), 8), np.inf)
    y = np.full((len(CURVES), 8), 500.0)
    for row, points in enumerate(POINTS.values()):
        x[row, : len(points)], y[row, : len(points)] = points.T

    @njit(parallel=True)
    def loop(values, aqi, level, mask):
        for n in prange(values.shape[1]):
            top, leading = -1.0, 0
            for item in range(values.shape[0]):
                value = values[item, n]
                if np.isnan(value):
                    continue
                index = np.nan
                for at in range(1, 8):
                    if value <= x[item, at]:
                        if x[item, at] < np.inf:
                            rise = (y[item, at] - y[item, at - 1]) / (x[item, at] - x[item, at - 1])
                            index = np.ceil(y[item, at - 1] + rise * (value - x[item, at - 1]))
                        break
                if index > top:
                    top, leading = index, 1 << item
                elif index == top:
                    leading |= 1 << item
            aqi[n] = top
            level[n] = 1 + (top > 50) + (top > 100) + (top > 150) + (top > 200) + (top > 300)
            mask[n] = leading if top > 50 else 0

    def realtime(frame: pl.DataFrame):
        values = np.stack(columns(frame))
        aqi, level = np.empty(frame.height), np.empty(frame.height, np.int8)
        mask = np.empty(frame.height, np.int64)
        loop(values, aqi, level, mask)
        return aqi, level, WORDS[mask]

    return realtime


def python_aqi(frame: pl.DataFrame) -> list[object]:
    """One row after the other with the package of that name (sub-indices of China's rule, the largest)."""
    import aqi
    from aqi.constants import (
        ALGO_MEP,
        POLLUTANT_CO_1H,
        POLLUTANT_NO2_1H,
        POLLUTANT_O3_1H,
        POLLUTANT_PM10,
        POLLUTANT_PM25,
        POLLUTANT_SO2_1H,
    )

    names = dict(
        zip(
            ("pm2_5", "pm10", "so2", "no2", "co", "o3"),
            (
                POLLUTANT_PM25,
                POLLUTANT_PM10,
                POLLUTANT_SO2_1H,
                POLLUTANT_NO2_1H,
                POLLUTANT_CO_1H,
                POLLUTANT_O3_1H,
            ),
            strict=True,
        )
    )
    found = []
    for row in frame.select(f"{item}_e3" for item in names).iter_rows():
        pairs = [
            (name, value / 1000) for name, value in zip(names.values(), row, strict=True) if value is not None
        ]
        found.append(aqi.to_aqi(pairs, algo=ALGO_MEP) if pairs else None)
    return found


def _sub_index(item: str, column: pl.Expr) -> pl.Expr:
    """Straight lines between breakpoints as one Polars expression."""
    points = POINTS[item]
    result = pl.lit(500.0)
    for (low, start), (high, end) in reversed(list(zip(points, points[1:], strict=False))):
        line = (start + (end - start) / (high - low) * (column - low)).ceil()
        result = pl.when(column <= high).then(line).otherwise(result)
    return result


def polars_daily(frame: pl.DataFrame) -> pl.DataFrame:
    """Days with means, the largest eight hours of ozone, and AQI, in Polars expressions."""
    day = (pl.col("time") - pl.duration(microseconds=1)).dt.date().alias("day")
    means = [pl.col(f"{i}_e3").mean().alias(i) for i in CURVES if i != "o3"]
    counts = [pl.col(f"{i}_e3").count().alias(f"{i}_n") for i in CURVES]
    eight = pl.col("o3_e3").rolling_mean(8, min_samples=6).over("site", day)
    days = frame.lazy().with_columns(day, eight=eight).group_by("site", "day", maintain_order=True)
    table = days.agg(*means, *counts, pl.col("eight").slice(7).max().alias("o3"))
    valid = [pl.when(pl.col(f"{i}_n") >= 20).then(pl.col(i)).alias(i) for i in CURVES]
    sub = [_sub_index(i, pl.col(i)).alias(f"iaqi_{i}") for i in CURVES]
    lead = [pl.when(pl.col(f"iaqi_{i}") == pl.col("aqi")).then(pl.lit(i)) for i in CURVES]
    table = table.with_columns(valid).with_columns(sub)
    table = table.with_columns(aqi=pl.max_horizontal(f"iaqi_{i}" for i in CURVES))
    level = reduce(lambda sum, bound: sum + (pl.col("aqi") > bound), LEVELS, pl.lit(1))
    primary = pl.concat_str(lead, separator=";", ignore_nulls=True)
    return table.with_columns(level=level, primary=primary).sort("site", "day").collect()


def polars_annual(days: pl.DataFrame) -> pl.DataFrame:
    """Years with means, percentiles, counts of good and heavy days."""
    shares = {"so2": 0.98, "no2": 0.98, "pm10": 0.95, "pm2_5": 0.95, "co": 0.95, "o3": 0.9}
    figures = [pl.col(i).mean().alias(f"{i}_mean") for i in CURVES]
    figures += [pl.col(i).quantile(p, "linear").alias(f"{i}_p") for i, p in shares.items()]
    figures += [pl.col(i).count().alias(f"{i}_days") for i in CURVES]
    figures += [(pl.col("aqi") <= 100).sum().alias("good"), (pl.col("aqi") > 200).sum().alias("heavy")]
    return days.group_by("site", pl.col("day").dt.year().alias("year")).agg(figures).sort("site", "year")
