"""Carbon dioxide of energy: worked by hand, and the sums that must hold."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.standards import carbon

AMOUNTS = st.dictionaries(st.sampled_from(sorted(carbon.fuels())), st.integers(0, 10**9), max_size=6)


def test_a_tonne_of_coal_and_gas_by_hand():
    # 23.204 GJ/t x 0.02618 tC/GJ x 93 % x 44/12 = 2.071509 t; 389.31 x 0.0153 x 99 % x 44/12 = 21.621888 t
    assert carbon.emission({"bituminous": 1_000_000}).kilograms == 2_071_509
    assert carbon.emission({"natural_gas": 1_000}).kilograms == 21_622


@given(AMOUNTS, AMOUNTS)
def test_balances_add_up_but_for_rounding(one, two):
    both = {code: one.get(code, 0) + two.get(code, 0) for code in {*one, *two}}
    apart = carbon.emission(one).kilograms + carbon.emission(two).kilograms
    assert abs(carbon.emission(both).kilograms - apart) <= len(one) + len(two)


@given(AMOUNTS, st.floats(0, 20))
def test_the_interval_is_the_root_of_squares(amounts, width):
    found = carbon.emission(amounts, amount_half_width=width)
    tonnes = [line.kilograms * line.half_width for line in found.lines]
    if found.kilograms:
        assert isclose(found.half_width, sqrt(sum(x * x for x in tonnes)) / found.kilograms)
        assert found.half_width <= max(line.half_width for line in found.lines) + 1e-9


def test_a_line_of_a_balance_and_what_does_not_add_up():
    assert carbon.burned({"production": 10, "to_outside": 4, "loss": 1}) == 5
    with pytest.raises(ValueError, match="do not add up"):
        carbon.burned({"to_outside": 1})
    with pytest.raises(LookupError, match="no entry 'magic'"):
        carbon.burned({"magic": 1})
    with pytest.raises(LookupError, match="no factor for 'peat'"):
        carbon.emission({"peat": 1})


def test_measured_factors_replace_the_defaults_and_power_may_leave():
    coal = carbon.fuels()["bituminous"]
    measured = carbon.Fuel(
        "bituminous", "t", Fraction("20"), coal.carbon, Fraction(100), Fraction(1), "laboratory"
    )
    ours = carbon.emission({"bituminous": 1_000}, {"bituminous": measured}, power=[(-1_000, "0.5")])
    assert [line.kilograms for line in ours.lines] == [1_920, -500]
    assert carbon.fall(carbon.intensity(82, 100), carbon.intensity(100, 100)) == 1_800
    with pytest.raises(ValueError):
        carbon.intensity(1, 0)
