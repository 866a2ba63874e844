"""How many rows a second the standards judge: hourly AQI, daily AQI, water classes; against a careful NumPy analyst.

The peer does the same hourly work with `numpy.interp` over the breakpoints: sub-indices rounded up, the largest, its
level, the primary pollutants. It works in binary floats, so it need not agree in every row; the bench counts where not.
"""

import resource
import sys
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from report import median_seconds, publish

from huanzhi.standards import gb3838, hj633
from huanzhi.standards.hj633.rules import compiled

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TOP = {"pm2_5": 400, "pm10": 500, "so2": 700, "no2": 600, "co": 40, "o3": 400}


def hours(rows: int) -> pl.DataFrame:
    """Invented station-hours: whole µg/m³, CO to a tenth of mg/m³; 2 % missing."""
    random = np.random.default_rng(1)
    start = datetime(2024, 1, 1, 1)  # noqa: DTZ001 - Shanghai's clock, as files have it
    sites = max(rows // 8760, 1)
    time = pl.datetime_range(start, start + timedelta(hours=rows // sites), "1h", eager=True)[: rows // sites]
    columns = {"site": np.repeat([f"S{n}" for n in range(sites)], len(time))}
    frame = pl.DataFrame(columns).with_columns(time=pl.Series(np.tile(time.to_numpy(), sites)))
    for item, top in TOP.items():
        scale = 100 if item == "co" else 1000
        values = random.integers(0, top * 1000 // scale, frame.height) * scale
        gone = random.random(frame.height) < 0.02
        frame = frame.with_columns(pl.Series(f"{item}_e3", values).set(pl.Series(gone), None))
    return frame


def numpy_realtime(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The peer: AQI, level, primary pollutants as words."""
    rules = compiled("2012").realtime
    parts = []
    for item, curve in rules.items():
        x, y = zip(*curve.points, strict=True)
        parts.append(np.ceil(np.interp(frame[f"{item}_e3"].to_numpy(), x, y, right=np.nan)))
    aqi = np.fmax.reduce(parts)
    level = np.searchsorted([50, 100, 150, 200, 300], aqi, side="left") + 1
    mask = sum(((part == aqi) & (aqi > 50)).astype(np.int64) << bit for bit, part in enumerate(parts))
    names = list(rules)
    words = [
        ";".join(name for bit, name in enumerate(names) if code >> bit & 1) for code in range(1 << len(names))
    ]
    return aqi, level, np.array(words)[mask]


def water(rows: int) -> pl.DataFrame:
    """Invented samples of five items."""
    random = np.random.default_rng(2)
    tops = {"ph": 10, "do": 12, "codmn": 15, "nh3n": 3, "tp": 1}
    return pl.DataFrame({f"{i}_e6": random.integers(0, top * 1000, rows) * 1000 for i, top in tops.items()})


def main() -> None:
    """One run, the same data, medians of five."""
    frame, samples = hours(ROWS), water(ROWS)
    ours = median_seconds(lambda: hj633.realtime(frame, "2012"))
    peer = median_seconds(lambda: numpy_realtime(frame))
    daily = median_seconds(lambda: hj633.daily(frame, "2012"))
    classes = median_seconds(lambda: gb3838.classes(samples))
    theirs, exact = numpy_realtime(frame)[0], hj633.realtime(frame, "2012")["aqi"].to_numpy()
    differs = int(np.sum((theirs != exact) & ~np.isnan(theirs) & ~np.isnan(exact.astype(float))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    figures = {
        "rows": (frame.height, "rows"),
        "hourly AQI": (frame.height / ours / 1e6, "million rows/s"),
        "daily AQI": (frame.height / daily / 1e6, "million hours/s"),
        "water classes": (samples.height / classes / 1e6, "million rows/s"),
        "peak memory": (peak, "GiB"),
    }
    peers = {
        "NumPy hourly AQI": (frame.height / peer / 1e6, "million rows/s"),
        "NumPy rows that differ": (differs, "rows"),
    }
    publish("standards", figures, peers, {"hourly/NumPy": peer / ours})


if __name__ == "__main__":
    main()
