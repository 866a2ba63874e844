"""Forest cover and the red line, counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import refresh
from huanzhi.measures.measure import find
from huanzhi.people.models import Area

ME = SYSTEM("test")
PAPER = {"document": "林〔2023〕1号", "issuer": "局", "document_date": "2023-03-01"}


@pytest.fixture
def towns(db):
    return [Area.objects.create(code=code, name=code, level="town") for code in ("T1", "T2")]


def test_towns_are_added_until_the_district_has_its_own_row(enter, towns):
    enter("forestarea", year=2022, area="T1", forest_ha="10.500", land_ha="100.000", **PAPER)
    enter("forestarea", year=2022, area="T2", forest_ha="2.000", land_ha="300.000", **PAPER)
    found = find("forest_cover").compute(2022, date(2022, 12, 31))
    assert (found.numerator, found.denominator, found.value_e3(2)) == (
        12_500,
        400_000,
        3_120,
    )  # 3.125: to the even 2
    enter("forestarea", code="ALL", year=2022, forest_ha="23.080", land_ha="400.000", **PAPER)
    figure = refresh(ME, "forest_cover", 2022, date(2022, 12, 31), ">=", 5_770, 2025)
    assert (figure.value, figure.status, [row[0] for row in figure.series]) == (
        Decimal("5.77"),
        "on_track",
        ["ALL"],
    )
    proof = find("forest_cover").prove(figure, ())
    assert proof.rows[0].cells[1:3] == ("23.08", "400")
    fields = dict(row.cells for row in find("forest_cover").prove(figure, ("ALL",)).rows)
    assert "林〔2023〕1号" in fields.values()


def test_two_rows_of_a_year_and_area_and_more_forest_than_land_are_refused(enter):
    enter("forestarea", year=2022, forest_ha="1.000", land_ha="2.000", **PAPER)
    with pytest.raises(Unsound):
        enter("forestarea", year=2022, forest_ha="1.500", land_ha="2.000", **PAPER)
    with pytest.raises(Unsound):
        enter("forestarea", year=2023, forest_ha="3.000", land_ha="2.000", **PAPER)


def test_the_red_line_is_the_sum_of_the_pieces_that_hold(enter):
    enter(
        "redlinearea", km2="21.400", function="water", document="批", crs="unstated", valid_until="2022-06-30"
    )
    enter(
        "redlinearea", km2="20.125", function="water", document="批", crs="unstated", valid_from="2022-07-01"
    )
    enter("redlinearea", km2="3.850", function="soil", document="批", crs="unstated")
    before = find("redline_area").compute(2021, date(2021, 12, 31))
    assert before.value_e3(3) == 25_250
    figure = refresh(ME, "redline_area", 2022, date(2022, 12, 31), ">=", 23_975, 2025)
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("23.975"), 23_975, 1)
    assert figure.status == "on_track"
