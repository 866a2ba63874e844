"""The invented district: repeatable, plausible in shape, never passing for a measurement."""

import tomllib
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from huanzhi.config.paths import PACKAGE
from huanzhi.monitoring import lake
from huanzhi.monitoring.simulation import simulate
from huanzhi.monitoring.simulation.calendar import Axis, axis

PROFILES = sorted((PACKAGE / "plan" / "profiles").glob("*/simulation.toml"))
END = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module", params=PROFILES, ids=lambda path: path.parent.name)
def parameters(request):
    return tomllib.loads(request.param.read_text(encoding="utf-8")) | {"start": date(2024, 12, 20)}


@pytest.fixture(scope="module")
def year(parameters):
    return simulate(parameters, END)


def test_a_profile_has_parameters():
    assert PROFILES


@pytest.mark.parametrize("hours", [1, 23, 24, 500.5])
def test_a_later_end_changes_nothing_before_it(parameters, hours):
    order = ["time", "point", "factor", "received"]
    early = simulate(parameters, END - timedelta(days=200))
    later = simulate(parameters, END - timedelta(days=200) + timedelta(hours=hours))
    again = later.filter(pl.col("received") <= END - timedelta(days=200))
    assert again.sort(order).equals(early.sort(order))


def test_another_seed_is_another_district(parameters, year):
    other = simulate(parameters | {"seed": parameters["seed"] + 1}, END)
    assert other["value_e3"].mean() != year["value_e3"].mean()


def test_every_row_says_that_it_is_simulated(year):
    assert year["simulated"].all()
    assert set(year["source"]) == {"simulated"}


def test_values_are_whole_and_missing_ones_are_flagged(year):
    assert (year["value_e3"] % 100 == 0).all()
    assert (year.filter(pl.col("factor") != "co")["value_e3"].drop_nulls() % 1000 == 0).all()
    assert year["value_e3"].drop_nulls().min() > 0
    assert year.filter(pl.col("value_e3").is_null() != (pl.col("flag") != "N")).is_empty()
    assert set(year["flag"]) == {"N", "D", "C"}


def test_winter_is_dusty_with_smoke_and_summer_with_ozone(year):
    month = pl.col("time").dt.month()
    mean = year.group_by("factor", winter=month.is_in([1, 12])).agg(pl.col("value_e3").mean())
    of = {(row["factor"], row["winter"]): row["value_e3"] for row in mean.iter_rows(named=True)}
    summer = year.filter(month.is_in([6, 7])).group_by("factor").agg(pl.col("value_e3").mean())
    summer_of = dict(summer.iter_rows())
    assert of["pm2_5", True] > 2 * summer_of["pm2_5"]
    assert of["so2", True] > 1.5 * summer_of["so2"]
    assert of["o3", True] < 0.7 * summer_of["o3"]


def test_ozone_peaks_in_the_afternoon(year):
    hour = pl.col("time").dt.convert_time_zone("Asia/Shanghai").dt.hour()
    ozone = year.filter(pl.col("factor") == "o3").group_by(hour.alias("h")).agg(pl.col("value_e3").mean())
    assert ozone.sort("value_e3")["h"].to_list()[-1] in range(13, 18)


def test_stations_breathe_the_same_air(year):
    wide = (
        year.filter(pl.col("factor") == "pm2_5", pl.col("received") < pl.col("time") + timedelta(hours=20))
        .pivot("point", index="time", values="value_e3")
        .drop("time")
        .drop_nulls()
    )
    together = np.corrcoef(np.log(wide.to_numpy()).T)
    assert together[np.triu_indices_from(together, 1)].min() > 0.8
    assert together[np.triu_indices_from(together, 1)].max() < 0.999


def test_there_are_gaps_whole_days_lost_late_hours_and_corrections(year):
    days = year.with_columns(day=lake.day_of()).filter(pl.col("factor") == "pm2_5", pl.col("flag") == "N")
    counts = days.group_by("point", "day").agg(pl.col("time").n_unique())
    assert (counts["time"] < 20).sum() > 3
    assert (year["received"] - year["time"]).max() == timedelta(days=1)
    twice = year.group_by("point", "factor", "time").len().filter(pl.col("len") == 2)
    assert 0 < twice.height < year.height / 1000


@pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (59, 0), (60, 1), (24 * 60, 24)])
def test_only_hours_that_have_ended_are_there(minutes, hours):
    start = datetime(2024, 12, 31, 16, tzinfo=UTC)
    made: Axis = axis(date(2025, 1, 1), start + timedelta(minutes=minutes))
    assert (made.count, made.first) == (hours, start + timedelta(hours=1))
