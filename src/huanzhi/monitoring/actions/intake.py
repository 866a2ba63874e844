"""From a file or a simulation to rows of the lake, with the account of what was taken."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from django.utils import timezone

from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.monitoring import lake
from huanzhi.wire import cnemc

CNEMC = "cnemc-hourly"
SIMULATED = "simulated"
GOOD = "N"  # the feed publishes only what its centre has accepted


def earlier(content: bytes, form: str) -> Intake | None:
    """The intake of a file with exactly these bytes, if there was one."""
    return Intake.objects.filter(format=form, sha256=hashlib.sha256(content).hexdigest()).first()


def take_table(path: Path, content: bytes, table: cnemc.Table, actor_name: str) -> Intake:
    """Keep a table's readings in the lake, and the account of it with every refusal."""
    digest = hashlib.sha256(content).hexdigest()
    lake.append(readings(table, f"{CNEMC}:{path.name}@{digest[:8]}"))
    intake = Intake.objects.create(
        format=CNEMC,
        file_name=path.name,
        sha256=digest,
        rows_total=table.rows,
        rows_taken=table.rows_taken,
        rows_refused=table.rows_refused,
        actor_name=actor_name,
    )
    RefusedRow.objects.bulk_create(
        RefusedRow(intake=intake, row=r.row, field=r.field, value=r.value, reason=r.reason, raw=r.raw)
        for r in table.refusals
    )
    return intake


def readings(table: cnemc.Table, source: str) -> pl.DataFrame:
    """A table's readings as rows of the lake, received now."""
    rows = [(r.station, r.factor, r.time, r.value_e3, r.row) for r in table.readings]
    names = ["point", "factor", "time", "value_e3", "row"]
    schema = {name: lake.SCHEMA[name] for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        flag=pl.lit(GOOD),
        received=pl.lit(timezone.now()).cast(lake.UTC),
        source=pl.lit(source),
        simulated=pl.lit(False),
    )


def simulated_intake(name: str, taken: int, seed: Iterable[object], actor_name: str) -> Intake:
    """The account of a simulation's rows; its digest is that of what it was made from."""
    digest = hashlib.sha256(repr(list(seed)).encode()).hexdigest()
    return Intake.objects.create(
        format=SIMULATED,
        file_name=name,
        sha256=digest,
        rows_total=taken,
        rows_taken=taken,
        actor_name=actor_name,
        simulated=True,
    )
