"""The lake: append-only, durable, newest received wins whatever the order of arrival."""

import os
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from deltalake import write_deltalake
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huanzhi.monitoring import durable, lake
from huanzhi.monitoring.lake import delta, earlier

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
    lake.table()
    monkeypatch.setattr(durable, "sync", lambda paths: synced.extend(paths) or len(synced))
    lake.append(frame(reading(), reading(time=HOUR + timedelta(days=31))))
    assert [p.suffix for p in synced[-3:]] == [".parquet", ".parquet", ".json"]  # data before what names it
    files = set(lake.place().rglob("*.parquet"))
    assert len(files) == 2
    assert files <= set(synced)


def test_a_frame_of_many_files_is_one_commit(monkeypatch):
    monkeypatch.setattr(lake, "FILE_ROWS", 3)
    lake.append(frame(*(reading(time=HOUR + timedelta(hours=h)) for h in range(8))))
    assert lake.table().version() == 1
    assert len(lake.files(date(2026, 1, 1), date(2026, 1, 9))) == 3
    assert lake.hours(None, None, date(2026, 1, 1), date(2026, 1, 9)).height == 8


def test_a_transaction_is_appended_once():
    assert lake.append(frame(reading()), ("recent", 7)) == 1
    assert lake.append(frame(reading()), ("recent", 7)) == 0
    assert lake.append(frame(reading(value_e3=1)), ("recent", 6)) == 0
    assert lake.append(frame(reading(row=2)), ("recent", 8)) == 1
    assert lake.append(frame(reading(row=3)), ("other", 1)) == 1
    assert (lake.done("recent"), lake.done("other"), lake.done("none")) == (8, 1, 0)
    assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 1))["row"].to_list() == [1, 2, 3]


def test_only_files_that_can_hold_the_point_are_read():
    for point in ("P1", "P2", "P3"):
        lake.append(frame(reading(point=point)))
    day = date(2026, 1, 1)
    assert len(lake.files(day, day)) == 3
    assert len(lake.files(day, day, points=["P2"])) == 1
    assert lake.hours(["P2"], ["pm2_5"], day, day)["point"].to_list() == ["P2"]
    assert lake.hours([], None, day, day).is_empty()
    assert lake.files(date(2026, 1, 2), date(2026, 1, 9)) == []


def test_newest_and_days_since_are_found_from_the_bounds_of_files():
    lake.append(frame(reading()))
    lake.append(
        frame(reading(time=HOUR + timedelta(days=2), received=HOUR + timedelta(days=2), simulated=True))
    )
    assert lake.newest() == HOUR + timedelta(days=2)
    assert lake.newest(simulated=False) == HOUR
    assert lake.newest("received", simulated=True) == HOUR + timedelta(days=2)
    assert lake.days_since(None) == (date(2026, 1, 1), date(2026, 1, 3))
    assert lake.days_since(HOUR + timedelta(hours=1)) == (date(2026, 1, 3), date(2026, 1, 3))
    assert lake.days_since(HOUR + timedelta(days=3)) is None


def test_what_another_process_adds_is_seen_however_long_the_log_was_quiet():
    lake.append(frame(reading()))
    log = lake.place() / "_delta_log"
    os.utime(log, (0, 10**9))
    for row in (2, 3):
        assert lake.table().version() == row - 1
        others = frame(reading(row=row)).with_columns(statistic=pl.lit("hour"), period=date(2026, 1, 1))
        write_deltalake(str(lake.place()), others, mode="append")
        assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 1)).height == row
        os.utime(log, (0, 10**9 + row))


@pytest.mark.parametrize("left", [b"", b"\0" * 300, b'{"add": {"path": "sta'])
def test_a_log_entry_that_a_power_cut_left_half_written_is_set_aside(left):
    lake.append(frame(reading()), ("recent", 1))
    entry = lake.place() / "_delta_log" / f"{lake.table().version() + 1:020d}.json"
    entry.write_bytes(left)
    delta._opened.cache_clear()
    assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 1)).height == 1
    assert lake.append(frame(reading(row=2)), ("recent", 2)) == 1
    assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 1)).height == 2


def test_a_checkpoint_that_a_power_cut_left_half_written_is_set_aside():
    for row in (1, 2):
        lake.append(frame(reading(row=row)))
    lake.table().create_checkpoint()
    [checkpoint] = (lake.place() / "_delta_log").glob("*.checkpoint.parquet")
    checkpoint.write_bytes(checkpoint.read_bytes()[:100])
    delta._opened.cache_clear()
    lake.append(frame(reading(row=3)))
    assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 1)).height == 3


def test_the_earlier_layout_is_taken_in_once(settings, tmp_path):
    settings.LAKE = tmp_path / "older"
    days = frame(reading(), reading(time=HOUR + timedelta(hours=2), value_e3=None), reading(point="P2"))
    old = days.with_columns(statistic=pl.lit("hour"), day=lake.day_of())
    write_deltalake(str(settings.LAKE / "readings"), old, partition_by=["statistic", "day"])
    found = lake.received(None, None, date(2026, 1, 1), date(2026, 1, 2))
    assert found.select(days.columns).sort(lake.KEY).equals(days.sort(lake.KEY))
    assert earlier.take_in() == 0
    assert lake.received(None, None, date(2026, 1, 1), date(2026, 1, 2)).height == 3


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
