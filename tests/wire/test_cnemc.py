"""Hourly station tables: what is taken, what is refused and why."""

from datetime import UTC, datetime

import pytest

from huanzhi.wire import cnemc

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 24, tzinfo=UTC)
HEADER = "timepoint,stationcode,area,positionname,longitude,latitude,pm2_5,pm10,so2,no2,co,o3,o3_24h\n"
GOOD = "2026-11-23T08:00:00,1121A,长春市,邮电学院,125.2786,43.84,35,60,8,30,0.8,90,41\n"


def read(*rows, header=HEADER, encoding="utf-8"):
    return cnemc.read((header + "".join(rows)).encode(encoding), "a.csv", NOW)


def test_a_good_row():
    table = read(GOOD)
    assert (table.rows, table.rows_taken, table.refusals) == (1, 1, [])
    assert {r.factor: r.value_e3 for r in table.readings} == {
        "pm2_5": 35_000,
        "pm10": 60_000,
        "so2": 8_000,
        "no2": 30_000,
        "co": 800,
        "o3": 41_000,
    }
    assert {r.time for r in table.readings} == {datetime(2026, 11, 23, 0, tzinfo=UTC)}
    assert table.stations["1121A"] == cnemc.Station("1121A", "邮电学院", "长春市", 125.2786, 43.84)


@pytest.mark.parametrize("mark", ["", "-", "—", "&mdash;", "NaN", "-;"])
def test_missing_is_neither_a_reading_nor_a_refusal(mark):
    table = read(GOOD.replace(",35,", f",{mark},"))
    assert "pm2_5" not in {r.factor for r in table.readings}
    assert (len(table.readings), table.rows_taken, table.refusals) == (5, 1, [])


@pytest.mark.parametrize(
    ("old", "new", "field", "value", "reason"),
    [
        (",35,", ",abc,", "pm2_5", "abc", "not a number"),
        (",35,", ",1e3,", "pm2_5", "1e3", "not a number"),
        (",35,", ",３５,", "pm2_5", "３５", "not a number"),
        (",35,", ",-3,", "pm2_5", "-3", "negative"),
        (",0.8,", ",0.81234,", "co", "0.81234", "more than three decimals"),
        (",90,41", ",90,95", "o3_24h", "95", "larger than the day's largest hour (o3 = 90)"),
    ],
)
def test_a_value_that_is_no_concentration_is_refused_and_the_others_taken(old, new, field, value, reason):
    table = read(GOOD.replace(old, new))
    assert table.refusals == [cnemc.Refusal(2, field, value, reason, GOOD.replace(old, new).strip())]
    assert (len(table.readings), table.rows_taken) == (5, 1)


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("2026-11-23T08:00:00", "yesterday", "timepoint", "not a time"),
        ("2026-11-23T08:00:00", "2026-11-23T25:00:00", "timepoint", "not a time"),
        ("2026-11-23T08:00:00", "2026-11-23", "timepoint", "no hour in the time"),
        ("2026-11-23T08:00:00", "2026-11-23 08:30", "timepoint", "not a whole hour"),
        ("2026-11-23T08:00:00", "2027-11-23T08:00:00", "timepoint", "in the future"),
        ("1121A", "", "stationcode", "not a station code"),
        ("1121A", "11 21", "stationcode", "not a station code"),
        (",41", "", "", "not as many fields as the header has"),
        (",41", ",41,9", "", "not as many fields as the header has"),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_whole(old, new, field, reason):
    table = read(GOOD.replace(old, new), GOOD)
    assert [(r.row, r.field, r.reason) for r in table.refusals] == [(2, field, reason)]
    assert (table.rows, table.rows_taken, table.rows_refused, len(table.readings)) == (2, 1, 1, 6)


def test_the_second_row_of_a_station_and_hour_is_refused_with_the_line_of_the_first():
    table = read(GOOD, GOOD.replace(",35,", ",36,"))
    assert [r.reason for r in table.refusals] == ["second row of 1121A, as line 2"]
    assert [r.value_e3 for r in table.readings if r.factor == "pm2_5"] == [35_000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings(encoding):
    assert read(GOOD, encoding=encoding).stations["1121A"].name == "邮电学院"


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"\xff\xfe\x00\x01", b"%PDF-1.7\0\0\xff", HEADER.encode()]
)
def test_what_is_no_table_is_one_clear_error(content):
    with pytest.raises(ValueError, match=r"^a\.csv: ") as error:
        cnemc.read(content, "a.csv", NOW)
    assert "\n" not in str(error.value)


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="no column co, o3_24h"):
        read(header=HEADER.replace(",co,", ",x,").replace("o3_24h", "y"))


def test_positions_that_are_none():
    table = read(GOOD.replace("125.2786,43.84", "0x1,943.84"))
    assert (table.stations["1121A"].lon, table.stations["1121A"].lat) == (None, None)
