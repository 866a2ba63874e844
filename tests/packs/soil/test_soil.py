"""Polluted farmland and key construction land, counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import refresh
from huanzhi.measures.measure import find

ME = SYSTEM("test")
END = date(2023, 12, 31)


@pytest.fixture
def plots(enter):
    """10 ha safe, 6 ha unsound, 2 ha unverified, 1.5 ha strict but still with food, 0.5 ha fallow: 10.5 of 20."""
    done = {"since": "2022-05-01", "verified_on": "2022-11-01"}
    enter("farmlandplot", code="A", hectares="10.000", grade="priority", measure="protect", **done)
    sound = {"produce_on": "2022-10-01", "produce_sound": "false"}
    enter("farmlandplot", code="B", hectares="6.000", grade="safe_use", measure="variety", **done, **sound)
    enter("farmlandplot", code="C", hectares="2.000", grade="priority", measure="protect", since="2022-05-01")
    enter("farmlandplot", code="D", hectares="1.500", grade="strict", measure="farming", **done)
    enter("farmlandplot", code="E", hectares="0.500", grade="strict", measure="fallow", **done)


def test_farmland_by_area(plots):
    figure = refresh(ME, "farmland_safe_share", 2023, END, ">=", 100_000, 2025)
    assert (figure.numerator, figure.denominator, figure.value) == (10_500, 20_000, Decimal("52.5"))
    said = {key: figure.label(key)[1] for key, _value, _weight in figure.series}
    assert said == {
        "A": "used safely",
        "B": "produce over the limits",
        "C": "nobody has verified it",
        "D": "the measure is not one for its class",
        "E": "used safely",
    }
    assert figure.status == "at_risk"


def test_farmland_as_it_stood_before_the_measures(plots):
    found = find("farmland_safe_share").compute(2021, date(2021, 12, 31))
    assert (found.numerator, found.denominator, found.value_e3(1)) == (0, 20_000, 0)


def test_untested_produce_does_not_count(enter):
    done = {"since": "2022-05-01", "verified_on": "2022-11-01"}
    enter("farmlandplot", code="F", hectares="4.000", grade="safe_use", measure="farming", **done)
    enter("farmlandplot", code="G", hectares="4.000", grade="safe_use", measure="fallow", **done)
    found = find("farmland_safe_share").compute(2023, END)
    assert [part.reason for part in found.parts] == ["produce not tested", "used safely"]


LAND = [
    # 3 ha clean; 2 ha remediated and off the list before; 1 ha used while listed; 4 ha never surveyed; 5 ha next year
    ("A", "3.000", {"survey": "clean", "survey_on": "2023-01-05"}, "2023-06-01", "used safely"),
    (
        "B",
        "2.000",
        {
            "survey": "risk",
            "survey_on": "2022-01-05",
            "listed_on": "2022-02-01",
            "accepted_on": "2023-02-01",
            "delisted_on": "2023-03-01",
        },
        "2023-06-01",
        "used safely",
    ),
    (
        "C",
        "1.000",
        {"survey": "risk", "survey_on": "2022-01-05", "listed_on": "2022-02-01", "accepted_on": "2023-02-01"},
        "2023-06-01",
        "used while it stood on the list",
    ),
    ("D", "4.000", {}, "2023-06-01", "used before its soil was surveyed"),
    ("E", "5.000", {"survey": "clean", "survey_on": "2023-01-05"}, "2024-06-01", ""),
    (
        "F",
        "0.500",
        {"survey": "risk", "survey_on": "2022-01-05"},
        "2023-06-01",
        "risk not acceptable and no remediation accepted before it was used",
    ),
]


def test_construction_land_of_the_year_by_area(enter):
    for code, area, facts, used, _why in LAND:
        enter("constructionplot", code=code, hectares=area, purpose="housing", used_on=used, **facts)
    enter(
        "constructionplot", code="X", hectares="9.000", purpose="other", used_on="2023-06-01"
    )  # neither use nor list
    figure = refresh(ME, "construction_safe_share", 2023, END, "qualitative", None, 2025)
    assert (figure.numerator, figure.denominator, figure.value) == (5000, 10_500, Decimal("47.6"))
    said = {key: figure.label(key)[1] for key, _value, _weight in figure.series}
    assert said == {code: why for code, _area, _facts, _used, why in LAND if why}
    assert (figure.status, figure.outlook["reason"]) == ("cannot_compute", "no target number")


def test_a_year_in_which_no_key_plot_was_used_gives_nothing(enter):
    figure = refresh(ME, "construction_safe_share", 2022, date(2022, 12, 31), "qualitative", None, 2025)
    assert (figure.value, figure.days_elapsed, figure.status) == (None, 0, "cannot_compute")
