"""A year evaluated again in buckets gives what all its readings at once give, late and recent ones included."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from huanzhi.monitoring import lake, series
from huanzhi.monitoring.lake import compaction
from huanzhi.monitoring.models import Recent
from huanzhi.monitoring.recompute import year
from huanzhi.monitoring.recompute.kernel import evaluate_days

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 29, 16, tzinfo=UTC)  # 30 April begins in Shanghai
DAYS = date(2026, 4, 30), date(2026, 5, 3)
POINTS, FACTORS = [f"P{n}" for n in range(7)], ["a", "b", "b-Min"]
LIMITS = pl.DataFrame(
    [
        {
            "point": point, "factor": factor, "averaging": "day", "valid_from": date(2020, 1, 1), "valid_until": None,
            "limit_e3": 50,
        }
        for point in POINTS
        for factor in ("a", "b")
    ],
    schema_overrides={"valid_until": pl.Date, "limit_e3": pl.Int64},
)  # fmt: skip


def hours(count=96, points=POINTS, shift=0, **over):
    made = [
        {
            "point": point, "factor": factor, "time": START + timedelta(hours=hour),
            "value_e3": (7 * hour + 11 * number) % 100 + shift, "flag": "D" if hour % 19 == 0 else "N",
            "received": START + timedelta(hours=hour, seconds=5), "source": "t", "row": hour, "simulated": False,
        }
        | over
        for number, point in enumerate(points)
        for factor in FACTORS
        for hour in range(1, count + 1)
    ]  # fmt: skip
    return pl.DataFrame(made, schema_overrides={"value_e3": pl.Int64, "row": pl.Int64})


def at_once():
    rows = series.counting(None, ["a", "b"], *DAYS, "hour")
    return evaluate_days(rows.select(year.NEEDED), LIMITS)


def in_buckets():
    return list(year.reevaluate(*DAYS, LIMITS))


def arrive():
    for piece in hours().iter_slices(500):
        lake.append(piece)
    compaction.compact("hour", date(2026, 4, 1))
    compaction.compact("hour", date(2026, 5, 1))


def test_buckets_give_what_all_at_once_gives(monkeypatch):
    monkeypatch.setattr(lake, "FILE_ROWS", 400)
    monkeypatch.setattr(year, "BUCKET", 600)
    arrive()
    late = START + timedelta(days=30)
    lake.append(hours(50, ["P2", "P5"], shift=30, received=late))  # corrections
    lake.append(
        hours(40, ["P5", "P9"], shift=60, received=late + timedelta(days=1))
    )  # again, and a new point
    lake.append(hours(96, ["P6"], shift=5, simulated=True, received=late))  # hides nothing
    found = in_buckets()
    assert len(found) > 3
    assert [frame["point"].max() for frame in found] == sorted(frame["point"].max() for frame in found)
    assert pl.concat(found).sort("point", "factor", "day").equals(at_once().sort("point", "factor", "day"))
    assert set(pl.concat(found)["decision"]) == {"kept", "exceeded", ""}


def test_the_same_hour_twice_in_one_file_counts_once():
    both = pl.concat([hours(30, ["P1"]), hours(30, ["P1"], shift=50, received=START + timedelta(days=9))])
    lake.append(both)
    assert pl.concat(in_buckets()).equals(at_once())


def test_what_has_not_reached_the_lake_takes_part():
    assert in_buckets() == []
    row = hours(1, ["P3"]).row(0, named=True) | {"statistic": "hour"}
    Recent.objects.create(**row)
    [alone] = in_buckets()
    assert alone["point"].to_list() == ["P3"]
    arrive()
    Recent.objects.create(**row | {"value_e3": 99_000, "received": START + timedelta(days=3)})
    assert (
        pl.concat(in_buckets())
        .sort("point", "factor", "day")
        .equals(at_once().sort("point", "factor", "day"))
    )
