"""The doors of files 文件: a table in the journal into rows of the lake, and what of it was refused.

What a file brings depends on its bytes, its name, when it was received and (of laboratories) which points there are;
nothing else. Opened again it gives the same rows, which the lake then knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from huanzhi.kit.spreadsheets import rows_of
from huanzhi.monitoring import lake
from huanzhi.wire import cnemc, laboratory

CNEMC, LABORATORY = "cnemc-hourly", "laboratory"
SAMPLE = "sample"  # the statistic of a laboratory's result: one sample, beside what instruments send
GOOD = "N"  # the feed publishes only what its centre has accepted
COLUMNS = ["point", "factor", "time", "value_e3", "flag", "row"]


@dataclass(frozen=True)
class Contents:
    """What a file held: readings as rows, how many rows there were, and every refusal."""

    readings: pl.DataFrame
    rows: int
    rows_taken: int
    refusals: Sequence[cnemc.Refusal]
    stations: Mapping[str, cnemc.Station]

    @property
    def rows_refused(self) -> int:
        """Rows of which nothing was taken."""
        return self.rows - self.rows_taken


def door_of(form: str) -> str:
    """What the journal calls the door of a form of files."""
    return f"file:{form}"


def open_cnemc(content: bytes, name: str, received: datetime) -> Contents:
    """An hourly table of stations; ValueError when it is none."""
    table = cnemc.read(content, name, received)
    rows = [(r.station, r.factor, r.time, r.value_e3, GOOD, r.row) for r in table.readings]
    return Contents(_rows(rows, "hour"), table.rows, table.rows_taken, table.refusals, table.stations)


def open_laboratory(content: bytes, name: str, received: datetime, places: Mapping[str, str]) -> Contents:
    """A laboratory's table (.csv, .xlsx); `places` are codes of points by code and name. ValueError when it is none."""
    table = laboratory.read(rows_of(content, name), name, places, received)
    rows = [(r.point, r.factor, r.time, r.value_e3, r.flag, r.row) for r in table.readings]
    return Contents(_rows(rows, SAMPLE), table.rows, table.rows_taken, table.refusals, {})


def _rows(rows: list[tuple], statistic: str) -> pl.DataFrame:
    schema = {name: lake.SCHEMA[name] for name in COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(statistic=pl.lit(statistic))
