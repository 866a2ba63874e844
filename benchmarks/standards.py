"""How many rows a second the standards judge, at 1, 10 and 50 million rows, in bounded memory; against peers.

Each size runs in a process of its own, in buckets of a million rows (whole years of whole sites). In every bucket each
contender does the same work on the same rows in turn, five times after one that warms up; medians are added up. The
peers are a careful NumPy analyst, a loop compiled by numba, python-aqi (on the first million), Polars expressions for
days and years, and Spark on two cores from file to file.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from peers import air
from report import median_seconds, publish

from huanzhi.standards import gb3838, hj633, hj663

SIZES = [int(text) for text in sys.argv[1:] if text.isdigit()] or [1_000_000, 10_000_000, 50_000_000]
BUCKET = 1_000_000
YEAR = 8760
TOP = {"pm2_5": 400, "pm10": 500, "so2": 700, "no2": 600, "co": 40, "o3": 400}


def buckets(rows: int) -> Iterator[pl.DataFrame]:
    """Invented station-hours: whole µg/m³, CO to a tenth of mg/m³; 2 % missing."""
    random = np.random.default_rng(1)
    start = datetime(2024, 1, 1, 1)  # noqa: DTZ001 - Shanghai's clock, as files have it
    time = pl.datetime_range(start, start + timedelta(hours=YEAR - 1), "1h", eager=True)
    sites = max(rows // YEAR, 1)
    for first in range(0, sites, BUCKET // YEAR):
        names = [f"S{n:05}" for n in range(first, min(first + BUCKET // YEAR, sites))]
        frame = pl.DataFrame({"site": np.repeat(names, YEAR), "time": np.tile(time.to_numpy(), len(names))})
        for item, top in TOP.items():
            scale = 100 if item == "co" else 1000
            values = random.integers(0, top * 1000 // scale, frame.height) * scale
            gone = random.random(frame.height) < 0.02
            frame = frame.with_columns(pl.Series(f"{item}_e3", values).set(pl.Series(gone), None))
        yield frame


def samples(rows: int) -> pl.DataFrame:
    """Invented samples of five items of water."""
    random = np.random.default_rng(2)
    tops = {"ph": 10, "do": 12, "codmn": 15, "nh3n": 3, "tp": 1}
    return pl.DataFrame({f"{i}_e6": random.integers(0, top * 1000, rows) * 1000 for i, top in tops.items()})


def one_size(rows: int) -> dict[str, float]:
    """Seconds of each contender over all buckets, rows, rows where NumPy differs, peak memory in GiB."""
    spent: dict[str, float] = defaultdict(float)
    loop = air.compiled_loop()
    for frame in buckets(rows):
        spent["rows"] += frame.height
        days, theirs = hj633.daily(frame, "2012"), air.polars_daily(frame)
        water = samples(frame.height)
        contenders: dict[str, Callable[[], object]] = {
            "hourly": lambda f=frame: hj633.realtime(f, "2012"),
            "hourly NumPy": lambda f=frame: air.numpy_realtime(f),
            "daily": lambda f=frame: hj633.daily(f, "2012"),
            "daily Polars": lambda f=frame: air.polars_daily(f),
            "annual of days": lambda d=days: hj663.annual(d),
            "annual of days Polars": lambda d=theirs: air.polars_annual(d),
            "water": lambda w=water: gb3838.classes(w),
        }
        if loop:
            contenders["hourly numba"] = lambda f=frame: loop(f)
        for name, work in contenders.items():
            spent[name] += median_seconds(work)
        peer, exact = (
            air.numpy_realtime(frame)[0],
            hj633.realtime(frame, "2012")["aqi"].to_numpy().astype(float),
        )
        spent["differs"] += int(np.sum((peer != exact) & ~np.isnan(peer) & ~np.isnan(exact)))
    spent["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return spent


def row_by_row(rows: int = 1_000_000) -> float:
    """How many times faster than python-aqi, on the same rows."""
    frame = next(buckets(BUCKET)).head(rows)
    return median_seconds(lambda: air.python_aqi(frame)) / median_seconds(
        lambda: hj633.realtime(frame, "2012")
    )


def from_file_to_file(rows: int) -> dict[str, float]:
    """Seconds from Parquet to Parquet, here and on Spark with two cores; empty without Spark or Java."""
    from huanzhi.standards.evaluation import local, spark

    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "in.parquet"), Path(folder, "out.parquet")
        units = [(pl.col(f"{i}_e3") / 1000).alias(i) for i in TOP]
        pl.concat(frame.select("site", "time", *units) for frame in buckets(rows)).write_parquet(source)
        for kind in ("aqi-realtime", "aqi-daily"):
            seconds[f"{kind} here"] = median_seconds(lambda k=kind: local.evaluate(k, source, output))
            try:
                seconds[f"{kind} Spark"] = median_seconds(lambda k=kind: spark.evaluate(k, source, output))
            except (LookupError, RuntimeError) as error:
                print(f"Spark is left out: {error}", file=sys.stderr)
    return seconds


def main() -> None:
    """All sizes, then the peers that are too slow for them."""
    figures: dict[str, tuple[float, str]] = {}
    peers: dict[str, tuple[float, str]] = {}
    ratios: dict[str, float] = {}
    for size in SIZES:
        child = [sys.executable, __file__, "--child", str(size)]
        one = json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
        words = f"{size / 1e6:g} M"
        rate = {
            name: one["rows"] / one[name] / 1e6 for name in one if name not in ("rows", "differs", "peak")
        }
        for name in ("hourly", "daily", "water"):
            figures[f"{name}, {words}"] = (rate[name], "million rows/s")
        whole = {who: one["rows"] / (one[d] + one[a]) / 1e6 for who, d, a in YEARS}
        figures[f"annual from hours, {words}"] = (whole["ours"], "million rows/s")
        figures[f"peak memory, {words}"] = (one["peak"], "GiB")
        peers[f"annual from hours Polars, {words}"] = (whole["Polars"], "million rows/s")
        for name in ("hourly NumPy", "hourly numba", "daily Polars"):
            if name in rate:
                peers[f"{name}, {words}"] = (rate[name], "million rows/s")
                ours, _, whose = name.partition(" ")
                ratios[f"{ours}/{whose}, {words}"] = rate[ours] / rate[name]
        ratios[f"annual/Polars, {words}"] = whole["ours"] / whole["Polars"]
        peers[f"NumPy rows that differ, {words}"] = (one["differs"], "rows")
    ratios["hourly/python-aqi, 1 M"] = row_by_row()
    size = min(2_000_000, SIZES[0])
    for name, seconds in from_file_to_file(size).items():
        side = peers if name.endswith("Spark") else figures
        side[f"file to file, {name}, {size / 1e6:g} M"] = (size / seconds / 1e6, "million rows/s")
    publish("standards", figures, peers, ratios)


YEARS = (("ours", "daily", "annual of days"), ("Polars", "daily Polars", "annual of days Polars"))

if __name__ == "__main__":
    if "--child" in sys.argv:
        print(json.dumps(one_size(SIZES[0])))
    else:
        main()
