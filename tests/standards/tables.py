"""Tables to judge: with holes, absurd values, limits hit exactly, sites mixed up, and a change of edition inside."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

ITEMS = ("pm2_5", "pm10", "so2", "no2", "co", "o3")


def hours(sites: int = 5, days: int = 40, since: tuple[int, int, int] = (2026, 2, 10)) -> pl.DataFrame:
    """Text as people write it: 1 h means, by default around the change of HJ 633 on 2026-03-01, shuffled."""
    random = np.random.default_rng(1)
    start = datetime(*since, 1)  # noqa: DTZ001 - Shanghai's clock
    rows = []
    for site in range(sites):
        for n in range(days * 24):
            row = {"site": f"站{site}", "time": (start + timedelta(hours=n)).strftime("%Y-%m-%d %H:%M")}
            for item in ITEMS:
                value = random.integers(0, 8000 if item == "co" else 800) / (100 if item == "co" else 1)
                odd = random.random()
                row[item] = (
                    "" if odd < 0.05 else "-1" if odd < 0.06 else "99999" if odd < 0.065 else str(value)
                )
            rows.append(row)
    order = random.permutation(len(rows))
    return pl.DataFrame([rows[n] for n in order])


def water(rows: int = 3000, seed: int = 2) -> pl.DataFrame:
    """Samples of rivers and lakes with targets."""
    random = np.random.default_rng(seed)
    tops = {"ph": 140, "do": 120, "codmn": 200, "nh3n": 30, "tp": 6, "hg": 1}
    columns = {
        "site": [f"断面{n % 7}" for n in range(rows)],
        "time": [f"2025-{n % 12 + 1:02}-01 08:00" for n in range(rows)],
        "kind": random.choice(["river", "lake", ""], rows).tolist(),
        "target": random.choice(["", "Ⅲ", "2", "IV"], rows).tolist(),
    }
    for item, top in tops.items():
        values = random.integers(-1, top, rows)
        columns[item] = ["" if value < 0 else str(value / 10) for value in values]
    return pl.DataFrame(columns)


def written(frame: pl.DataFrame, path: Path) -> Path:
    """The table as a file by its ending; Parquet holds numbers and date-times."""
    if path.suffix == ".csv":
        frame.write_csv(path)
        return path
    numbers = [n for n in frame.columns if n not in ("site", "time", "kind", "target")]
    time = pl.col("time").str.to_datetime("%Y-%m-%d %H:%M")
    frame.with_columns(time, pl.col(numbers).replace("", None).cast(pl.Float64)).write_parquet(path)
    return path


def table(kind: str) -> pl.DataFrame:
    """What a kind of judgement is tried on."""
    if kind == "surface-water":
        return water()
    return hours(2, 365, (2025, 1, 1)) if kind == "air-annual" else hours()
