"""Drinking-water sources, groundwater points and villages' sewage, counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import refresh
from huanzhi.measures.measure import find
from huanzhi.monitoring.models import Point

ME = SYSTEM("test")
END = date(2023, 12, 31)
MG = 10**9  # a mg/L as it is kept: thousandths of ng/L
GOOD = {"w21003": MG // 2, "w21038": 249 * MG}  # ammonia 0.5 and sulphate 249 mg/L: kept
MONTHS = range(1, 13)


@pytest.fixture
def points(db):
    for code in ("P1", "P2", "P3", "P4"):
        Point.objects.create(code=code, name=code, medium="surface_water", kind="city")


def test_a_source_counts_when_every_sampling_of_the_year_is_kept(points, enter, sample):
    enter("drinkingsource", code="A", level="city", water="lake", point="P1")
    enter("drinkingsource", code="B", level="city", water="river", point="P2")
    enter("drinkingsource", code="C", level="county", water="ground", point="P3")
    sample("P1", 2023, dict.fromkeys(MONTHS, GOOD))
    over = dict.fromkeys(MONTHS, GOOD) | {7: {"w21003": MG // 2, "w21038": 251 * MG}}
    sample("P2", 2023, over)  # sulphate of July: table 2 allows 250
    sample(
        "P3", 2023, {month: {"w21003": MG // 2, "w20124": MG // 10} for month in (3, 9)}
    )  # III: 0.50 and 0.10
    figure = refresh(ME, "drinking_source_share", 2023, END, ">=", 100_000, 2025)
    said = {key: (value, figure.label(key)[1]) for key, value, _weight in figure.series}
    kept = "every sampling kept class III"
    assert said == {"A": (1000, kept), "B": (0, "a sampling was over class III"), "C": (1000, kept)}
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("66.7"), 2000, 3)
    rows = find("drinking_source_share").prove(figure, ("B",)).rows
    assert rows[6].cells[:2] == ("2023-07-05", "so4")
    assert rows[-1].link == "record"


def test_villages_and_sources_in_reserve_take_no_part(points, enter, sample):
    enter("drinkingsource", code="A", level="village", water="ground", point="P1")
    enter("drinkingsource", code="B", level="city", water="lake", point="P2", state="reserve")
    enter("drinkingsource", code="C", level="city", water="lake", point="P3", valid_until="2022-12-31")
    figure = refresh(ME, "drinking_source_share", 2023, END, ">=", 100_000, 2025)
    assert (figure.days_elapsed, figure.status) == (0, "cannot_compute")


def test_what_a_source_lacks_is_told(points, enter, sample):
    enter("drinkingsource", code="A", level="city", water="lake")
    enter("drinkingsource", code="B", level="city", water="lake", point="P2")
    enter("drinkingsource", code="C", level="city", water="lake", point="P3")
    sample("P3", 2023, dict.fromkeys(range(1, 12), GOOD))
    figure = refresh(ME, "drinking_source_share", 2023, END, ">=", 100_000, 2025)
    assert {key: figure.label(key)[1] for key, _value, _weight in figure.series} == {
        "A": "no sampling point named",
        "B": "no sampling in this year",
        "C": "too few samplings of the year",
    }
    # on 10 December eleven samplings are all there can be
    early = find("drinking_source_share").compute(2023, date(2023, 12, 10))
    assert [part.value_e3 for part in early.parts] == [None, None, 1000]


def test_groundwater_of_class_v_by_the_mean_of_the_year(points, enter, sample):
    for code, point, natural in (("A", "P1", ""), ("B", "P2", ""), ("C", "P3", ""), ("D", "P4", "mn")):
        enter("groundwaterpoint", code=code, role="regional", point=point, natural=natural)
    enter("groundwaterpoint", code="E", role="risk")
    sample("P1", 2023, {5: {"w21003": 2 * MG}, 9: {"w21003": MG}})  # mean 1.5: class IV
    sample("P2", 2023, {5: {"w21003": 2 * MG}, 9: {"w21003": MG + MG // 50}})  # mean 1.51: class V
    sample("P3", 2023, {5: {"w21003": MG // 10}})  # class II
    sample(
        "P4", 2023, {5: {"w21003": MG // 10, "w20124": 9 * MG}}
    )  # V by manganese, which is there by nature
    figure = refresh(ME, "groundwater_v_share", 2023, END, "<=", 25_000, 2025)
    assert [row[1] for row in figure.series] == [0, 1000, 0, 0]
    assert [figure.label(key)[1] for key in "ABCD"] == ["IV", "V", "II", "II"]
    assert (figure.value, figure.status) == (Decimal("25.0"), "on_track")
    step = find("groundwater_v_share").prove(figure, ("B",))
    assert [row.cells[1] for row in step.rows[:2]] == ["V", "IV"]
    assert find("groundwater_v_share").prove(figure, ("B", "record")).title == "B"


def test_a_point_without_a_sampling_stops_the_figure(points, enter, sample):
    enter("groundwaterpoint", code="A", role="regional", point="P1")
    enter("groundwaterpoint", code="B", role="regional", point="P2")
    sample("P1", 2023, {5: {"w21003": MG}})
    figure = refresh(ME, "groundwater_v_share", 2023, END, "<=", 25_000, 2025)
    assert (figure.status, figure.outlook["reason"]) == ("cannot_compute", "not every member has a result")


DONE, FEW = "treated and verified", "too few households served"
VILLAGES = [
    ("A", {"mode": "sewer", "served": 60, "since": "2021-05-01", "verified_on": "2021-06-01"}, "treated and verified"),
    ("B", {"mode": "sewer", "served": 59, "since": "2021-05-01", "verified_on": "2021-06-01"}, FEW),
    ("C", {"mode": "reuse", "served": 90, "since": "2021-05-01"}, "nobody has verified it"),
    ("D", {"mode": "facility", "served": 90, "since": "2024-05-01", "verified_on": "2024-06-01"}, "not treated"),
    (
        "E",
        {"mode": "facility", "served": 90, "since": "2021-05-01", "verified_on": "2021-06-01", "running": ""},
        "does not run",
    ),
    ("F", {"mode": "none"}, "not treated"),
    ("G", {"mode": "facility", "served": 99, "since": "2023-05-01", "verified_on": "2023-12-31"}, DONE),
    ("H", {"mode": "none"}, "not treated"),
]  # fmt: skip


def test_villages_treated_and_verified(enter):
    for code, facts, _why in VILLAGES:
        enter("sewagevillage", code=code, households=100, people=300, **facts)
    figure = refresh(ME, "rural_sewage_share", 2023, END, ">=", 25_000, 2025)
    assert {key: figure.label(key)[1] for key, _value, _weight in figure.series} == {
        c: why for c, _f, why in VILLAGES
    }
    assert (figure.value, figure.numerator, figure.denominator, figure.status) == (
        Decimal("25.0"),
        2000,
        8,
        "on_track",
    )
    before = find("rural_sewage_share").compute(2022, date(2022, 12, 31))
    assert before.value_e3(1) == 12_500
    after = find("rural_sewage_share").compute(2024, date(2024, 12, 31))
    assert after.value_e3(1) == 37_500
