"""Tables of laboratories: what is read, exactly, and what is refused and why."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from huanzhi.wire import laboratory
from huanzhi.wire.hj212.factors import factors
from huanzhi.wire.laboratory import Result, item, kept_unit, result
from huanzhi.wire.laboratory.times import moment
from huanzhi.wire.laboratory.words import candidates, words
from huanzhi.wire.units import WrongUnit, ratio, unit

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)  # noon in Shanghai
PLACES = {"W1": "W1", "总排口": "W1", "W2": "W2"}
LONG = ("采样点位", "采样时间", "监测项目", "监测结果", "单位", "检出限", "标记")


def long(*rows):
    return [(number, dict(zip(LONG, row, strict=True))) for number, row in enumerate(rows, 2)]


def read(rows):
    return laboratory.read(rows, "lab.csv", PLACES, NOW)


def row(place="总排口", time="2026-11-03 09:30", what="化学需氧量", value="35", of="mg/L", limit="", mark=""):
    return (place, time, what, value, of, limit, mark)


def test_a_result_is_kept_in_nanograms_exactly():
    table = read(long(row()))
    assert table.readings == [
        laboratory.Reading(
            "W1", "w01018", datetime(2026, 11, 3, 1, 30, tzinfo=UTC), 35_000_000 * 1000, "N", 2
        )
    ]
    assert (table.rows, table.rows_taken, table.refusals) == (1, 1, [])


@pytest.mark.parametrize(
    ("text", "limit", "mark", "value", "flag"),
    [
        ("12.5", "", "", "12.5", "N"),
        ("１２．５", "", "", "12.5", "N"),
        ("1e-05", "", "", "0.00001", "N"),
        ("3.5×10³", "", "", "3500", "N"),
        ("<0.01", "", "", "0.005", "L"),
        ("＜0.01", "", "", "0.005", "L"),
        ("0.01L", "", "", "0.005", "L"),
        ("0.01 (L)", "", "", "0.005", "L"),
        ("ND", "0.01", "", "0.005", "L"),
        ("未检出", "0.01", "", "0.005", "L"),
        ("ND(0.02)", "", "", "0.01", "L"),
        ("0.01", "", "L", "0.005", "L"),
        (">24000", "", "", "24000", "T"),
    ],
)
def test_what_lies_below_or_above_what_can_be_measured(text, limit, mark, value, flag):
    assert result(text, limit, mark) == Result(Fraction(value), flag)


@pytest.mark.parametrize("text", ["", "-", "/", "未测", "——", "断流"])
def test_what_was_not_measured_is_neither_a_reading_nor_a_refusal(text):
    table = read(long(row(value=text)))
    assert (table.readings, table.refusals, table.rows_taken) == ([], [], 1)


@pytest.mark.parametrize(
    ("cells", "field", "value", "reason"),
    [
        (row(place="无此点"), "采样点位", "无此点", "no point, or more than one, of that code or name"),
        (row(place=""), "采样点位", "", "no place"),
        (row(time="昨天"), "采样时间", "昨天", "not a time"),
        (row(time=""), "采样时间", "", "no time"),
        (row(time="2026-13-01"), "采样时间", "2026-13-01", "not a time"),
        (row(time="2026-11-24 12:01"), "采样时间", "2026-11-24 12:01", "in the future"),
        (row(value="约35"), "监测结果", "约35", "not a number"),
        (row(value="ND"), "监测结果", "ND", "not detected, and no detection limit beside it"),
        (row(value="<0"), "监测结果", "<0", "a detection limit is above zero"),
        (row(value="-3"), "监测结果", "-3", "negative"),
        (row(value="1e30"), "监测结果", "1e30", "too large to be measured"),
        (row(mark="?"), "监测结果", "35", "mark '?' is not known"),
        (row(what="幸福"), "监测项目", "幸福", "no item of that name in HJ 212, annex B"),
        (row(of=""), "单位", "", "化学需氧量: no unit"),
        (row(of="mg/m3"), "单位", "mg/m3", "化学需氧量: no unit for w01018, mg/L"),
        (
            row(value="0.0000000000001"),
            "监测结果",
            "0.0000000000001",
            "finer than a thousandth of ng/L, cannot be kept exactly",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_field_and_value(cells, field, value, reason):
    table = read(long(cells, row(place="W2")))
    [refusal] = table.refusals
    assert (refusal.row, refusal.field, refusal.value, refusal.reason) == (2, field, value, reason)
    assert refusal.raw == ",".join(cells)
    assert (table.rows_taken, table.rows_refused, len(table.readings)) == (1, 1, 1)


def test_a_sample_counts_once():
    table = read(long(row(), row(value="36"), row(what="CODcr", value="37"), row(time="2026-11-03 10:30")))
    assert [one.row for one in table.readings] == [2, 5]
    assert [one.reason for one in table.refusals] == ["second result of that sample, as row 2"] * 2


def test_a_wide_table_has_a_column_an_item_with_its_unit():
    cells = {
        "序号": "1",
        "点位编码": "W2",
        "采样日期": "2026/11/3",
        "采样时间": "9:30",
        "pH（无量纲）": "7.1",
        "水温（℃）": "-0.5",
        "总磷(mg/L)": "0.01L",
        "总汞（μg/L）": "0.04L",
        "幸福(%)": "99",
        "备注": "晴",
    }
    table = read([(2, cells)])
    assert {one.factor: (one.value_e3, one.flag) for one in table.readings} == {
        "w01001": (7_100, "N"),
        "w01010": (-500, "N"),
        "w21011": (5_000_000, "L"),
        "w20111": (20_000, "L"),
    }
    assert {one.time for one in table.readings} == {datetime(2026, 11, 3, 1, 30, tzinfo=UTC)}
    assert [(one.field, one.value) for one in table.refusals] == [("监测项目", "幸福")]
    assert table.rows_taken == 1


def test_the_unit_tells_water_from_air():
    assert (item("氟化物", "mg/L").code, item("氟化物", "mg/m³").code) == ("w21017", "a21018")
    with pytest.raises(WrongUnit, match="no unit for w20138, mg/L"):
        item("铜", "mg/kg")
    with pytest.raises(WrongUnit, match="no unit"):
        item("氟化物", "")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(2, {"采样时间": "", "监测项目": "", "监测结果": ""})],
        [(2, {"采样点位": "", "监测项目": "", "监测结果": ""})],
        [(2, {"采样点位": "", "采样时间": "", "监测结果": ""})],
        [(2, {"采样点位": "", "采样时间": "", "备注": ""})],
    ],
)
def test_what_is_no_such_table_is_said_with_the_file(rows):
    with pytest.raises(ValueError, match=r"^lab\.csv: "):
        read(rows)


def test_times_as_tables_write_them():
    expected = datetime(2026, 11, 3, 1, 30, tzinfo=UTC)
    for text in ("2026-11-03 09:30:00", "2026/11/3 9:30", "2026.11.3 9:30", "2026年11月3日9时30分"):
        assert moment("", text, NOW) == expected, text
    assert moment("2026-11-03", "09:30", NOW) == expected
    assert moment("2026-11-03", "2026-11-03 09:30", NOW) == expected
    assert moment("", "2026-11-03T09:30:00+08:00", NOW) == expected
    assert moment("2026-11-24", "", NOW) == datetime(2026, 11, 24, 16, tzinfo=UTC)
    with pytest.raises(ValueError, match="in the future"):
        moment("2026-11-25", "", NOW)


def test_every_name_of_the_words_means_one_item_a_medium():
    for code, names in words()["items"].items():
        assert code in factors()
        for name in names:
            assert code in {one.code for one in candidates(name)}, name
            media = [one.medium for one in candidates(name)]
            assert len(media) == len(set(media)), f"{name}: {candidates(name)}"


def test_units_are_exact_and_stay_in_their_medium():
    assert ratio("mg/L", "ng/L") == 10**6
    assert ratio("CFU/100mL", "个/L") == 10
    assert unit("μg/m³") == unit("µg/m3") == unit("微克/立方米") == "ug/m3"
    with pytest.raises(WrongUnit, match="'NTU' is no unit for what is kept in 'mg/L'"):
        ratio("NTU", "mg/L")
    assert {kept_unit(code) for code in factors()} >= {"ng/L", "ng/m3", "1", "degC", "dB(A)"}
