"""Verbs of commands to devices 反控: ask, follow, and ask by itself for what a silence left open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring.models import Command, Device, Episode, HourValue
from huanzhi.wire.hj212.clock import digits
from huanzhi.wire.hj212.codes import commands as known_commands
from huanzhi.wire.hj212.requests import check

ENDED = frozenset({"done", "refused", "silent"})
SECRET = frozenset({"NewPW"})
NEW_PASSWORD = "1072"
PATIENCE = timedelta(minutes=2)  # for a device that makes good by itself what it could not send
SYSTEMS = {"stack": "31", "sewage": "32", "surface_water": "21", "air": "22", "noise": "23"}


@dataclass(frozen=True)
class Waiting:
    """A command that can go out, with what its message needs."""

    command: int
    device: int
    mn: str
    password: str
    st: str
    edition: int
    cn: str
    parameters: Mapping[str, str]


@verb("monitoring.send-command")
def send_command(actor: Actor, device: Device, cn: str, parameters: Mapping[str, str]) -> Command:
    """Ask something of a device; it goes out as soon as the device is connected.

    ValueError for a command that does not go down, or a parameter that is missing, not known or cannot be.
    """
    if cn not in known_commands() or known_commands()[cn].direction == "up":
        raise ValueError(f"{cn} is no command that goes to a device")
    check(cn, parameters)
    made = Command.objects.create(
        device=device, cn=cn, parameters=dict(parameters), by=actor.name, at=timezone.now()
    )
    record(made, after={"device": device.code, "cn": cn, "parameters": _hidden(parameters)})
    return made


def _hidden(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: "******" if name in SECRET else value for name, value in parameters.items()}


def waiting(devices: Collection[int]) -> list[Waiting]:
    """Commands that wait for one of those devices, the oldest first."""
    asked = Command.objects.filter(state="waiting").order_by("pk").values_list("pk", "device_id")
    keys = [key for key, device in asked if device in devices]
    if not keys:
        return []
    rows = Command.objects.filter(pk__in=keys).order_by("pk")
    found = []
    for row in rows.select_related("device__model", "device__password", "device__point", "device__contact"):
        device: Any = row.device
        held = getattr(device, "password", None)
        contact = getattr(device, "contact", None)
        medium = device.point.medium if device.point else ""
        found.append(
            Waiting(
                command=row.pk,
                device=device.pk,
                mn=device.code,
                password=_password(held, row),
                st=SYSTEMS.get(medium, "32"),
                edition=(contact.edition if contact else None)
                or (device.model.edition if device.model else 2017),
                cn=row.cn,
                parameters=row.parameters,
            )
        )
    return found


def _password(held: Any, row: Command) -> str:
    """What the device knows: a new password (1072) is told to it, and everything before, with the former one."""
    if held is None:
        return ""
    told = Command.objects.filter(device=row.device_id, cn=NEW_PASSWORD, at__gte=held.since)
    newest = told.order_by("-pk").first()
    if newest is None or newest.state == "done" or (newest.pk < row.pk and newest.state not in ENDED):
        return str(held.current)
    return str(held.former or held.current)


def advance(
    command: int, state: str, qn: str = "", attempts: int = 0, answer: str = "", frames: int = 0
) -> None:
    """Write down how far a command got. Its trace is the journal, where every frame of it lies."""
    now = timezone.now()
    row = Command.objects.get(pk=command)
    row.state = state
    row.qn = qn or row.qn
    row.attempts = max(row.attempts, attempts)
    row.answer = answer or row.answer
    row.frames = max(row.frames, frames)
    row.sent_at = row.sent_at or now
    if state in ENDED:
        row.ended_at = now
        row.parameters = _hidden(row.parameters)
    row.save()


def ask_for_missing(actor: Actor, now: datetime | None = None) -> list[Command]:
    """After a silence: ask for what of its hours is still missing, once the device had time to send it by itself."""
    now = now or timezone.now()
    made = []
    silences = Episode.objects.filter(
        kind=Episode.Kind.OFFLINE, end__lte=now - PATIENCE, end__gt=now - timedelta(days=1), suppressed=""
    )
    for silence in silences.filter(device__supplements=True).select_related("device"):
        device = silence.device
        assert device is not None
        assert silence.end is not None
        if Command.objects.filter(device=device, at__gte=silence.end, cn__in=["2051", "2061"]).exists():
            continue
        begin = silence.onset.replace(minute=0, second=0, microsecond=0)  # an hour is named by its start
        if _complete(silence, begin, now):
            continue
        span = {
            "BeginTime": digits(begin),
            "EndTime": digits(silence.end),
        }
        made += [send_command(actor, device, cn, span) for cn in ("2051", "2061")]
    return made


def _complete(silence: Episode, begin: datetime, now: datetime) -> bool:
    """Whether every hour that the silence touched, and that is over, stands with what the device itself sent."""
    assert silence.end is not None
    end = min(silence.end + timedelta(hours=1), now)
    hours = int((end - begin) / timedelta(hours=1))
    rows = HourValue.objects.filter(point=silence.point_id, time__gt=begin, time__lte=end)
    stands = [basis == "sent" for _, basis in rows.values_list("time", "basis")]
    return hours > 0 and all(stands) and rows.values("time").distinct().count() >= hours


def fail_lost(now: datetime | None = None) -> int:
    """Commands that a gateway sent and did not live to see answered: they count as without answer."""
    now = now or timezone.now()
    lost = Command.objects.filter(state__in=["sent", "accepted"], sent_at__lt=now - timedelta(minutes=10))
    return lost.update(state="silent", ended_at=now)
