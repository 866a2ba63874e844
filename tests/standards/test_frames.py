"""Frames of others in and out: the same answers, in the kind that came."""

from datetime import datetime, timedelta

import polars as pl
import pytest

from huanzhi.standards import gb3838, hj633, hj663


def hours(count=30):
    start = datetime(2025, 5, 1, 1)  # noqa: DTZ001 - Shanghai's clock
    rows = [{"site": "A", "time": start + timedelta(hours=n)} for n in range(count)]
    for n, row in enumerate(rows):
        row |= {f"{item}_e3": None if n % 7 == 3 else 1000 * (n + at) for at, item in enumerate(hj633.ITEMS)}
    return pl.DataFrame(rows)


def test_arrow_tables_and_lazy_frames_come_back_as_they_came():
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is optional: make extra")
    table = hj633.realtime(hours().to_arrow())
    assert isinstance(table, pyarrow.Table)
    assert pl.from_arrow(table).equals(hj633.realtime(hours()))
    lazy = hj633.realtime(hours().lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(hj633.realtime(hours()))


def test_pandas_frames_with_nan_for_missing_give_the_same():
    pandas = pytest.importorskip("pandas", reason="pandas is optional: make extra")
    ours = hours()
    theirs = pandas.DataFrame(ours.to_dicts(), index=range(100, 130))
    assert str(theirs["pm2_5_e3"].dtype) == "float64"
    found = hj633.realtime(theirs)
    assert list(found.index) == list(range(100, 130))
    wanted = hj633.realtime(ours)
    assert [None if pandas.isna(v) else v for v in found["aqi"]] == wanted["aqi"].to_list()
    assert found["primary"].tolist() == wanted["primary"].to_list()
    days = hj633.daily(theirs)
    assert days["pm2_5_hours"].tolist() == hj633.daily(ours)["pm2_5_hours"].to_list()
    assert str(days["aqi"].dtype) == "Int16"
    years = hj663.annual(days)
    assert years["reasons"].tolist() == hj663.annual(hj633.daily(ours))["reasons"].to_list()


def test_a_part_of_a_thousandth_in_a_pandas_frame_is_named():
    pandas = pytest.importorskip("pandas", reason="pandas is optional: make extra")
    frame = pandas.DataFrame({"do_e6": [5_000_000.0, 0.5]})
    with pytest.raises(ValueError, match=r"'do_e6', row 1: 0.5 is not a whole number"):
        gb3838.classes(frame)


def test_what_is_no_frame_is_refused():
    with pytest.raises(TypeError, match="polars, pandas or pyarrow is needed, not list"):
        gb3838.classes([{"do_e6": 1}])
