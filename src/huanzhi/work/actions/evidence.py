"""Verbs of evidence: attach a photo or file to a case, once for each key of its sender, and for good."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.images import Taken, measure, taken
from huanzhi.work.attachments.storage import Arrived, keep
from huanzhi.work.attachments.types import NotTaken
from huanzhi.work.case import Case
from huanzhi.work.evidence import Evidence, PlaceFrom


@dataclass(frozen=True)
class Capture:
    """What the device says of the moment: its key, its clock then and at sending, its place (WGS-84), its hash."""

    key: UUID
    at: datetime | None = None
    clock_off: int | None = None
    lon: Decimal | None = None
    lat: Decimal | None = None
    accuracy: Decimal | None = None
    sha256: str = ""


def hold_key(key: UUID) -> None:
    """Whoever comes with the same key at the same time waits for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"work.key:{key}"])


@verb("work.attach-evidence")
def attach_evidence(
    actor: Actor,
    case: Case,
    file: Arrived,
    name: str,
    capture: Capture,
    *,
    step: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Evidence:
    """Keep the file under its hash and write down what is known of it; the same key again gives the same evidence.

    NotTaken when the file is not what may be kept, or is not what the device hashed when it was recorded.
    """
    hold_key(capture.key)
    if held := Evidence.objects.filter(key=capture.key).select_related("case").first():
        return _again(actor, case, file, held)
    if actor.user_id is None:
        raise NotAllowed(_("evidence is recorded by a person"))
    if capture.sha256 and capture.sha256 != file.sha256:
        raise NotTaken(_("the file changed on its way: its hash is not the one taken on the device"))
    kind = tell(file.path)
    width, height = measure(file.path, kind) if kind.image else (None, None)
    said = taken(file.path) if kind.image else Taken()
    keep(file)
    evidence = Evidence.objects.create(
        key=capture.key,
        case=case,
        user_id=actor.user_id,
        by=actor.name,
        captured_at=capture.at or said.at,
        received_at=now or timezone.now(),
        clock_off=capture.clock_off,
        sha256=file.sha256,
        hashed_at_capture=bool(capture.sha256),
        name=_plain_name(name, kind.suffix),
        media=kind.media,
        size=file.size,
        width=width,
        height=height,
        state=case.state,
        step=step,
        note=note.strip(),
        camera=_camera(said),
        simulated=case.simulated,
        **_place(capture, said),
    )
    record(case, after=_in_ledger(evidence), reason=evidence.note)
    return evidence


def _again(actor: Actor, case: Case, file: Arrived, held: Evidence) -> Evidence:
    if (held.user_id, held.case_id, held.sha256) != (actor.user_id, case.pk, file.sha256):
        raise NotTaken(_("this key was used before, for something else"))
    record(case, reason=f"evidence {held.pk} came again")
    return held


def _in_ledger(evidence: Evidence) -> dict[str, Any]:
    fields = ("sha256", "hashed_at_capture", "media", "size", "captured_at", "step", "place_from")
    return {"evidence": evidence.pk} | {field: getattr(evidence, field) for field in fields}


def _plain_name(name: str, suffix: str) -> str:
    """The last part of the name, without what could lead anywhere, with the suffix of what it is."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = "".join(char for char in stem if char.isprintable() and char not in '<>:"/\\|?*')
    return f"{stem.strip('. ')[:100] or 'file'}{suffix}"


def _place(capture: Capture, said: Taken) -> dict[str, Any]:
    """The device's place, else the photo's own, else none; which of them is said."""
    if capture.lon is not None and capture.lat is not None:
        place: tuple[Any, ...] = (capture.lon, capture.lat, capture.accuracy, PlaceFrom.DEVICE)
    elif said.lon is not None and said.lat is not None:
        place = (_six(said.lon), _six(said.lat), None, PlaceFrom.EXIF)
    else:
        place = (None, None, None, PlaceFrom.NONE)
    return dict(zip(("lon", "lat", "accuracy", "place_from"), place, strict=True))


def _six(degrees: float) -> Decimal:
    return Decimal(f"{degrees:.6f}")


def _camera(said: Taken) -> dict[str, Any]:
    """The photo's own data, for comparison with what the device said."""
    held = {
        "at": said.at.isoformat() if said.at else None,
        "lon": said.lon,
        "lat": said.lat,
        "with": said.camera,
    }
    return {name: value for name, value in held.items() if value not in (None, "")}
