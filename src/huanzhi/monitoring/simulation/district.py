"""The district: levels of every item at every station, then readings in the lake's form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from huanzhi.monitoring.simulation.calendar import Axis, axis, by_month, by_year
from huanzhi.monitoring.simulation.faults import Faults, fail
from huanzhi.monitoring.simulation.weather import episodes, remembering, stream

FACTORS = ["pm2_5", "pm10", "so2", "no2", "co", "o3"]
ITEMS = ["pm2_5", "coarse", "so2", "no2", "co", "o3"]  # as the parameters name them; pm10 = pm2_5 + coarse
STEP_E3 = np.array([1000, 1000, 1000, 1000, 100, 1000])  # instruments report whole µg/m³, CO tenths of mg/m³
KINDS = ["stagnation", "heat", "wind"]


def simulate(parameters: Mapping[str, Any], end: datetime) -> pl.DataFrame:
    """Hourly readings from the parameters' start to the last hour received by `end`.

    Parameters:
        parameters: as in a profile's `simulation.toml`.
        end: aware; rows received later are not there yet.

    Returns:
        rows in the lake's columns, all with `simulated` true. A correction is a second row of the same hour.

    Notes:
        A result for a later end begins with the same rows: every draw belongs to an hour, a day or a station.
    """
    hours = axis(parameters["start"], end)
    levels = _levels(parameters, hours)
    values = np.maximum(np.rint(levels * 1000 / STEP_E3), 1).astype(np.int64) * STEP_E3
    values[:, :, 1] = np.maximum(values[:, :, 1], values[:, :, 0])
    faults = fail(parameters, hours, values)
    return _rows(list(parameters["stations"]), hours, faults).filter(pl.col("received") <= end)


def _levels(parameters: Mapping[str, Any], hours: Axis) -> np.ndarray:
    """(hour, station, item) in the item's unit; pm10 in the place of coarse."""
    district = np.stack([_calm(parameters, hours, item) for item in ITEMS], axis=1)
    district *= np.exp(_weather(parameters, hours))
    for kind, added in zip(
        parameters["episode"], episodes(hours, parameters["episode"], parameters["seed"]), strict=True
    ):
        district += added[:, None] * np.array([kind["share"][item] for item in ITEMS])
    stations = np.array([[station[item] for item in ITEMS] for station in parameters["stations"].values()])
    levels = np.maximum(district, 1e-3)[:, None, :] * stations[None] * np.exp(_own(parameters, hours))
    levels[:, :, 1] += levels[:, :, 0]
    return levels


def _calm(parameters: Mapping[str, Any], hours: Axis, item: str) -> np.ndarray:
    """The level that season, year, weekday and hour of the day alone would give."""
    level = by_month(hours, parameters["months"][item]) * by_year(hours, parameters["trend"], item)
    day = {name: np.array(shape)[hours.hour] for name, shape in parameters["hours"].items()}
    shape = {"no2": day["traffic"], "o3": day["sun"], "coarse": 0.5 + 0.5 * day["traffic"]}.get(
        item, day["heating"]
    )
    return level * shape * np.where(hours.weekend, parameters["weekend"][item], 1.0)


def _weather(parameters: Mapping[str, Any], hours: Axis) -> np.ndarray:
    """(hour, item) logarithm of what the weather makes of the level; its mean effect is one."""
    weather = parameters["weather"]
    memory = np.array([weather[kind]["hours"] for kind in KINDS], dtype=float)
    draws = stream(parameters["seed"], "weather").standard_normal((hours.count, len(KINDS)))
    strength = np.array([[weather[kind][item] for item in ITEMS] for kind in KINDS])
    return remembering(draws, memory) @ strength - (strength**2).sum(axis=0) / 2


def _own(parameters: Mapping[str, Any], hours: Axis) -> np.ndarray:
    """(hour, station, item) logarithm of what is a station's own."""
    count = len(parameters["stations"]) * len(ITEMS)
    draws = stream(parameters["seed"], "own").standard_normal((hours.count, count))
    own = (
        remembering(draws, np.full(count, float(parameters["own"]["hours"]))) * parameters["own"]["strength"]
    )
    return own.reshape(hours.count, -1, len(ITEMS))


def _rows(stations: list[str], hours: Axis, faults: Faults) -> pl.DataFrame:
    """One row an hour, station and item; corrections after them in time."""
    shape = faults.value.shape
    index = np.arange(faults.value.size)
    hour, place = index // (shape[1] * shape[2]), index % (shape[1] * shape[2])
    start = np.datetime64(hours.first.replace(tzinfo=None), "us")
    names = pl.Series(stations)
    frame = pl.DataFrame(
        {
            "point": names.gather(place // shape[2]),
            "factor": pl.Series(FACTORS).gather(place % shape[2]),
            "time": start + hour.astype("timedelta64[h]"),
            "value_e3": faults.value.ravel(),
            "flag": faults.flag.ravel(),
            "minutes": faults.minutes.ravel(),
            "corrected": faults.corrected.ravel(),
            "row": index + 1,
        }
    )
    return _received(frame)


def _received(frame: pl.DataFrame) -> pl.DataFrame:
    """Blank what failed, leave out what never came, and add the corrections a day later."""
    flags = {0: "N", 1: "D", 2: "C"}
    first = frame.filter(pl.col("flag") != 3).with_columns(
        value_e3=pl.when(pl.col("corrected")).then(pl.col("value_e3") * 3).otherwise(pl.col("value_e3"))
    )
    again = frame.filter(pl.col("corrected"), pl.col("flag") == 0).with_columns(minutes=pl.lit(24 * 60))
    rows = pl.concat([first, again.with_columns(pl.col("minutes").cast(first.schema["minutes"]))])
    return rows.with_columns(
        value_e3=pl.when(pl.col("flag") == 0).then(pl.col("value_e3")),
        flag=pl.col("flag").replace_strict(flags, return_dtype=pl.String),
        time=pl.col("time").dt.replace_time_zone("UTC"),
        source=pl.lit("simulated"),
        simulated=pl.lit(True),
    ).select(
        "point",
        "factor",
        "time",
        "value_e3",
        "flag",
        (pl.col("time") + pl.duration(minutes=pl.col("minutes"))).alias("received"),
        "source",
        "row",
        "simulated",
    )
