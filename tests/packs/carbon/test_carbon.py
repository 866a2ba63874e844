"""Falls of intensity and the share of non-fossil energy, reckoned by hand from round numbers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import refresh
from huanzhi.measures.measure import find
from huanzhi.packs.carbon.energy_use import Energy
from huanzhi.packs.carbon.measures import base_year
from huanzhi.standards import carbon

ME = SYSTEM("test")
END = date(2021, 12, 31)
OWN = {"power_in", "power_in_clean", "heat_in", "power_clean", "other_clean"}


@pytest.fixture
def years(enter):
    """2020: 10,000 t of anthracite, 1,000 of 10,000 yuan; 2021: the same coal, 1,250, and 2,000 tce of biomass."""
    for year, gdp in ((2020, 1000), (2021, 1250)):
        enter("yearaccount", code=f"Y{year}", year=year, gdp_wan=gdp, prices=2020, state="final")
        enter(
            "energyuse",
            code=f"U{year}",
            account=f"Y{year}",
            energy="anthracite",
            amount="10000",
            feedstock="0",
        )
    enter("energyuse", code="B2021", account="Y2021", energy="other_clean", amount="2000", feedstock="0")


def test_fuels_are_those_of_the_factors():
    assert set(Energy.values) - OWN == set(carbon.fuels())


def test_carbon_falls_by_a_fifth_when_gdp_grows_by_a_quarter(years):
    # the same carbon over 1.25 times the GDP: 1 / 1.25 = 0.8
    figure = refresh(ME, "carbon_intensity_fall", 2021, END, ">=", 18_000, 2025)
    assert (figure.kind, figure.value, figure.status) == ("fall", Decimal("20.00"), "on_track")
    kilograms = carbon.emission({"anthracite": 10_000_000}).kilograms
    assert figure.series == [["2020", kilograms, 1000], ["2021", kilograms, 1250]]
    assert (figure.numerator, figure.denominator) == (kilograms * 1000, kilograms * 1250)


def test_energy_falls_less_because_biomass_is_energy_too(years):
    coal = Fraction(10_000) * Fraction("24.515") / Fraction("29.3076")  # tce
    expected = (1 - (coal + 2000) / 1250 / (coal / 1000)) * 100
    figure = refresh(ME, "energy_intensity_fall", 2021, END, ">=", 18_000, 2025)
    assert abs(Fraction(figure.value) - expected) <= Fraction(1, 200)
    assert figure.status == "at_risk"
    assert figure.value == Decimal("0.87")


def test_the_share_of_non_fossil_energy(years):
    coal = Fraction(10_000) * Fraction("24.515") / Fraction("29.3076")
    figure = refresh(ME, "nonfossil_share", 2021, END, ">=", 18_000, 2025)
    assert figure.value == Decimal("19.30")
    assert abs(Fraction(figure.value) - 2000 / (coal + 2000) * 100) <= Fraction(1, 200)
    assert [row[0] for row in figure.series] == ["B2021", "U2021"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "open"}, "the account is not complete"),
        ({"gdp_wan": None}, "no GDP at constant prices"),
        ({"prices": 2015}, "GDP at prices of another year than the base's"),
    ],
)
def test_what_an_account_lacks_is_told(years, change, why):
    from huanzhi.packs.carbon.models import YearAccount

    YearAccount.objects.filter(year=2021).update(**change)
    figure = refresh(ME, "carbon_intensity_fall", 2021, END, ">=", 18_000, 2025)
    assert (figure.value, figure.status, figure.label("2021")[1]) == (None, "cannot_compute", why)


def test_power_needs_what_a_kwh_counts_as_and_the_factor_of_the_grid(years, enter):
    from huanzhi.packs.carbon.models import YearAccount

    enter("energyuse", account="Y2021", energy="power_in", amount="100", feedstock="0")
    measure = find("carbon_intensity_fall")
    assert measure.compute(2021, END).parts[1].reason == "what a kWh counts as is missing"
    YearAccount.objects.filter(year=2021).update(power_gce=Decimal("305.50"))
    assert measure.compute(2021, END).parts[1].reason == "the grid's factor of the year is missing"
    YearAccount.objects.filter(year=2021).update(grid_factor=Decimal("0.5810"))
    found = measure.compute(2021, END)
    # 100 of 10,000 kWh are a million kWh: 581 t more
    assert found.parts[1].value_e3 - found.parts[0].value_e3 == 581_000
    energy = find("energy_intensity_fall").compute(2021, END)
    assert energy.parts[1].value_e3 - energy.parts[0].value_e3 == 2_000_000 + 305_500


def test_the_base_is_the_year_before_the_five_years():
    assert [base_year(year) for year in (2020, 2021, 2025, 2026)] == [2015, 2020, 2020, 2025]


def test_a_year_that_runs_and_one_without_account_give_nothing(years):
    measure = find("carbon_intensity_fall")
    assert measure.compute(2021, date(2021, 6, 30)).parts == ()
    assert measure.compute(2022, date(2022, 12, 31)).parts == ()


def test_the_proof_goes_down_to_the_record(years):
    measure = find("carbon_intensity_fall")
    figure = refresh(ME, "carbon_intensity_fall", 2021, END, ">=", 18_000, 2025)
    assert [row.link for row in measure.prove(figure, ()).rows] == ["2020", "2021"]
    kinds = measure.prove(figure, ("2021",)).rows
    assert {row.link for row in kinds} == {"U2021", "B2021", "Y2021"}
    assert measure.prove(figure, ("2021", "U2021")).title == "U2021"
    with pytest.raises(LookupError):
        measure.prove(figure, ("2019",))
