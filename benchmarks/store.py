"""How fast and how small the store is with 100 million readings in it, against a PostgreSQL table and plain Parquet.

What the lake holds: `peers/filled.py`. Each question goes through the product's own read function, asks for another
series every time, and none is asked twice. The peers hold a sample, 300 of the 2,000 devices with their hours and
real-time data (13.9 M readings), and answer the same questions. A year's re-evaluation runs in a process of its own.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from peers.filled import DEVICES, FACTORS, POINTS, SAMPLE, WEEK, YEAR, at, fill, parts, say, spent
from peers.readings import readings
from report import publish

TIMES = 200
BOUNDS = {"week": 0.050, "year": 0.200, "latest": 0.050, "bytes": 10.0, "re-evaluation": 60.0}


def timed(ask: Callable[[str, str], int], factors: list[str], devices: int, times: int) -> np.ndarray:
    """Seconds of the same question about series that were not asked about before."""
    random = np.random.default_rng(5)
    seconds = []
    for number in random.permutation(devices)[:times]:
        begun = time.perf_counter()
        found = ask(POINTS[number], factors[number % len(factors)])
        seconds.append(time.perf_counter() - begun)
        assert found, POINTS[number]
    return np.array(seconds[min(5, len(seconds) - 1) :])  # the first ones open files and connections


def series_questions(ask: Callable[..., int], devices: int, times: int = TIMES) -> dict[str, np.ndarray]:
    """A week of minutes, a week of hours, a year of hours; `ask` gets point, factor, start, end, statistic."""
    ends = {"week": (at(WEEK[0]), at(WEEK[1] + timedelta(days=1)))}
    ends["year"] = (at(YEAR[0]), at(YEAR[1] + timedelta(days=1)))
    kinds = {
        "week of minutes": ("real", "week", 2),
        "week of hours": ("hour", "week", 3),
        "year of hours": ("hour", "year", 3),
    }
    return {
        name: timed(lambda p, f, s=statistic, e=span: ask(p, f, *ends[e], s), FACTORS[:count], devices, times)
        for name, (statistic, span, count) in kinds.items()
    }


def ours(point: str, factor: str, start: datetime, end: datetime, statistic: str) -> int:
    """The product's way: the lake and what has not reached it yet, the reading that counts."""
    from huanzhi.monitoring import series

    return series.counting([point], [factor], start, end, statistic).height


def writing(figures: dict[str, tuple[float, str]]) -> None:
    """Appends of three sizes, and a flush of a minute of a district."""
    from django.db import connection
    from peers.stores import COLUMNS

    from huanzhi.monitoring import lake
    from huanzhi.monitoring.actions.flush import flush

    day = at(date(2027, 1, 1))
    for count in (1_000, 10_000, 100_000):
        rows = readings(POINTS[: max(count // 30, 1)], FACTORS, "minute", day, 600, 10, 3).head(count)
        seconds = [spent(lambda r=rows: lake.append(r)) for _ in range(5)]
        figures[f"append of {count:,}, durable"] = (float(np.median(seconds)) * 1e3, "ms")
    flushes = []
    for number in range(5):
        rows = readings(
            POINTS, [f"a{n:05}" for n in range(10)], "real", day + timedelta(minutes=number), 60, 1, 4
        )
        command = f"COPY monitoring_recent ({COLUMNS}) FROM STDIN (FORMAT csv)"
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(rows.select(COLUMNS.split(", ")).write_csv(include_header=False).encode())
        flushes.append(spent(lambda: flush(least=1)))
    figures[f"flush of {rows.height:,}"] = (float(np.median(flushes)) * 1e3, "ms")


def newest(figures: dict[str, tuple[float, str]]) -> float:
    """The latest values of 5,000 series (500 devices with ten factors) among 60,000 of a district: p95 in seconds."""
    from django.db import connection

    from huanzhi.monitoring.latest import latest_of

    columns = "point, factor, statistic, time, value_e3, flag, received, row, simulated"
    with connection.cursor() as cursor:
        for statistic in ("real", "minute", "hour"):
            rows = readings(POINTS, [f"a{n:05}" for n in range(10)], statistic, at(WEEK[0]), 60, 1, 6)
            with cursor.copy(f"COPY monitoring_latest ({columns}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(rows.select(columns.split(", ")).write_csv(include_header=False).encode())
        cursor.execute("ANALYZE monitoring_latest")
    random, seconds = np.random.default_rng(7), []
    for _ in range(TIMES):
        chosen = [POINTS[n] for n in random.permutation(DEVICES)[:500]]
        begun = time.perf_counter()
        found = latest_of(chosen)
        seconds.append(time.perf_counter() - begun)
        assert len(found) == 10 * len(chosen)
    figures["latest of 5,000 series, p50"] = (float(np.percentile(seconds, 50)) * 1e3, "ms")
    figures["latest of 5,000 series, p95"] = (float(np.percentile(seconds, 95)) * 1e3, "ms")
    return float(np.percentile(seconds, 95))


def against(folder: Path, peers: dict[str, tuple[float, str]]) -> dict[str, dict[str, float]]:
    """The peers filled with the sample, asked the same; p95 of each question in seconds and bytes a reading."""
    from peers.stores import Days, Table

    table, days = Table(), Days(folder)
    count = 0
    for statistic, _period, make in parts():
        if statistic in ("hour", "real"):
            rows = make(POINTS[:SAMPLE])
            table.fill(rows)
            days.fill(rows)
            count += rows.height
    table.index()
    found = {}
    for name, store in (("PostgreSQL", table), ("Parquet by day", days)):
        asked = series_questions(store.one, SAMPLE, 60)
        found[name] = {what: float(np.percentile(seconds, 95)) for what, seconds in asked.items()}
        found[name]["bytes"] = store.bytes() / count
        for what, value in found[name].items():
            unit = "bytes" if what == "bytes" else "ms"
            label = f"{name}, {count / 1e6:.1f} M, {'a reading' if what == 'bytes' else what + ' p95'}"
            peers[label] = (value if what == "bytes" else value * 1e3, unit)
    return found


def reevaluated() -> dict[str, float]:
    """Seconds, days judged, hours read, peak memory in GiB of a year of the district."""
    from huanzhi.monitoring.recompute.year import reevaluate

    limits = pl.DataFrame({"point": POINTS}).join(pl.DataFrame({"factor": FACTORS}), how="cross")
    limits = limits.with_columns(
        averaging=pl.lit("day"), valid_from=pl.date(2020, 1, 1), valid_until=pl.lit(None, pl.Date),
        limit_e3=pl.lit(50_000, pl.Int64),
    )  # fmt: skip
    begun, days, hours = time.perf_counter(), 0, 0
    for frame in reevaluate(*YEAR, limits):
        days, hours = days + frame.height, hours + int(frame["count"].sum())
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": seconds, "days": days, "hours": hours, "peak": peak}


def start_django() -> None:
    """As a process of the web server starts."""
    importlib.import_module("huanzhi.config.wsgi")


def main() -> None:
    """Fill, ask, write, compare, judge a year again."""
    with tempfile.TemporaryDirectory(prefix="huanzhi-store-") as home:
        os.environ["HUANZHI_HOME"] = str(Path(home, "home"))
        os.environ.pop("DATABASE_URL", None)
        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(Path(home))


def _measure(home: Path) -> None:
    from huanzhi.monitoring import lake
    from huanzhi.monitoring.lake.delta import index

    figures: dict[str, tuple[float, str]] = {}
    peers: dict[str, tuple[float, str]] = {}
    appended, together = fill()
    held = index()
    log = sum(path.stat().st_size for path in (lake.place() / "_delta_log").iterdir())
    count = held["rows"].sum()
    figures["readings in the lake"] = (count / 1e6, "million")
    figures["appended, durable"] = (appended, "million/s")
    figures["put together, verified"] = (together, "million/s")
    figures["a reading, log and all"] = ((held["bytes"].sum() + log) / count, "bytes")
    for (statistic,), part in held.group_by("statistic"):
        figures[f"a reading of {statistic}"] = (part["bytes"].sum() / part["rows"].sum(), "bytes")
    say("questions")
    asked = series_questions(ours, DEVICES)
    for what, seconds in asked.items():
        for share in (50, 95):
            figures[f"{what}, p{share}"] = (float(np.percentile(seconds, share)) * 1e3, "ms")
    late = newest(figures)
    say("a year again")
    child = subprocess.run(
        [sys.executable, __file__, str(DEVICES), "--again"], check=True, capture_output=True, text=True
    )
    again = json.loads(child.stdout)
    figures["a year of the district again"] = (again["seconds"], "s")
    figures["its hours"] = (again["hours"] / 1e6, "million")
    figures["its days judged"] = (again["days"] / 1e6, "million")
    figures["its peak memory"] = (again["peak"], "GiB")
    say("writing")
    writing(figures)
    say("peers")
    theirs = against(home / "days", peers)
    p95 = {what: float(np.percentile(seconds, 95)) for what, seconds in asked.items()}
    ratios = {f"{what}, {name}/ours": one[what] / p95[what] for name, one in theirs.items() for what in p95}
    size = figures["a reading, log and all"][0]
    ratios |= {f"bytes, {name}/ours": one["bytes"] / size for name, one in theirs.items()}
    measured = {
        "week": max(p95["week of minutes"], p95["week of hours"]), "year": p95["year of hours"], "latest": late,
        "bytes": size, "re-evaluation": again["seconds"],
    }  # fmt: skip
    ratios |= {f"{what}, measured/bound": value / BOUNDS[what] for what, value in measured.items()}
    publish("store", figures, peers, ratios)


if __name__ == "__main__":
    if "--again" in sys.argv:
        start_django()
        print(json.dumps(reevaluated()))
    else:
        main()
