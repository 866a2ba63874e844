"""From a file or a simulation to rows of the lake, with the account of what was taken."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction
from django.db.models import Exists, OuterRef

from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.monitoring import lake
from huanzhi.monitoring.doors.files import Contents, door_of
from huanzhi.monitoring.gateway.entry import Entry
from huanzhi.monitoring.gateway.journal import write
from huanzhi.monitoring.inbox import SPAN, Frame, Lane
from huanzhi.science.shanghai import day_of_hour

LANE = "files"
SIMULATED = "simulated"


@dataclass(frozen=True)
class Kept:
    """A file in the journal: its frame, when it was received, and the name it had then."""

    form: str
    frame: int
    received: datetime
    name: str
    digest: str
    before: bool  # it was there already: a crash came between, or rows of it had been refused

    @property
    def source(self) -> str:
        """What its readings name as their source."""
        return f"{self.form}:{self.name}@{self.digest[:8]}"


def digest_of(content: bytes) -> str:
    """SHA-256; of a file the journal holds it where a frame has its device."""
    return hashlib.sha256(content).hexdigest()


def earlier(content: bytes, form: str) -> Intake | None:
    """The last intake of a file with exactly these bytes, if there was one."""
    return Intake.objects.filter(format=form, sha256=digest_of(content)).first()


def held(form: str, content: bytes) -> Kept | None:
    """The file as the journal holds it, if it does."""
    digest = digest_of(content)
    frame = Frame.objects.filter(mn=digest, door=door_of(form), refusal="").order_by("pk").first()
    return Kept(form, frame.pk, frame.received, frame.peer, digest, True) if frame else None


def keep(form: str, name: str, content: bytes, now: datetime) -> Kept:
    """Put a file into the journal, where it is not there yet. Durable when the transaction around this is."""
    if there := held(form, content):
        return there
    digest = digest_of(content)
    entry = Entry(now, door_of(form), name[:80], digest, content)
    with transaction.atomic():
        [number] = write(LANE, [entry])
        frame = Frame.objects.only("received").get(pk=number)
    return Kept(form, number, frame.received, name[:80], digest, False)


def unfinished_since(form: str) -> datetime | None:
    """When the earliest file was received that the journal holds and of which there is no account yet."""
    lane = Lane.objects.filter(name=LANE).first()
    if lane is None:
        return None
    accounts = Intake.objects.filter(format=form, sha256=OuterRef("mn"))
    here = Frame.objects.filter(pk__gt=lane.first, pk__lt=lane.first + SPAN, door=door_of(form), refusal="")
    return here.exclude(Exists(accounts)).order_by("pk").values_list("received", flat=True).first()


def take(kept: Kept, name: str, contents: Contents, actor_name: str) -> tuple[Intake, int]:
    """Readings of a kept file into the lake, each once; the account with every refusal, and how many were new."""
    rows = contents.readings.with_columns(
        received=pl.lit(kept.received).cast(lake.UTC), source=pl.lit(kept.source), simulated=pl.lit(False)
    )
    fresh = _absent(rows) if kept.before else rows
    taken = lake.append(fresh) if fresh.height else 0
    intake = Intake.objects.create(
        format=kept.form,
        file_name=name,
        sha256=kept.digest,
        rows_total=contents.rows,
        rows_taken=contents.rows_taken,
        rows_refused=contents.rows_refused,
        actor_name=actor_name,
    )
    RefusedRow.objects.bulk_create(
        RefusedRow(intake=intake, row=r.row, field=r.field, value=r.value, reason=r.reason, raw=r.raw)
        for r in contents.refusals
    )
    return intake, taken


def _absent(rows: pl.DataFrame) -> pl.DataFrame:
    """Those of a file's rows that the lake does not hold: the file was opened before, as far as it went."""
    if rows.is_empty():
        return rows
    first, last = day_of_hour(rows["time"].min()), day_of_hour(rows["time"].max())  # type: ignore[arg-type]
    points = rows["point"].unique().to_list()
    there = lake.received(points, None, first, last, rows["statistic"][0])
    there = there.filter(pl.col("source") == rows["source"][0], pl.col("received") == rows["received"][0])
    return rows.join(there, on=["point", "factor", "time", "row"], how="anti")


def simulated_intake(name: str, taken: int, seed: Iterable[object], actor_name: str) -> Intake:
    """The account of a simulation's rows; its digest is that of what it was made from."""
    return Intake.objects.create(
        format=SIMULATED,
        file_name=name,
        sha256=digest_of(repr(list(seed)).encode()),
        rows_total=taken,
        rows_taken=taken,
        actor_name=actor_name,
        simulated=True,
    )
