"""Verbs of the register of devices 设备: models, devices, channels, limits, and their passwords."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring.models import (
    Channel,
    Command,
    Device,
    DeviceModel,
    DevicePassword,
    OutletLimit,
)

FORMER_STAYS = timedelta(days=1)
SET_PASSWORD = "1072"
ON_ITS_WAY = ("waiting", "sent", "accepted")
LENGTH = 6  # of PW in the standard; of others up to the field's


@verb("monitoring.save-device-model")
def save_device_model(actor: Actor, code: str, values: Mapping[str, Any]) -> DeviceModel:
    """Make or change a model of device."""
    made: DeviceModel = _save(DeviceModel, code, values)
    return made


@verb("monitoring.save-device")
def save_device(actor: Actor, code: str, values: Mapping[str, Any]) -> Device:
    """Make or change a device; its code is its MN."""
    made: Device = _save(Device, code, values)
    return made


@verb("monitoring.save-channel")
def save_channel(actor: Actor, code: str, values: Mapping[str, Any]) -> Channel:
    """Make or change a channel of a device."""
    made: Channel = _save(Channel, code, values)
    return made


@verb("monitoring.save-limit")
def save_limit(actor: Actor, code: str, values: Mapping[str, Any]) -> OutletLimit:
    """Make or change a limit of an outlet."""
    made: OutletLimit = _save(OutletLimit, code, values)
    return made


@verb("monitoring.set-password")
def set_password(actor: Actor, device: Device, password: str, now: datetime | None = None) -> DevicePassword:
    """What a device says from now on; its former password opens for another day. The ledger never sees either."""
    _sound(password)
    now = now or timezone.now()
    held = DevicePassword.objects.filter(device=device).first()
    if held is not None and held.current == password:
        record(device, reason="password: already so")
        return held
    made = held or DevicePassword(device=device)
    made.former = held.current if held else ""
    made.former_until = now + FORMER_STAYS if held else None
    made.current, made.since = password, now
    made.save()
    record(device, after={"password": "set", "since": now, "former_until": made.former_until})
    return made


@verb("monitoring.rotate-password")
def rotate_password(actor: Actor, device: Device, new: str, now: datetime | None = None) -> Command:
    """Give a device a new password and tell it (1072) as soon as it is connected.

    The command's parameters hold the password, since it has to be sent; that table has no page, export or entry in
    the ledger that shows it. Until the device has it the former one opens, for a day at most. ValueError while an
    earlier one is on its way: the device would then know neither.
    """
    now = now or timezone.now()
    if Command.objects.filter(device=device, cn=SET_PASSWORD, state__in=ON_ITS_WAY).exists():
        raise ValueError(f"{device.code}: a new password is on its way already")
    set_password(actor, device, new, now)
    made = Command.objects.create(
        device=device, cn=SET_PASSWORD, parameters={"NewPW": new}, by=actor.name, at=now
    )
    record(made, after={"device": device.code, "cn": SET_PASSWORD})
    return made


def _sound(password: str) -> None:
    if not (password.isascii() and password.isalnum()):
        raise ValueError("a device's password is of letters and digits")
    if len(password) != LENGTH:
        raise ValueError(f"a device's password has {LENGTH} characters, not {len(password)}")


def _save(model: Any, code: str, values: Mapping[str, Any]) -> Any:
    held = model.objects.filter(code=code).first()
    before = model_to_dict(held) if held else None
    made = held or model(code=code)
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    made.save()
    record(made, before=before, after=model_to_dict(made))
    return made
