"""Air quality index: one sample, a table, the command line, and a naive reading of the rule say the same."""

import csv
import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huanzhi.config.cli.evaluate import evaluate
from huanzhi.standards import hj633
from huanzhi.standards.hj633 import ITEMS, judge_day, judge_hour

LEVELS = (0, 50, 100, 150, 200, 300, 400, 500)
PRINTED = {  # table 1 typed once more: (2012, 2026) where they differ
    "pm2_5 24h": ((0, 35, 75, 115, 150, 250, 350, 500), (0, 35, 60, 115, 150, 250, 350, 500)),
    "pm10 24h": ((0, 50, 150, 250, 350, 420, 500, 600), (0, 50, 120, 250, 350, 420, 500, 600)),
    "so2 24h": ((0, 50, 150, 475, 800, 1600, 2100, 2620),),
    "so2 1h": ((0, 150, 500, 650, 800),),
    "no2 24h": ((0, 40, 80, 180, 280, 565, 750, 940),),
    "no2 1h": ((0, 100, 200, 700, 1200, 2340, 3090, 3840),),
    "co 24h": ((0, 2, 4, 14, 24, 36, 48, 60),),
    "co 1h": ((0, 5, 10, 35, 60, 90, 120, 150),),
    "o3 1h": ((0, 160, 200, 300, 400, 800, 1000, 1200),),
    "o3 8h": ((0, 100, 160, 215, 265, 800),),
}
ABOVE = {("so2 1h", "2012"): None, ("o3 8h", "2012"): None, ("so2 1h", "2026"): 200, ("o3 8h", "2026"): 300}
HOURLY = {"pm2_5": "pm2_5 24h", "pm10": "pm10 24h"} | {i: f"{i} 1h" for i in ("so2", "no2", "co", "o3")}


def rounded(value: Fraction, item: str) -> Fraction:
    """Half to even, whole units, a tenth for CO: Python's own rounding of the exact value."""
    return Fraction(round(value * 10), 10) if item == "co" else Fraction(round(value))


def naive_sub_index(row: str, edition: str, value: Fraction) -> int | None:
    """Straight lines between the printed points, upwards to a whole number."""
    item = row.split()[0]
    points = PRINTED[row][-1 if edition == "2026" else 0]
    if edition == "2026":
        value = rounded(value, item)
    for low, high, first, last in zip(points, points[1:], LEVELS, LEVELS[1:], strict=False):
        if value <= high:
            return math.ceil(first + (last - first) * (value - low) / (high - low))
    return ABOVE.get((row, edition), 500)


def naive(sub: dict[str, int | None], edition: str) -> tuple[int | None, list[str]]:
    """The largest sub-index and who leads; since 2026 nothing up to 100 is given when an item is missing."""
    there = {item: value for item, value in sub.items() if value is not None}
    if not there or (edition == "2026" and len(there) < len(sub) and max(there.values()) <= 100):
        return None, []
    top = max(there.values())
    return top, [item for item, value in there.items() if value == top] if top > 50 else []


def concentrations(item: str) -> st.SearchStrategy[int | None]:
    """On every printed limit and beside it, halves that round both ways, zero, missing, negative, absurd."""
    edges = [
        point
        for row, columns in PRINTED.items()
        if row.startswith(f"{item} ")
        for c in columns
        for point in c
    ]
    unit = 100 if item == "co" else 1000
    near = [1000 * point + by for point in edges for by in (-unit, -unit // 2, -1, 0, 1, unit // 2, unit)]
    odd = [None, -1, -9_999_000, 10**9, 10**12]
    return st.one_of(st.sampled_from(near), st.sampled_from(odd), st.integers(0, 3_000_000))


HOURS = st.fixed_dictionaries({item: concentrations(item) for item in ITEMS})
TIMES = st.sampled_from([datetime(2026, 3, 1, 0), datetime(2026, 3, 1, 1), datetime(2019, 7, 1, 5)])  # noqa: DTZ001


@given(st.lists(st.tuples(TIMES, HOURS), min_size=1, max_size=30))
def test_hours_one_by_one_as_a_table_and_naively(rows):
    frame = pl.DataFrame(
        [{"site": "A", "time": time} | {f"{i}_e3": v for i, v in hour.items()} for time, hour in rows],
        schema={"site": pl.String, "time": pl.Datetime("us")} | {f"{i}_e3": pl.Int64 for i in ITEMS},
    )
    for (time, hour), row in zip(rows, hj633.realtime(frame).iter_rows(named=True), strict=True):
        verdict = judge_hour({"time": time} | {f"{i}_e3": v for i, v in hour.items()})
        edition = "2026" if time > datetime(2026, 3, 1) else "2012"  # noqa: DTZ001
        sub = {
            item: None if v is None or v < 0 else naive_sub_index(HOURLY[item], edition, Fraction(v, 1000))
            for item, v in ((item, hour[item]) for item in ITEMS)
        }
        aqi, primary = naive(sub, edition)
        assert {item: row[f"iaqi_{item}"] for item in ITEMS} == sub == verdict.result["iaqi"]
        assert row["aqi"] == aqi == verdict.result["aqi"]
        assert row["primary"].split(";") == (primary or [""])
        assert verdict.result["primary"] == primary
        assert (row["level"], row["edition"]) == (verdict.result["level"], edition)
        assert verdict.standard == f"HJ 633-{edition}"


def naive_day(hours: dict[str, list[int | None]], edition: str) -> dict[str, int | None]:
    """Sub-indices of a day: 20 hours for a mean; windows of 8 hours with 6, 14 of them or above the limit."""
    clean = {i: [None if v is None or v < 0 else Fraction(v, 1000) for v in row] for i, row in hours.items()}
    sub: dict[str, int | None] = {}
    for item in ("pm2_5", "pm10", "so2", "no2", "co"):
        there = [v for v in clean[item] if v is not None]
        enough = len(there) >= 20
        sub[item] = naive_sub_index(f"{item} 24h", edition, sum(there) / len(there)) if enough else None
    if edition == "2012":
        there = [v for v in clean["o3"] if v is not None]
        good = there and (len(there) >= 20 or max(there) > 200)
        sub["o3"] = naive_sub_index("o3 1h", edition, max(there)) if good else None
    windows = []
    for end in range(8, 25):
        there = [v for v in clean["o3"][end - 8 : end] if v is not None]
        if len(there) >= 6:
            windows.append(sum(there) / len(there))
    good = windows and (len(windows) >= 14 or max(windows) > 160)
    sub["o3_8h"] = naive_sub_index("o3 8h", edition, max(windows)) if good else None
    return sub


def a_day(item: str) -> st.SearchStrategy[list[int | None]]:
    few = st.lists(concentrations(item), min_size=24, max_size=24)
    flat = concentrations(item).map(lambda value: [value] * 24)
    holes = st.tuples(flat, st.sets(st.integers(0, 23), max_size=12)).map(
        lambda both: [None if n in both[1] else v for n, v in enumerate(both[0])]
    )
    return st.one_of(few, flat, holes)


DAYS = st.fixed_dictionaries({item: a_day(item) for item in ITEMS})


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from([date(2026, 2, 28), date(2026, 3, 1)]), DAYS)
def test_days_one_by_one_as_a_table_and_naively(day, hours):
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    rows = [
        {"site": "A", "time": midnight + timedelta(hours=n + 1)} | {f"{i}_e3": hours[i][n] for i in ITEMS}
        for n in range(24)
    ]
    schema = {"site": pl.String, "time": pl.Datetime("us")} | {f"{i}_e3": pl.Int64 for i in ITEMS}
    (row,) = hj633.daily(pl.DataFrame(rows, schema=schema)).iter_rows(named=True)
    verdict = judge_day(day, hours)
    edition = "2026" if day.month == 3 else "2012"
    sub = naive_day(hours, edition)
    aqi, primary = naive(sub, edition)
    assert {name: row[f"iaqi_{name}"] for name in sub} == sub == verdict.result["iaqi"]
    assert (row["aqi"], row["primary"].split(";")) == (aqi, primary or [""])
    assert (verdict.result["aqi"], verdict.result["primary"]) == (aqi, primary)
    for name in sub:
        figure = verdict.result["statistics"][name]
        assert (row[f"{name}_e3"], row[f"{name}_hours"], row[f"{name}_valid"]) == (
            figure["value_e3"],
            figure["hours"],
            figure["valid"],
        )
        assert figure["valid"] or figure["reason"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TIMES, HOURS), min_size=1, max_size=10))
def test_the_command_line_says_what_one_sample_says(tmp_path: Path, rows):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["site", "time", *ITEMS])
        for time, hour in rows:
            texts = ["" if hour[i] is None else str(Decimal(hour[i]) / 1000) for i in ITEMS]
            writer.writerow(["A", time.isoformat(), *texts])
    done = CliRunner().invoke(evaluate, ["aqi-realtime", str(source), "-o", str(output)])
    assert done.exit_code == 0, done.output
    with output.open(encoding="utf-8") as file:
        for (time, hour), row in zip(rows, csv.DictReader(file), strict=True):
            verdict = judge_hour({"time": time} | {f"{i}_e3": v for i, v in hour.items()})
            said = "" if verdict.result["aqi"] is None else str(verdict.result["aqi"])
            assert (row["aqi"], row["primary"]) == (said, ";".join(verdict.result["primary"]))


def test_a_missing_item_may_be_exempt():
    hour = {"time": datetime(2026, 3, 5, 8), "pm2_5_e3": 30_000}  # noqa: DTZ001
    assert judge_hour(hour).result["aqi"] is None
    assert judge_hour(hour, exempt=set(ITEMS) - {"pm2_5"}).result["aqi"] == 43
    frame = pl.DataFrame([{"site": "A"} | {f"{i}_e3": None for i in ITEMS} | hour])
    assert hj633.realtime(frame, exempt=set(ITEMS) - {"pm2_5"})["aqi"].to_list() == [43]
