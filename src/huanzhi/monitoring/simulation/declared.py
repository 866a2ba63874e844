"""Declared 声明: instruments from a profile's `devices.toml`, or generic ones by number."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from huanzhi.monitoring.simulation.instruments import Instrument, Sensor
from huanzhi.monitoring.simulation.noise import key
from huanzhi.monitoring.simulation.spells import Habits

SENSOR = frozenset(one.name for one in fields(Sensor))
DEFAULT_PASSWORD = "123456"
GENERIC_SENSORS = 10


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
    common: dict[str, Any] = {"memory": 3.0, "spread": 0.2}
    sensors = (
        Sensor("a34013", 8, high=50, zs=True, load=True, limit=20, **common),
        Sensor("a21026", 18, high=150, zs=True, load=True, limit=50, **common),
        Sensor("a21002", 90, high=400, decimals=1, zs=True, load=True, limit=150, **common),
        Sensor("a21005", 40, high=500, decimals=1, **common),
        Sensor("a19001", 4.5, spread=0.4, plain=True, high=25, idle=20.9),
        Sensor("a01011", 8, high=40, **common),
        Sensor("a01012", 90, spread=4, plain=True, high=300, decimals=1, idle=15),
        Sensor("a01013", 0.1, spread=0.02, plain=True, low=-5, high=5, decimals=3),
        Sensor("a01014", 9, spread=0.5, plain=True, high=40, decimals=1),
        Sensor("a00000", 5, high=100, decimals=3, load=True, **common),
    )
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
