"""The lake: append-only, durable, newest received wins whatever the order of arrival."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huanzhi.monitoring import durable, lake

HOUR = datetime(2026, 1, 1, 16, tzinfo=UTC)  # 2026-01-02 00:00 in Shanghai


def reading(**over):
    return {
        "point": "P1",
        "factor": "pm2_5",
        "time": HOUR,
        "value_e3": 10_000,
        "flag": "N",
        "received": HOUR + timedelta(minutes=20),
        "source": "a",
        "row": 1,
        "simulated": False,
    } | over


def frame(*rows):
    kinds = {name: kind for name, kind in lake.SCHEMA.items() if name not in ("statistic", "day")}
    return pl.DataFrame(list(rows), schema=kinds)


def test_midnight_belongs_to_the_day_before():
    lake.append(frame(reading(), reading(time=HOUR + timedelta(hours=1))))
    found = lake.hours(None, None, date(2026, 1, 1), date(2026, 1, 2))
    assert found["day"].to_list() == [date(2026, 1, 1), date(2026, 1, 2)]


def test_an_empty_lake_answers():
    assert lake.hours(["P1"], None, date(2026, 1, 1), date(2026, 1, 2)).is_empty()
    assert lake.newest() is None


def test_a_correction_is_a_new_row_and_the_old_one_stays():
    lake.append(frame(reading()))
    later = HOUR + timedelta(days=3)
    lake.append(frame(reading(value_e3=12_000, received=later, row=2)))
    day = date(2026, 1, 1)
    assert lake.hours(["P1"], ["pm2_5"], day, day)["value_e3"].to_list() == [12_000]
    assert lake.received(["P1"], ["pm2_5"], day, day)["value_e3"].to_list() == [10_000, 12_000]


def test_a_simulated_reading_never_hides_a_real_one():
    lake.append(frame(reading(), reading(simulated=True, value_e3=99_000, received=HOUR + timedelta(days=9))))
    assert lake.hours(None, None, date(2026, 1, 1), date(2026, 1, 1))["value_e3"].to_list() == [10_000]


def test_datetimes_bound_the_hours_that_end_after_start_and_by_end():
    lake.append(frame(*(reading(time=HOUR + timedelta(hours=h), value_e3=h) for h in range(5))))
    found = lake.hours(None, None, HOUR + timedelta(hours=1), HOUR + timedelta(hours=3))
    assert found["value_e3"].to_list() == [2, 3]


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="source"):
        lake.append(frame(reading()).drop("source"))


def test_every_new_file_and_its_log_are_synced_before_append_returns(monkeypatch):
    synced = []
    monkeypatch.setattr(durable, "sync", lambda paths: synced.extend(paths) or len(synced))
    lake.append(frame(reading(), reading(time=HOUR + timedelta(days=1))))
    assert {p.suffix for p in synced} == {".parquet", ".json"}
    files = set(lake.place().rglob("*.parquet"))
    assert len(files) == 2
    assert files <= set(synced)


def test_a_large_frame_is_committed_in_pieces(monkeypatch):
    monkeypatch.setattr(lake, "CHUNK", 3)
    lake.append(frame(*(reading(time=HOUR + timedelta(hours=h)) for h in range(8))))
    assert lake.table().version() == 3
    assert lake.hours(None, None, date(2026, 1, 1), date(2026, 1, 9)).height == 8


def test_compacting_a_day_changes_no_reading():
    for hour in range(4):
        lake.append(frame(reading(time=HOUR + timedelta(hours=1 + hour), value_e3=hour)))
    day = date(2026, 1, 2)
    before = lake.received(None, None, day, day)
    assert lake.compact(day)["numFilesRemoved"] == 4
    assert lake.received(None, None, day, day).equals(before)


rows = st.lists(
    st.builds(
        reading,
        point=st.sampled_from(["P1", "P2"]),
        value_e3=st.one_of(st.none(), st.integers(0, 5)),
        flag=st.sampled_from(["N", "D"]),
        received=st.sampled_from([HOUR, HOUR + timedelta(hours=1)]),
        source=st.sampled_from(["a", "b"]),
        row=st.integers(1, 3),
        simulated=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rows=rows)
def test_any_order_of_arrival_ends_in_the_same_hours(data, rows, tmp_path_factory, settings):
    def arrive(order, pieces):
        settings.LAKE = tmp_path_factory.mktemp("lake")
        for piece in range(pieces):
            if part := order[piece::pieces]:
                lake.append(frame(*part))
        return lake.hours(None, None, date(2026, 1, 1), date(2026, 1, 1))

    shuffled = data.draw(st.permutations(rows))
    assert arrive(shuffled, data.draw(st.integers(1, 3))).equals(arrive(rows, 1))
