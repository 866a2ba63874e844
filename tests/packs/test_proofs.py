"""Every declared measure opens down to its rows in at most three steps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import define_member_set, enter_figure, refresh
from huanzhi.measures.measure import find, measures
from huanzhi.measures.models import Figure
from huanzhi.monitoring import lake

ME = SYSTEM("test")
STEPS = 3
NANO = {"w21003": 400_000_000, "w21011": 40_000_000}  # ng/L in thousandths: 0.4 mg/L and 0.04 mg/L


@pytest.fixture
def counted(demo):
    """A figure of every measure: air from the demonstration, two sections sampled, documents entered."""
    year = demo.year
    members = [
        {"code": "S1", "name": "甲", "facts": {"kind": "river", "target": "II"}},
        {"code": "S2", "name": "乙", "facts": {"kind": "river", "target": "IV"}},
    ]
    for code in ("water-national", "water-municipal"):
        define_member_set(ME, code, "断面", members, date(year, 1, 1), "规划")
    rows = [row for month in range(1, 10) for row in sampled(year, month)]
    lake.append(pl.DataFrame(rows, schema={k: v for k, v in lake.SCHEMA.items() if k != "day"}, orient="row"))
    for measure in measures():
        if measure.manual:
            enter_figure(ME, measure.code, year, Decimal("5.77"), "1号", "局", demo.day)
        else:
            refresh(ME, measure.code, year, demo.day, ">=", 90_000, year)
    return demo


def sampled(year, month):
    """The readings of one day's samplings: S2 with three times as much in the water as S1."""
    at = datetime(year, month, 5, 2, tzinfo=UTC)
    for point, times in (("S1", 1), ("S2", 3)):
        for factor, value in NANO.items():
            row = {
                "point": point,
                "factor": factor,
                "time": at,
                "value_e3": value * times,
                "statistic": "sample",
            }
            yield {**dict.fromkeys(k for k in lake.SCHEMA if k != "day"), **row, **PLAIN, "received": at}


PLAIN = {"flag": "N", "source": "test", "row": 1, "simulated": False}


def depth(measure, figure, path=()):
    """How many steps there are from the figure down to rows that lead no further, the longest way."""
    step = measure.prove(figure, path)
    links = [row.link for row in step.rows if row.link]
    # the first and the last lead as deep as any other: all rows of a step come from one rule
    return 1 + max((depth(measure, figure, (*path, link)) for link in {*links[:1], *links[-1:]}), default=0)


def test_at_most_three_steps_lead_from_every_figure_to_its_rows(counted):
    found = {}
    for measure in measures():
        figure = Figure.objects.filter(measure=measure.code, year=counted.year).first()
        assert figure is not None, measure.code
        found[measure.code] = depth(measure, figure)
    assert {code: steps for code, steps in found.items() if steps > STEPS} == {}
    assert {found["pm2_5_mean"], found["water_good_share"], found["stated_forest_cover"]} == {3, 2, 1}


def test_sections_by_hand(counted):
    # ammonia 0.4 and phosphorus 0.04 mg/L are class II; three times as much is 1.2 and 0.12: class IV by ammonia
    good = Figure.objects.filter(measure="water_good_share", year=counted.year).first()
    own = Figure.objects.filter(measure="water_section_share", year=counted.year).first()
    assert (good.series, good.value) == ([["S1", 1000, None], ["S2", 0, None]], Decimal("50.0"))
    assert (own.series, own.value) == ([["S1", 1000, None], ["S2", 1000, None]], Decimal("100.0"))
    assert (good.set_version, good.points, good.needed) == ("water-national v2", ["S1", "S2"], 2)
    rows = find("water_good_share").prove(good, ()).rows
    assert [row.cells[2:4] for row in rows] == [("II", 9), ("IV", 9)]
    samples = find("water_good_share").prove(good, ("S2",)).rows
    assert len(samples) == 9
    assert {"1.2", "0.12"} <= set(samples[0].cells)


def test_too_few_samplings_and_no_class_are_told_by_name(counted):
    early = date(counted.year, 7, 31)
    found = find("water_section_share").compute(counted.year, early)
    assert [part.reason for part in found.parts] == ["too few samplings of the year"] * 2
    figure = refresh(ME, "water_section_share", counted.year, early, ">=", 100_000, counted.year)
    assert (figure.status, figure.value) == ("cannot_compute", None)
    assert figure.outlook["reason"] == "nothing counts yet"


def test_without_a_set_nothing_is_counted_and_it_says_so(counted):
    before = 2019
    figure = refresh(ME, "water_good_share", before, date(before, 12, 31), ">=", 100_000, before)
    assert (figure.value, figure.set_version, figure.days_elapsed) == (None, "", 0)


def test_a_section_of_an_older_version_can_stand_in(counted):
    measure = find("water_good_share")
    later = [{"code": "S1", "name": "甲", "facts": {"kind": "river"}}]
    define_member_set(ME, "water-national", "断面", later, counted.day + timedelta(days=1), "规划")
    assert ("S2", "乙") in measure.candidates(counted.year, counted.day)
    assert measure.over_members(counted.year, counted.day, ["S2"]).value_e3(1) == 0
