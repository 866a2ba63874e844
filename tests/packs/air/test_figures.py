"""The three air figures against a plain computation of the test's own, and the way down to the hours."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from huanzhi.measures.measure import find, find_by_name
from huanzhi.measures.models import Figure
from huanzhi.monitoring.models import DayVerdict
from huanzhi.monitoring.queries import hours_of_day, point_set


@pytest.fixture
def verdicts(demo):
    """Of the two assessed stations, by day, of the demonstration's year."""
    codes = list(point_set("air-assessment").points.values_list("code", flat=True))
    rows: dict[date, dict[str, DayVerdict]] = {}
    for row in DayVerdict.objects.filter(point__code__in=codes, day__year=demo.year).select_related("point"):
        rows.setdefault(row.day, {})[row.point.code] = row
    return rows


def figure(demo, code) -> Figure:
    return Figure.objects.filter(measure=code, year=demo.year).first()


def test_the_annual_mean_is_the_mean_of_the_districts_days(demo, verdicts):
    days = []
    for points in verdicts.values():
        values = [row.statistics["pm2_5"]["value_e3"] for row in points.values()]
        values = [value for value in values if value is not None]
        if len(values) == 2 or (len(values) == 1 and len(points) == 1):
            days.append(Decimal(sum(values)) / len(values))
    found = figure(demo, "pm2_5_mean")
    days = [day.quantize(Decimal(1), ROUND_HALF_EVEN) for day in days]
    assert found.denominator == len(days) == found.days_valid
    assert found.numerator == sum(days)
    assert found.value == (sum(days) / len(days) / 1000).quantize(Decimal(1), ROUND_HALF_EVEN)


def test_good_and_heavy_days_add_up(demo):
    share, heavy = figure(demo, "good_day_share"), figure(demo, "heavy_days")
    indices = [aqi for _day, _value, aqi in share.series if aqi is not None]
    assert share.denominator == len(indices)
    assert share.numerator == 1000 * sum(aqi <= 100 for aqi in indices)
    assert heavy.numerator == 1000 * sum(aqi > 200 for aqi in indices)
    assert heavy.value == Decimal(heavy.numerator // 1000)


def test_figures_say_what_they_rest_on(demo):
    for code in ("pm2_5_mean", "good_day_share", "heavy_days"):
        found = figure(demo, code)
        assert found.points == ["1121A", "1127A"]
        assert found.set_version == "air-assessment v1"
        assert found.simulated
        assert found.editions
        assert found.as_of == demo.day


def test_the_way_down_ends_at_the_hours_as_received(demo):
    found = figure(demo, "pm2_5_mean")
    measure = find("pm2_5_mean")
    day = demo.day.isoformat()
    top = measure.prove(found, ())
    assert top.rows[0].cells[0] == f"{demo.day:%Y-%m}"
    assert day in [row.link for row in top.rows]
    points = measure.prove(found, (day,))
    assert [row.link for row in points.rows] == ["", "1121A", "1127A"]
    hours = measure.prove(found, (day, "1121A"))
    assert len(hours.rows) == 24
    assert [row.cells[0] for row in hours.rows][::23] == ["01:00", "24:00"]


def test_without_a_station_the_figure_is_that_of_the_other(demo, verdicts):
    measure, found = find("pm2_5_mean"), figure(demo, "pm2_5_mean")
    alone = measure.over_members(demo.year, demo.day, ["1121A"])
    values = [rows["1121A"].statistics["pm2_5"]["value_e3"] for rows in verdicts.values() if "1121A" in rows]
    values = [value for value in values if value is not None]
    assert (alone.numerator, alone.denominator) == (sum(values), len(values))
    assert measure.over_members(demo.year, demo.day, found.points).numerator == found.numerator


def test_a_days_mean_is_the_mean_of_the_hours_that_the_proof_shows(demo):
    point = point_set("air-assessment").points.get(code="1121A")
    checked = 0
    for verdict in DayVerdict.objects.filter(point=point).order_by("-day")[:40]:
        said = verdict.statistics["pm2_5"]
        hours = [hour["readings"]["pm2_5"] for hour in hours_of_day(point, verdict.day)]
        values = [h["value_e3"] for h in hours if h and h["flag"] == "N" and h["value_e3"] is not None]
        assert said["hours"] == len(values)
        if said["value_e3"] is not None:
            mean = (Decimal(sum(values)) / len(values) / 1000).quantize(Decimal(1), ROUND_HALF_EVEN)
            assert abs(Decimal(said["value_e3"]) / 1000 - mean) <= 1
            checked += 1
    assert checked >= 20


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("细颗粒物（PM2.5）年均浓度", "pm2_5_mean"),
        ("城市空气质量优良天数比例", "good_day_share"),
        ("重度及以上污染天数", "heavy_days"),
        ("空气质量优良天数比率", "good_day_share"),
        ("地表水市控断面考核达标比例", "water_section_share"),
        ("地表水质量达到或好于Ⅲ类水体比例", "water_good_share"),
        ("森林覆盖率", "forest_cover"),
        ("农村生活污水治理率", "rural_sewage_share"),
        ("受污染耕地安全利用率", "farmland_safe_share"),
        ("重点建设用地安全利用率", "construction_safe_share"),
        ("县级及以上城市集中式饮用水水源达到或优于Ⅲ类比例", "drinking_source_share"),
        ("地下水环境区域点位Ⅴ类水体比例", "groundwater_v_share"),
        ("氮氧化物重点工程减排量", "reduction_nox"),
        ("挥发性有机物重点工程减排量", "reduction_voc"),
        ("化学需氧量重点工程减排量", "reduction_cod"),
        ("氨氮重点工程减排量", "reduction_nh3n"),
        ("生态保护红线面积", "redline_area"),
        ("单位地区生产总值二氧化碳排放降低比例", "carbon_intensity_fall"),
        ("单位地区生产总值能源消耗降低率", "energy_intensity_fall"),
        ("非化石能源占一次能源消费比例", "nonfossil_share"),
    ],
)
def test_an_indicators_words_find_its_measure(printed, code):
    assert find_by_name(printed).code == code


@pytest.mark.parametrize("printed", ["畜禽粪污综合利用率", "医疗废物安全处置率", "噪声达标区面积"])
def test_other_words_find_none(printed):
    assert find_by_name(printed) is None
