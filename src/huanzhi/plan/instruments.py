"""The instruments of a profile: `devices.toml` into models, points, devices, channels, limits and passwords."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from huanzhi.ledger.verbs import Actor
from huanzhi.monitoring.actions import save_point
from huanzhi.monitoring.actions.devices import (
    save_channel,
    save_device,
    save_device_model,
    save_limit,
    set_password,
)
from huanzhi.monitoring.models import Device, DeviceModel, Point
from huanzhi.monitoring.simulation import declared
from huanzhi.people.models import Area

PERMIT, STANDARD = "permit", "standard"


def load_devices(actor: Actor, table: Mapping[str, Any]) -> Iterator[str]:
    """Bring on record what is not there yet; all of it is marked as simulated. Says how much the file has."""
    for row in table["model"]:
        if not DeviceModel.objects.filter(code=row["code"]).exists():
            values = {name: value for name, value in row.items() if name != "code"}
            save_device_model(actor, row["code"], {**values, "simulated": True})
    channels = limits = 0
    for row in table["device"]:
        made = list(_limits(table, row))
        found = declared.channels(table, row)
        channels, limits = channels + len(found), limits + len(made)
        if Device.objects.filter(code=row["mn"]).exists():
            continue
        point = Point.objects.filter(code=row["point"]).first() or _point(actor, table, row)
        device = _device(actor, row, point)
        for channel in found:
            _channel(actor, device, channel)
        for code, values in made:
            save_limit(actor, code, {**values, "point": point, "simulated": True})
        set_password(actor, device, row["password"])
    yield f"{len(table['device'])} devices with {channels} channels, {limits} limits (simulated)"


def _point(actor: Actor, table: Mapping[str, Any], row: Mapping[str, Any]) -> Point:
    values = {
        "name": row["name"],
        "medium": row["medium"],
        "kind": row.get("kind", table["kind"]),
        "area": Area.objects.filter(code=row["area"]).first(),
        "lon": Decimal(str(row["lon"])),
        "lat": Decimal(str(row["lat"])),
        "crs": table["crs"],
        "source": table["source"],
        "simulated": True,
    }
    return save_point(actor, row["point"], values)


def _device(actor: Actor, row: Mapping[str, Any], point: Point) -> Device:
    values = {
        "name": row["name"],
        "point": point,
        "model": DeviceModel.objects.get(code=row["model"]),
        "real_seconds": row.get("real_seconds", 60),
        "minute_minutes": row.get("minute_minutes", 10),
        "maintainer": row.get("maintainer", ""),
        "installed_on": row.get("installed_on"),
        "simulated": True,
    }
    return save_device(actor, row["mn"], values)


def _channel(actor: Actor, device: Device, channel: Mapping[str, Any]) -> None:
    """A channel; its range stands in the unit kept."""
    scale = Decimal(str(channel.get("scale", 1)))
    values = {
        "device": device,
        "name": channel["name"],
        "sent": channel["sent"],
        "factor": channel["factor"],
        "unit": channel["unit"],
        "scale": scale,
        "low": Decimal(str(channel["low"])) * scale,
        "high": Decimal(str(channel["high"])) * scale,
        "simulated": True,
    }
    save_channel(actor, f"{device.code}-{channel['sent']}", values)


def _limits(table: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The limits of a device's point with their codes: of its standard, and of its permit."""
    channels = {channel["factor"]: channel for channel in declared.channels(table, row)}
    averaging = "hour" if row["medium"] == "stack" else "day"
    for limit in table["limits"].get(row.get("limits", ""), []):
        values = {name: limit[name] for name in ("factor", "averaging", "text", "unit", "document", "clause")}
        yield _coded(row, channels, STANDARD, values)
    permit: dict[str, Any] = row.get("permit", {})
    for factor, text in permit.get("limits", {}).items():
        values = {"factor": factor, "averaging": averaging, "text": text, "document": permit["document"]}
        yield _coded(row, channels, PERMIT, {**values, "unit": channels[factor]["unit"]})


def _coded(
    row: Mapping[str, Any], channels: Mapping[str, Any], ground: str, values: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    factor = values["factor"]
    name = f"{channels[factor]['name']} {values['text']} {values['unit']}"
    return f"{row['point']}-{factor}-{ground}", {**values, "ground": ground, "name": name}
