"""File to file: slices and buckets change nothing, every row is found, nothing half written stays."""

import polars as pl
import pytest
from tests.standards.tables import hours, table, written

from huanzhi.config.cli.evaluate import NAMES
from huanzhi.standards import evaluation
from huanzhi.standards.evaluation import local


def test_the_command_knows_every_kind():
    assert tuple(evaluation.KINDS) == NAMES


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("kind", NAMES)
def test_the_length_of_a_slice_changes_no_byte(kind, ending, tmp_path, monkeypatch):
    source = written(table(kind), tmp_path / f"in.{ending}")
    whole, cut = tmp_path / f"whole.{ending}", tmp_path / f"cut.{ending}"
    said = evaluation.evaluate(kind, source, whole)
    monkeypatch.setattr(local, "SLICE", 700)
    assert evaluation.evaluate(kind, source, cut) == said
    assert cut.read_bytes() == whole.read_bytes()
    assert said[1] > 0


@pytest.mark.parametrize("kind", ["aqi-daily", "surface-water"])
def test_text_and_typed_columns_say_the_same(kind, tmp_path):
    results = []
    for ending in ("csv", "parquet"):
        source = written(table(kind), tmp_path / f"in.{ending}")
        evaluation.evaluate(kind, source, tmp_path / "out.parquet")
        results.append(pl.read_parquet(tmp_path / "out.parquet"))
    came = {"site", "time", *table(kind).columns}
    judged = [name for name in results[0].columns if name not in came or name == "site"]
    assert results[0].select(judged).equals(results[1].select(judged))


def test_a_folder_stands_for_its_files_and_typed_gaps_are_missing(tmp_path):
    frame = hours(2, 3)
    (tmp_path / "in").mkdir()
    for at in range(2):
        written(frame.slice(at * 72, 72), tmp_path / "in" / f"{at}.parquet")
    whole = written(frame, tmp_path / "all.parquet")
    evaluation.evaluate("aqi-daily", tmp_path / "in", tmp_path / "a.csv")
    evaluation.evaluate("aqi-daily", whole, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("kind", NAMES)
def test_a_table_without_rows_gives_a_header(kind, tmp_path):
    source = written(table(kind).clear(), tmp_path / "in.csv")
    assert evaluation.evaluate(kind, source, tmp_path / "out.csv") == (0, 0)
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("site,")


def test_a_wrong_row_far_down_is_named_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "SLICE", 100)
    frame = hours(1, 30)
    frame[523, "no2"] = "many"
    source = written(frame, tmp_path / "in.csv")
    for kind in ("aqi-realtime", "aqi-daily"):
        with pytest.raises(ValueError, match=r"in.csv, row 525, no2: 'many' is not a number"):
            evaluation.evaluate(kind, source, tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_what_is_read_is_told(tmp_path):
    rows = []
    source = written(hours(1, 5), tmp_path / "in.csv")
    evaluation.evaluate("aqi-daily", source, tmp_path / "out.csv", told=rows.append)
    assert sum(rows) == 120
