"""Verbs: points, sets, intakes, days and hours judged."""

import tomllib
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from huanzhi.config.paths import PACKAGE
from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.monitoring import actions, lake, queries
from huanzhi.monitoring.models import DayVerdict, HourVerdict, Point, PointSet
from huanzhi.monitoring.simulation import simulate

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")
NOW = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai
HEADER = "timepoint,stationcode,area,positionname,longitude,latitude,pm2_5,pm10,so2,no2,co,o3,o3_24h\n"


def row(hour="2026-03-01T08:00:00", code="1121A", pm="35", o3="41"):
    return f"{hour},{code},长春市,邮电学院,125.2786,43.84,{pm},60,8,30,0.8,90,{o3}\n"


@pytest.fixture
def point():
    return actions.save_point(ME, "1121A", {"name": "邮电学院"})


@pytest.fixture
def write(tmp_path):
    def write(*rows, name="hours.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes((HEADER + "".join(rows)).encode(encoding))
        return path

    return write


def put(point, values, start=datetime(2026, 2, 28, 16, tzinfo=UTC), received=None, **over):
    """Hours from 01:00 of 2026-03-01 on: the same value for every item (CO a thousandth)."""
    items = ["pm2_5", "pm10", "so2", "no2", "co", "o3"]
    rows = [
        {
            "point": point.code,
            "factor": item,
            "time": start + timedelta(hours=1 + index),
            "value_e3": None if value is None else value * (1000 if item != "co" else 10),
            "flag": "N",
            "received": received or start + timedelta(hours=1 + index, minutes=10),
            "source": "test",
            "row": index,
            "simulated": False,
        }
        | over
        for index, value in enumerate(values)
        for item in items
    ]
    lake.append(pl.DataFrame(rows, schema_overrides={"value_e3": pl.Int64}))


def test_a_point_is_written_down_before_and_after(point):
    actions.save_point(ME, "1121A", {"name": "邮电学院（新）"})
    entries = Entry.objects.filter(subject_type="monitoring.point").order_by("seq")
    assert [(e.before or {}).get("name") for e in entries] == [None, "邮电学院"]
    assert Point.objects.get().name == "邮电学院（新）"


def test_who_may_not_may_not():
    nobody = Actor(name="x", role="leader", verbs=frozenset())
    with pytest.raises(NotAllowed):
        actions.save_point(nobody, "P", {"name": "P"})
    assert not Point.objects.exists()


def test_a_set_gets_a_new_version_only_when_its_points_change(point):
    other = actions.save_point(ME, "1127A", {"name": "高新区管委会"})
    first = actions.define_point_set(ME, "air", "Air", ["1121A"], date(2021, 1, 1))
    assert actions.define_point_set(ME, "air", "Air", ["1121A"], date(2021, 1, 1)) == first
    second = actions.define_point_set(ME, "air", "Air", ["1127A", "1121A"], date(2025, 1, 1))
    assert (second.version, set(second.points.all())) == (2, {point, other})
    assert queries.point_set("air", date(2024, 12, 31)).version == 1
    assert queries.point_set("air", date(2025, 1, 1)).version == 2
    with pytest.raises(LookupError, match="no point 9999A"):
        actions.define_point_set(ME, "air", "Air", ["9999A"], date(2025, 1, 1))
    assert PointSet.objects.count() == 2


def test_an_import_keeps_the_account_and_every_refusal(point, write):
    path = write(
        row(), row(pm="x"), row("2026-03-01T09:00:00", pm="-2"), row("yesterday"), row("2026-03-01T10:00:00")
    )
    [done] = actions.import_cnemc_hourly(ME, [path])
    assert (done.rows_total, done.rows_taken, done.rows_refused) == (5, 3, 2)
    assert [(r.row, r.field, r.value) for r in RefusedRow.objects.order_by("row")] == [
        (3, "timepoint", "2026-03-01T08:00:00"),
        (4, "pm2_5", "-2"),
        (5, "timepoint", "yesterday"),
    ]
    held = lake.hours(["1121A"], None, date(2026, 3, 1), date(2026, 3, 1))
    assert held.height == 6 + 5 + 6
    assert held.filter(pl.col("factor") == "o3")["value_e3"].to_list() == [41_000] * 3
    assert held["source"].str.starts_with("cnemc-hourly:hours.csv@").all()
    assert not held["simulated"].any()


def test_the_same_file_again_takes_nothing(write):
    path = write(row())
    first = actions.import_cnemc_hourly(ME, [path])
    again = actions.import_cnemc_hourly(ME, [path.rename(path.with_name("renamed.csv"))])
    assert again == first
    assert Intake.objects.count() == 1
    assert lake.received(None, None, date(2026, 3, 1), date(2026, 3, 1)).height == 6


def test_a_file_that_is_no_table_leaves_nothing_behind(write, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    with pytest.raises(ValueError, match=r"bad\.csv: the file is empty"):
        actions.import_cnemc_hourly(ME, [bad])
    assert not Intake.objects.exists()


def test_stations_that_are_no_points_are_kept_in_the_lake_and_registered_on_request(write):
    path = write(row(), row(code="9999A"), encoding="gb18030")
    actions.import_cnemc_hourly(ME, [path])
    assert not Point.objects.exists()
    assert set(lake.hours(None, None, date(2026, 3, 1), date(2026, 3, 1))["point"]) == {"1121A", "9999A"}
    actions.import_cnemc_hourly(ME, [path], city="长春市")
    assert [(p.code, p.name, str(p.lon)) for p in Point.objects.all()] == [
        ("1121A", "邮电学院", "125.278600"),
        ("9999A", "邮电学院", "125.278600"),
    ]
    with pytest.raises(LookupError, match="no station in 火星"):
        actions.import_cnemc_hourly(ME, [path], city="火星")


def test_days_are_judged_by_the_edition_of_their_date(point):
    put(point, [70] * 24, start=datetime(2026, 2, 27, 16, tzinfo=UTC))
    put(point, [70] * 24)
    outcome = actions.judge_days(ME, [point], date(2026, 2, 28), date(2026, 3, 1), NOW)
    assert outcome.plain() == {"judged": 2, "new": 2, "changed": 0}
    winter, spring = queries.day_verdicts([point], date(2026, 2, 28), date(2026, 3, 1))
    assert (winter.edition, winter.aqi <= 100) == ("HJ 633-2012", True)
    assert (spring.edition, spring.aqi > 100, spring.primary) == ("HJ 633-2026", True, ["pm2_5"])
    assert spring.statistics["pm2_5"] == {"value_e3": 70_000, "hours": 24, "valid": True, "reason": ""}


def test_a_day_without_readings_has_a_verdict_that_says_so(point):
    actions.judge_days(ME, [point], date(2026, 3, 1), date(2026, 3, 1), NOW)
    verdict = DayVerdict.objects.get()
    assert (verdict.aqi, verdict.valid) == (None, False)
    assert verdict.statistics["pm2_5"]["value_e3"] is None
    assert "hours" in verdict.statistics["pm2_5"]["reason"]


def test_a_day_that_is_not_over_is_not_judged(point):
    put(point, [70] * 60)
    actions.judge_days(ME, [point], date(2026, 3, 1), date(2026, 12, 31), NOW)
    assert list(DayVerdict.objects.values_list("day", flat=True)) == [date(2026, 3, 1), date(2026, 3, 2)]


def test_a_correction_changes_just_its_day_and_says_so(point):
    put(point, [30] * 48)
    span = date(2026, 3, 1), date(2026, 3, 2)
    actions.judge_days(ME, [point], *span, NOW)
    assert actions.judge_days(ME, [point], *span, NOW).plain() == {"judged": 2, "new": 0, "changed": 0}
    put(point, [300] * 24, received=NOW)
    assert actions.judge_days(ME, [point], *span, NOW).plain() == {"judged": 2, "new": 0, "changed": 1}
    assert Entry.objects.filter(verb="monitoring.judge-days").count() == 3


def test_a_reading_whose_flag_rules_it_out_does_not_count(point):
    put(point, [30] * 24)
    put(point, [900] * 24, received=NOW, flag="C")
    actions.judge_days(ME, [point], date(2026, 3, 1), date(2026, 3, 1), NOW)
    assert DayVerdict.objects.get().statistics["pm2_5"]["hours"] == 0


def test_simulated_days_say_so(point):
    put(point, [30] * 24, simulated=True)
    actions.judge_days(ME, [point], date(2026, 3, 1), date(2026, 3, 1), NOW)
    assert DayVerdict.objects.get().simulated


def test_latest_hours_have_gaps_as_none_and_a_late_frame_never_overwrites_a_newer_one(point):
    start = NOW.replace(minute=0) - timedelta(hours=30)
    put(point, [30] * 27 + [None, 50], start=start)
    actions.judge_hours(ME, [point], NOW)
    [latest] = queries.latest_hours([point], NOW)
    assert latest.newest.values["pm2_5"]["value_e3"] == 50_000
    assert latest.newest.time == NOW.replace(minute=0) - timedelta(hours=1)
    assert (len(latest.strip), latest.strip[-1], latest.silent_hours) == (24, None, 1)
    put(point, [400], start=start + timedelta(hours=27), received=NOW)
    actions.judge_hours(ME, [point], NOW)
    [latest] = queries.latest_hours([point], NOW)
    assert latest.newest.values["pm2_5"]["value_e3"] == 50_000
    assert latest.strip[-3].values["pm2_5"]["value_e3"] == 400_000


def test_of_a_silent_point_the_newest_hour_stays(point):
    put(point, [30] * 10, start=NOW.replace(minute=0) - timedelta(hours=90))
    actions.judge_hours(ME, [point], NOW)
    later = NOW + timedelta(days=30)
    actions.judge_hours(ME, [point], later)
    [latest] = queries.latest_hours([point], later)
    assert HourVerdict.objects.count() == 1
    assert (latest.newest.aqi is not None, set(latest.strip), latest.silent_hours) == (True, {None}, 24)


def test_hours_of_a_day_name_source_row_and_what_was_replaced(point):
    put(point, [30] * 23)
    put(point, [99], received=NOW)
    table = queries.hours_of_day(point, date(2026, 3, 1))
    assert [hour["label"] for hour in table][::23] == ["01:00", "24:00"]
    first = table[0]["readings"]["pm2_5"]
    assert (first["value_e3"], first["replaced"], first["source"], first["row"]) == (99_000, 1, "test", 0)
    assert table[1]["readings"]["pm2_5"]["replaced"] == 0
    assert table[23]["readings"] == dict.fromkeys(["pm2_5", "pm10", "so2", "no2", "co", "o3"])


def test_a_simulation_is_topped_up_and_never_taken_twice(point):
    path = PACKAGE / "plan" / "profiles" / "chaoyang" / "simulation.toml"
    parameters = tomllib.loads(path.read_text(encoding="utf-8")) | {"start": date(2026, 2, 20)}
    first, since = actions.take_simulated(ME, "test", simulate(parameters, NOW - timedelta(days=2)))
    assert (first.simulated, since) == (True, date(2026, 2, 20))
    more, since = actions.take_simulated(ME, "test", simulate(parameters, NOW))
    assert since <= date(2026, 3, 1)
    assert actions.take_simulated(ME, "test", simulate(parameters, NOW)) == (None, None)
    held = lake.received(None, None, date(2026, 2, 1), date(2026, 3, 31))
    assert held.height == first.rows_taken + more.rows_taken == simulate(parameters, NOW).height
