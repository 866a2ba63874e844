"""GB/T 2589: energy in standard coal (标准煤), by the net heat of fuels. Unverified.

Amounts are whole thousandths of a fuel's unit (t, or 10,000 m³ of gas); results whole kilograms of standard coal.
"""

from fractions import Fraction

from huanzhi.science.rounding import half_even

from . import carbon, library

NUMBER = "GB/T 2589-2020"


def _heat() -> Fraction:
    return Fraction(library.get(NUMBER).rules["standard_coal"]["heat"])


def of_fuel(code: str, amount_e3: int) -> int:
    """Kilograms of standard coal of a fuel; LookupError for one without a heat.

    >>> of_fuel("bituminous", 1_000_000)  # 1000 t
    791740
    """
    known = carbon.fuels()
    if code not in known:
        raise LookupError(f"no heat for {code!r} in {carbon.NUMBER}; there are: {', '.join(known)}")
    exact = amount_e3 * known[code].heat / _heat()
    return half_even(exact.numerator, exact.denominator)


def of_heat(gigajoules_e3: int) -> int:
    """Kilograms of standard coal of heat (thousandths of GJ).

    >>> of_heat(29_307_600)  # 29,307.6 GJ: 1,000 t
    1000000
    """
    exact = gigajoules_e3 / _heat()
    return half_even(exact.numerator, exact.denominator)


def of_power(kwh: int, grams_a_kwh: str) -> int:
    """Kilograms of standard coal of power at what a kWh is counted with (g, as published for the year).

    >>> of_power(10_000, "305.5")
    3055
    """
    exact = kwh * Fraction(grams_a_kwh) / 1000
    return half_even(exact.numerator, exact.denominator)
