"""Files through the same door as frames 文件入库: kept in the journal first, durably, then opened from there.

A crash in between leaves the file in the journal. The same file, given again, is then opened again: its rows carry
the time and the source of its frame, so that none comes into the lake twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.forms.models import model_to_dict
from django.utils import timezone

from huanzhi.kit.models import Intake
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.monitoring.actions import intake
from huanzhi.monitoring.actions.intake import Kept
from huanzhi.monitoring.doors.files import CNEMC, LABORATORY, Contents, open_cnemc, open_laboratory
from huanzhi.monitoring.models import Point

IMPORT_CNEMC, IMPORT_LABORATORY = "monitoring.import-cnemc-hourly", "monitoring.import-laboratory"

Understood = tuple[Path, bytes, Contents]


def import_cnemc_hourly(actor: Actor, paths: Iterable[Path | str], city: str | None = None) -> list[Intake]:
    """Take station tables into the lake: one intake a file, a file seen before is not taken twice.

    Readings of stations that are no registered points are kept too, but nothing judges them. `city` registers
    the stations that the files place in that city as points, by their own code, name and position.
    """
    _may(actor, IMPORT_CNEMC)
    read: list[Understood] = []  # every file is understood before the first is taken
    for path in map(Path, paths):
        content = path.read_bytes()
        there = intake.held(CNEMC, content)
        received = there.received if there else timezone.now()
        read.append((path, content, open_cnemc(content, path.name, received)))
    return _take_cnemc(actor, _kept(CNEMC, read), city)


@verb(IMPORT_CNEMC)
def _take_cnemc(actor: Actor, files: list[tuple[Understood, Kept | None]], city: str | None) -> list[Intake]:
    taken = []
    for (path, content, contents), kept in files:
        if city is not None:
            _register(contents, city, path.name)
        taken.append(_settled(actor, path, content, contents, kept, CNEMC))
    return taken


def import_laboratory(actor: Actor, paths: Iterable[Path | str]) -> list[Intake]:
    """Take laboratories' tables into the lake as samples: one intake a file.

    A file seen before is opened again when rows of it had been refused: points may have been registered since.
    """
    _may(actor, IMPORT_LABORATORY)
    places = known_places()
    read: list[Understood] = []
    for path in map(Path, paths):
        content = path.read_bytes()
        there = intake.held(LABORATORY, content)
        received = there.received if there else timezone.now()
        read.append((path, content, open_laboratory(content, path.name, received, places)))
    return _take_laboratory(actor, _kept(LABORATORY, read))


@verb(IMPORT_LABORATORY)
def _take_laboratory(actor: Actor, files: list[tuple[Understood, Kept | None]]) -> list[Intake]:
    return [
        _settled(actor, path, content, contents, kept, LABORATORY)
        for (path, content, contents), kept in files
    ]


def known_places() -> Mapping[str, str]:
    """Codes of points by what tables may call them: the code, and the name where only one point has it."""
    pairs = list(Point.objects.values_list("code", "name"))
    names = Counter(name for _code, name in pairs)
    return {name: code for code, name in pairs if names[name] == 1} | {code: code for code, _name in pairs}


def _may(actor: Actor, name: str) -> None:
    """Before anything is kept; the verb asks once more."""
    if not actor.may(name):
        raise NotAllowed(f"{actor.name} ({actor.role}) may not {name}")


def _kept(form: str, read: list[Understood]) -> list[tuple[Understood, Kept | None]]:
    """Each file in the journal, in a transaction of its own; None for one that is done with."""
    now = timezone.now()
    found: list[tuple[Understood, Kept | None]] = []
    for path, content, contents in read:
        done = intake.earlier(content, form)
        finished = done is not None and (form != LABORATORY or not done.rows_refused)
        kept = None if finished else intake.keep(form, path.name, content, now)
        found.append(((path, content, contents), kept))
    return found


def _settled(
    actor: Actor, path: Path, content: bytes, contents: Contents, kept: Kept | None, form: str
) -> Intake:
    """The account of a file: a new one when there is something new to tell."""
    done = intake.earlier(content, form)
    again = done is not None and contents.rows_refused >= done.rows_refused
    if done is not None and (kept is None or again):
        record(done, reason="the same file again; nothing was taken")
        return done
    assert kept is not None
    made, new = intake.take(kept, path.name, contents, actor.name)
    record(made, after=model_to_dict(made), reason=f"frame {kept.frame} of the journal: {new} new readings")
    return made


def _register(contents: Contents, city: str, source: str) -> None:
    stations = [station for station in contents.stations.values() if station.city == city]
    if not stations:
        raise LookupError(f"{source}: no station in {city}")
    known = set(Point.objects.values_list("code", flat=True))
    for station in stations:
        if station.code not in known:
            point = Point.objects.create(
                code=station.code, name=station.name, lon=station.lon, lat=station.lat, source=source
            )
            record(point, after=model_to_dict(point), reason=f"in {source}")
