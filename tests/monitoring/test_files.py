"""Files through the journal: kept first, opened from there, each row in the lake once."""

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest

from huanzhi.kit.models import Intake
from huanzhi.kit.spreadsheets import to_csv, to_xlsx
from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.monitoring import actions, lake
from huanzhi.monitoring.actions.intake import unfinished_since
from huanzhi.monitoring.models import Frame, Lane, Point

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")
HEADER = "timepoint,stationcode,area,positionname,longitude,latitude,pm2_5,pm10,so2,no2,co,o3,o3_24h\n"
HOURS = HEADER + "2026-03-01T08:00:00,1121A,长春市,邮电学院,125.2786,43.84,35,60,8,30,0.8,90,41\n"
LAB = ["采样点位", "采样时间", "监测项目", "监测结果", "单位"]
DAY = date(2026, 3, 1)


@pytest.fixture
def table(tmp_path):
    def table(content, name="hours.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return table


def held(statistic="hour"):
    return lake.received(None, None, DAY, DAY, statistic)


def test_a_file_is_in_the_journal_byte_for_byte_before_anything_is_made_of_it(table):
    path = table(HOURS)
    with patch.object(lake, "append", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        actions.import_cnemc_hourly(ME, [path])
    frame = Frame.objects.get()
    assert (frame.door, frame.peer, bytes(frame.raw)) == ("file:cnemc-hourly", "hours.csv", path.read_bytes())
    assert frame.pk // 10**15 == Lane.objects.get(name="files").pk
    assert (Intake.objects.count(), held().height) == (0, 0)
    assert unfinished_since("cnemc-hourly") == frame.received
    [done] = actions.import_cnemc_hourly(ME, [path])
    assert (Frame.objects.count(), done.rows_taken, held().height) == (1, 1, 6)
    assert held()["received"].unique().to_list() == [frame.received]
    assert unfinished_since("cnemc-hourly") is None
    assert f"frame {frame.pk}" in Entry.objects.get(subject_type="kit.intake").reason


def test_a_crash_after_the_lake_and_before_the_account_makes_no_row_twice(table):
    path = table(HOURS)
    crash = patch("huanzhi.monitoring.actions.intake.Intake.objects.create", side_effect=KeyboardInterrupt)
    with crash, pytest.raises(KeyboardInterrupt):
        actions.import_cnemc_hourly(ME, [path])
    before = held()
    assert (before.height, Intake.objects.count()) == (6, 0)
    [done] = actions.import_cnemc_hourly(ME, [path.rename(path.with_name("renamed.csv"))])
    assert held().equals(before)
    assert (done.file_name, Frame.objects.count()) == ("renamed.csv", 1)
    assert held()["source"][0].startswith("cnemc-hourly:hours.csv@")


def test_a_file_that_is_done_with_does_not_come_into_the_journal_again(table):
    path = table(HOURS)
    first = actions.import_cnemc_hourly(ME, [path, path])
    assert first[0] == first[1]
    actions.import_cnemc_hourly(ME, [path])
    assert (Frame.objects.count(), Intake.objects.count(), held().height) == (1, 1, 6)


def test_who_may_not_leaves_nothing_in_the_journal(table):
    nobody = Actor(name="x", role="leader", verbs=frozenset())
    for take in (actions.import_cnemc_hourly, actions.import_laboratory):
        with pytest.raises(NotAllowed):
            take(nobody, [table(HOURS)])
    assert not Frame.objects.exists()


@pytest.mark.parametrize(("name", "write"), [("lab.csv", to_csv), ("lab.xlsx", to_xlsx)])
def test_a_laboratorys_results_stand_beside_what_instruments_send(table, name, write):
    Point.objects.create(code="W1", name="总排口", medium="sewage")
    rows = [
        ["总排口", "2026-03-01 09:30", "化学需氧量", "35", "mg/L"],
        ["W1", "2026/3/1 9:30", "氨氮", "0.025L", "mg/L"],
        ["别处", "2026-03-01 09:30", "氨氮", "1", "mg/L"],
    ]
    [done] = actions.import_laboratory(ME, [table(write(LAB, rows), name)])
    assert (done.format, done.rows_total, done.rows_taken, done.rows_refused) == ("laboratory", 3, 2, 1)
    refused = done.refused.get()
    assert (refused.row, refused.field, refused.value) == (4, "采样点位", "别处")
    found = held("sample").select("point", "factor", "value_e3", "flag", "row", "time").rows()
    at = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert found == [("W1", "w01018", 35 * 10**9, "N", 2, at), ("W1", "w21003", 12_500_000, "L", 3, at)]
    assert held("hour").is_empty()
    assert held("real").is_empty()


def test_refused_rows_are_taken_when_their_point_is_registered_and_the_others_not_twice(table):
    Point.objects.create(code="W1", name="总排口")
    rows = [[place, "2026-03-01 09:30", "氨氮", "1", "mg/L"] for place in ("W1", "W2")]
    path = table(to_csv(LAB, rows), "lab.csv")
    [first] = actions.import_laboratory(ME, [path])
    assert (first.rows_taken, first.rows_refused) == (1, 1)
    assert actions.import_laboratory(ME, [path]) == [first]
    Point.objects.create(code="W2", name="另一口")
    [second] = actions.import_laboratory(ME, [path])
    assert (second.rows_taken, second.rows_refused, second != first) == (2, 0, True)
    assert sorted(held("sample")["point"]) == ["W1", "W2"]
    assert actions.import_laboratory(ME, [path]) == [second]
    assert Frame.objects.count() == 1


def test_a_name_that_two_points_have_is_no_place(table):
    for code in ("W1", "W2"):
        Point.objects.create(code=code, name="总排口")
    path = table(to_csv(LAB, [["总排口", "2026-03-01 09:30", "氨氮", "1", "mg/L"]]), "lab.csv")
    [done] = actions.import_laboratory(ME, [path])
    assert done.refused.get().reason == "no point, or more than one, of that code or name"


def test_what_is_no_table_leaves_nothing_behind(table):
    with pytest.raises(ValueError, match=r"bad\.csv: "):
        actions.import_laboratory(ME, [table("a,b\n1,2\n", "bad.csv")])
    assert not Frame.objects.exists()
