"""Readings of the earlier layout (a part a day for every statistic, in a folder of its own) are taken in once.

The earlier folder is left as it is, for a person to remove.
"""

from pathlib import Path

import polars as pl
from deltalake import DeltaTable

from huanzhi.monitoring.lake.columns import KEY, PARTITION, PRECEDENCE, SCHEMA, arranged
from huanzhi.monitoring.lake.delta import commit, done, place
from huanzhi.monitoring.lake.writing import write

NAME = "readings"
TAKEN = ("earlier-layout", 1)


def take_in() -> int:
    """Put every reading of the earlier folder into the table, in one step; how many. Nothing the second time."""
    folder = place().parent / NAME
    if not DeltaTable.is_deltatable(str(folder)) or done(TAKEN[0]):
        return 0
    added, rows = [], 0
    for paths in _months(DeltaTable(str(folder)).file_uris()):
        hive = {"statistic": pl.String(), "day": pl.Date()}
        held = pl.scan_parquet(paths, hive_schema=hive).select(list(SCHEMA)).with_columns(arranged())
        for (statistic, period), part in held.collect().partition_by(PARTITION, as_dict=True).items():
            added.append(write(part.sort(*KEY, *PRECEDENCE), statistic, period))
            rows += part.height
    return rows if commit(added, transaction=TAKEN) else 0


def _months(files: list[str]) -> list[list[str]]:
    """Files of one statistic and month together."""
    months: dict[tuple[str, str], list[str]] = {}
    for file in sorted(files):
        day = Path(file).parent
        months.setdefault((day.parent.name, day.name.removeprefix("day=")[:7]), []).append(file)
    return list(months.values())
