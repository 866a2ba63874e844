"""Declared 声明: instruments from a profile's `devices.toml`, or generic ones by number."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib import resources
from typing import Any

from huanzhi.monitoring.simulation.instruments import Instrument, Sensor
from huanzhi.monitoring.simulation.noise import key
from huanzhi.monitoring.simulation.spells import Habits

SENSOR = frozenset(one.name for one in fields(Sensor))
DEFAULT_PASSWORD = "123456"


def instruments(
    table: Mapping[str, Any], seed: int | None = None, real_seconds: int | None = None
) -> list[Instrument]:
    """The instruments of a profile. LookupError or ValueError names the device that does not hold together."""
    editions = {row["code"]: row.get("edition", 2017) for row in table["model"]}
    return [
        Instrument(
            mn=row["mn"],
            name=row["name"],
            st=row["st"],
            edition=_named(editions, row["model"], "model", row),
            password=row["password"],
            sensors=tuple(Sensor(**_process(channel)) for channel in channels(table, row)),
            seed=table["seed"] if seed is None else seed,
            real_seconds=real_seconds or row.get("real_seconds", 60),
            minute_minutes=row.get("minute_minutes", 10),
            flow=row.get("flow", ""),
            oxygen=row.get("oxygen", ""),
            reference_oxygen=row.get("reference_oxygen"),
            habits=_habits(_named(table["habits"], row["habits"], "habits", row)),
        )
        for row in table["device"]
    ]


def channels(table: Mapping[str, Any], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The channels of a device: those of its kind, with what it has otherwise."""
    change = row.get("change", {})
    found = _named(table["channels"], row["channels"], "channels", row)
    if unknown := sorted(set(change) - {channel["sent"] for channel in found}):
        raise LookupError(f"device {row['mn']}: change names no channel of it: {', '.join(unknown)}")
    return [{**channel, **change.get(channel["sent"], {})} for channel in found]


def generic(count: int, seed: int = 127, real_seconds: int = 60) -> list[Instrument]:
    """So many stacks of ten factors with made-up numbers; the same seed makes the same.

    >>> generic(2)[1].mn == generic(5)[1].mn, len(generic(1)[0].mn), len(generic(1)[0].sensors)
    (True, 24, 10)
    """
    text = resources.files("huanzhi.monitoring.simulation").joinpath("generic.toml").read_text("utf-8")
    sensors = tuple(Sensor(**row) for row in tomllib.loads(text)["sensor"])
    return [
        Instrument(
            mn=f"{key(seed, 'generic', number, 1):016X}{key(seed, 'generic', number, 2):016X}"[:24],
            name=f"{number + 1}",
            st="31",
            sensors=sensors,
            password=DEFAULT_PASSWORD,
            seed=seed,
            real_seconds=real_seconds,
            flow="a00000",
            oxygen="a19001",
            reference_oxygen=3.5,
            habits=Habits(calibration_hour=10),
        )
        for number in range(count)
    ]


def _process(channel: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in channel.items() if name in SENSOR}


def _habits(row: Mapping[str, Any]) -> Habits:
    given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    return replace(Habits(), **given)


def _named(table: Mapping[str, Any], name: str, what: str, row: Mapping[str, Any]) -> Any:
    if name not in table:
        raise LookupError(f"device {row['mn']}: no {what} {name!r}; there are: {', '.join(sorted(table))}")
    return table[name]
