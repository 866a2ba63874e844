"""Invented readings as a district's loggers send them, made for measuring: columns of the lake, millions a second.

A device's frame holds all its factors; it leaves within five seconds of its data time (each device at a second of its
own), and takes some tens of milliseconds, to the microsecond, to be received; its number in the journal follows the
order of arrival. Values drift and are sent with one or two decimals; one in a hundred is flagged.
"""

from datetime import datetime

import numpy as np
import polars as pl

LANE = 10**15
FLAGS = pl.Series(["N", "D", "C", "M"])


def readings(
    points: list[str],
    factors: list[str],
    statistic: str,
    start: datetime,
    seconds: int,
    count: int,
    seed: int,
) -> pl.DataFrame:
    """`count` readings of every point and factor, the first of them one step after `start` (aware)."""
    random = np.random.default_rng(seed)
    many, kinds = len(points), len(factors)
    time = int(start.timestamp()) * 10**6 + np.arange(1, count + 1) * seconds * 10**6
    second = np.random.default_rng(0).random((many, 1)) * 5e6
    received = time + (second + random.gamma(2.0, 40e3, (many, count))).astype(np.int64)
    number = np.empty(many * count, dtype=np.int64)
    number[np.argsort(received, axis=None, kind="stable")] = np.arange(many * count)
    number += LANE + int(start.timestamp()) * 100
    noise = random.standard_normal((many, kinds, count), dtype=np.float32)
    drift = np.cumsum(noise, axis=2) * 0.05 + noise * 0.3
    step = np.where(random.random((many, kinds, 1)) < 0.5, 10, 100)
    level = 10 ** random.uniform(3, 5.3, (many, kinds, 1))
    value = (np.round(level * np.exp(drift * 0.1) / step) * step).astype(np.int64)
    flag = np.where(
        random.random(value.shape, dtype=np.float32) < 0.01, random.integers(1, 4, value.shape), 0
    )
    every = (many, kinds, count)

    def spread(column: np.ndarray) -> np.ndarray:
        return np.broadcast_to(column.reshape(-1, 1, count), every).ravel()

    return pl.DataFrame(
        {
            "point": pl.Series(points).gather(np.repeat(np.arange(many), kinds * count)),
            "factor": pl.Series(factors).gather(np.tile(np.repeat(np.arange(kinds), count), many)),
            "statistic": pl.repeat(statistic, value.size, eager=True),
            "time": _moments(spread(time)),
            "value_e3": value.ravel(),
            "flag": FLAGS.gather(flag.ravel()),
            "received": _moments(spread(received)),
            "source": pl.repeat("hj212", value.size, eager=True),
            "row": spread(number),
            "simulated": pl.repeat(False, value.size, eager=True),
        }
    )


def _moments(micro: np.ndarray) -> pl.Series:
    return pl.Series(micro).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
