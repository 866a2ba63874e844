"""Putting files together changes no reading, whatever is appended meanwhile, and removes nothing it cannot prove."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from deltalake import DeltaTable

from huanzhi.monitoring import lake
from huanzhi.monitoring.lake import compaction
from huanzhi.monitoring.lake.delta import commit, index

MONTH, FIRST, LAST = date(2026, 5, 1), date(2026, 5, 1), date(2026, 5, 31)
START = datetime(2026, 4, 30, 16, tzinfo=UTC)


def rows(hours, points=("P1", "P2", "P3"), statistic="hour", **over):
    made = [
        {
            "point": point, "factor": factor, "time": START + timedelta(hours=hour), "value_e3": hour, "flag": "N",
            "received": START + timedelta(hours=hour, seconds=3), "source": "t", "row": hour, "simulated": False,
            "statistic": statistic,
        }
        | over
        for point in points
        for factor in ("a", "b")
        for hour in hours
    ]  # fmt: skip
    kinds = {name: kind for name, kind in lake.SCHEMA.items() if name != "day"}
    return pl.DataFrame(made, schema=kinds)


def everything(statistic="hour"):
    return lake.received(None, None, FIRST, LAST, statistic)


def test_a_period_is_put_together_by_point(monkeypatch):
    monkeypatch.setattr(lake, "FILE_ROWS", 20)
    for hour in range(1, 13):
        lake.append(rows([hour]))
    lake.append(rows([3], value_e3=None, row=99))
    before = everything()
    done = compaction.compact("hour", MONTH)
    assert (done.rows, len(done.removed), done.added) == (78, 13, 3)
    assert everything().equals(before)
    held = index().sort("min_point")
    assert held.select("min_point", "max_point").rows() == [("P1", "P1"), ("P2", "P2"), ("P3", "P3")]
    assert len(lake.files(FIRST, LAST, points=["P2"])) == 1
    assert compaction.compact("hour", MONTH).removed == set()  # in order already


def test_files_to_keep_and_other_periods_are_left_alone():
    lake.append(rows([1]))
    kept = set(index()["path"])
    for hour in (2, 3):
        lake.append(rows([hour]))
    lake.append(rows([2], statistic="real"))
    done = compaction.compact("hour", MONTH, kept)
    assert (len(done.removed), done.added) == (2, 1)
    assert kept < set(index()["path"])
    assert index().height == 3


def test_a_file_that_reads_otherwise_removes_nothing(monkeypatch):
    for hour in (1, 2):
        lake.append(rows([hour]))
    before, version = everything(), lake.table().version()
    monkeypatch.setattr(compaction.pl, "read_parquet", lambda *a, **k: rows([1]))
    with pytest.raises(compaction.NotTheSame, match="does not read"):
        compaction.compact("hour", MONTH)
    assert lake.table().version() == version
    assert everything().equals(before)


def test_what_was_put_together_by_another_is_not_removed_twice():
    for hour in (1, 2):
        lake.append(rows([hour]))
    stale = index()
    compaction.compact("hour", MONTH)
    with pytest.raises(LookupError, match="no longer in the lake"):
        commit([], removed=stale)
    assert everything().height == 12


def test_an_append_of_another_process_meanwhile_is_kept():
    for hour in (1, 2):
        lake.append(rows([hour]))
    lake.table()
    other = DeltaTable(str(lake.place()))  # a handle that knows nothing of what follows
    compaction.compact("hour", MONTH)
    path = index()["path"].item()
    assert not {path} & set(other.get_add_actions().column("path").to_pylist())
    lake.append(rows([3]))
    assert everything()["value_e3"].unique().sort().to_list() == [1, 2, 3]


def test_small_files_are_put_together_by_size():
    for hour in range(1, 16):
        lake.append(rows([hour]))
        compaction.tidy()
        assert index().height <= compaction.TIER
    assert everything().height == 90
    kept = set(index()["path"])
    for hour in range(16, 40):
        lake.append(rows([hour]))
        compaction.tidy(lambda first, last: kept if (first, last) == (FIRST, LAST) else ())
    assert kept <= set(index()["path"])


def test_what_left_the_table_is_swept_after_its_time():
    for hour in (1, 2):
        lake.append(rows([hour]))
    compaction.compact("hour", MONTH)
    assert compaction.sweep(1) == 0
    assert compaction.sweep(0) == 2
    assert everything().height == 12


def test_other_engines_read_the_table_as_it_is():
    lake.append(rows([1, 2]))
    lake.append(rows([3]))
    compaction.compact("hour", MONTH)
    theirs = pl.scan_delta(str(lake.place())).drop("period").collect()
    ours = everything()
    assert theirs.select(ours.drop("day").columns).sort(lake.ORDER).equals(ours.drop("day"))
    assert lake.table().protocol().min_reader_version == 1
