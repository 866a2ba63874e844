"""What a system holds, counted from outside: SQL and the lake's files, with none of the product's readers."""

import time
from pathlib import Path

import polars as pl
from deltalake import DeltaTable
from tests.chaos.system import System

JOURNAL = (
    "SELECT mn, substring(convert_from(raw, 'UTF8') from 'DataTime=([0-9]{14})') "
    "FROM monitoring_frame WHERE refusal = ''"
)
RECENT = "SELECT point, factor, statistic, time, value_e3 FROM monitoring_recent"
KEY = ["point", "factor", "statistic", "time"]


def journalled(system: System) -> set[tuple[str, str]]:
    """Device and data time of every frame that was taken."""
    return {(mn, at) for mn, at in system.query(JOURNAL)}


def lake_rows(home: Path) -> pl.DataFrame:
    """Every row of the lake, read as anybody would."""
    place = home / "lake" / "series"
    schema = {"point": pl.String, "factor": pl.String, "statistic": pl.String}
    if not DeltaTable.is_deltatable(str(place)):
        return pl.DataFrame(schema=schema | {"time": pl.Datetime("us", "UTC"), "value_e3": pl.Int64})
    return pl.read_delta(str(place)).select(*KEY, "value_e3")


def readings(system: System) -> pl.DataFrame:
    """Every reading that is held, in the database and in the lake."""
    rows = system.query(RECENT)
    lake = lake_rows(system.home)
    recent = pl.DataFrame(rows, schema=lake.schema, orient="row") if rows else lake.clear()
    return pl.concat([lake, recent.cast(dict(lake.schema))])


def settled(system: System, seconds: float = 120.0) -> bool:
    """Wait until every frame is unpacked."""
    behind = (
        "SELECT count(*) FROM monitoring_frame f JOIN monitoring_lane l ON f.id / 1000000000000000 = l.id "
        "WHERE f.id > l.unpacked"
    )
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if system.query(behind) == [(0,)]:
            return True
        time.sleep(0.3)
    return False
