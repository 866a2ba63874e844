"""What goes wrong between an instrument and the centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from huanzhi.monitoring.simulation.calendar import Axis
from huanzhi.monitoring.simulation.weather import stream

GOOD, FAULT, CHECK, SILENT = 0, 1, 2, 3
GAS = slice(2, 6)  # so2, no2, co, o3: the analysers that are checked with reference gas


@dataclass(frozen=True)
class Faults:
    """Arrays of (hour, station, item): values, what became of them, how late they came, which are redone."""

    value: np.ndarray
    flag: np.ndarray
    minutes: np.ndarray
    corrected: np.ndarray


def fail(parameters: Mapping[str, Any], hours: Axis, value: np.ndarray) -> Faults:
    """Single hours lost, weekly checks, stations silent for hours or a day, late and corrected hours."""
    chance, seed = parameters["faults"], parameters["seed"]
    lost, late, redone = (
        stream(seed, name).random(value.shape, dtype=np.float32) for name in ("lost", "late", "corrected")
    )
    flag = np.where(lost < chance["item"], FAULT, GOOD).astype(np.int8)
    _check(flag, hours, chance["check_hour"])
    _silence(flag, hours, chance, stream(seed, "silent"))
    minutes = np.repeat(6 + (late[:, :, :1] * 997 % 12).astype(np.int32), late.shape[2], axis=2)
    minutes[late < chance["late"]] += 180
    return Faults(value, flag, minutes, (redone < chance["corrected"]) & (flag == GOOD))


def _check(flag: np.ndarray, hours: Axis, at: int) -> None:
    """Every station's gas analysers are checked once a week, each station on its own day."""
    day = hours.local.astype("datetime64[D]").astype(int)
    for station in range(flag.shape[1]):
        when = (hours.hour == at) & (day % 7 == station % 7)
        flag[when, station, GAS] = CHECK


def _silence(flag: np.ndarray, hours: Axis, chance: Mapping[str, Any], random: np.random.Generator) -> None:
    """A station goes silent: no row at all for some hours, sometimes for more than a day."""
    draws = random.random((hours.days, flag.shape[1], 3))
    shortest, longest = chance["silent_hours"]
    for day, station in np.argwhere(draws[:, :, 0] < chance["silent"]):
        start = day * 24 + int(draws[day, station, 1] * 24)
        length = int(shortest + draws[day, station, 2] ** 2 * (longest - shortest))
        flag[start : start + length, station] = SILENT
