"""Carbon dioxide of a region's energy (能源活动二氧化碳): from its energy balance, per GDP, with its uncertainty.

Amounts are whole thousandths of a fuel's unit (t, or 10,000 m³ of gas); results whole kilograms. Factors are unverified
defaults: give measured ones where there are any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import sqrt

from huanzhi.science.rounding import half_even

from . import library

NUMBER = "CO2-2022"


@dataclass(frozen=True)
class Fuel:
    """A fuel's factors: heat (GJ a unit), carbon (tC/GJ), the share that burns (per cent), and their uncertainty."""

    code: str
    unit: str
    heat: Fraction
    carbon: Fraction
    oxidised: Fraction
    half_width: Fraction
    source: str

    def tonnes_a_unit(self) -> Fraction:
        """Tonnes of carbon dioxide of one unit."""
        molar = library.get(NUMBER).rules["molar"]
        return (
            self.heat * self.carbon * self.oxidised / 100 * Fraction(molar["carbon_dioxide"], molar["carbon"])
        )


@dataclass(frozen=True)
class Line:
    """One fuel of a balance: kilograms of carbon dioxide and half the width of its 95 % interval, per cent."""

    code: str
    kilograms: int
    half_width: float


@dataclass(frozen=True)
class Emission:
    """The sum of a balance with its lines and the half width of its 95 % interval, per cent."""

    kilograms: int
    half_width: float
    lines: tuple[Line, ...]


@cache
def fuels() -> dict[str, Fuel]:
    """The default factors of every fuel.

    >>> round(float(fuels()["bituminous"].tonnes_a_unit()), 4)
    2.0715
    """
    rules = library.get(NUMBER).rules
    return {
        row["code"]: Fuel(
            row["code"],
            row["unit"],
            Fraction(row["heat"]),
            Fraction(row["carbon"]),
            Fraction(row["oxidised"]),
            Fraction(rules["uncertainty"][row["kind"]]),
            NUMBER,
        )
        for row in rules["fuels"]["rows"]
    }


def burned(row: Mapping[str, int]) -> int:
    """What a fuel's line of an energy balance burns: consumption without feedstock and losses (thousandths).

    production + from_outside - to_outside + stock_drawn - feedstock - loss; a missing entry is zero. ValueError below
    zero: the line does not add up.

    >>> burned({"from_outside": 900_000, "to_outside": 100_000, "stock_drawn": -50_000, "feedstock": 30_000})
    720000
    """
    signs = {
        "production": 1,
        "from_outside": 1,
        "to_outside": -1,
        "stock_drawn": 1,
        "feedstock": -1,
        "loss": -1,
    }
    if unknown := set(row) - set(signs):
        raise LookupError(
            f"no entry {sorted(unknown)[0]!r} in an energy balance; there are: {', '.join(signs)}"
        )
    amount = sum(sign * row.get(entry, 0) for entry, sign in signs.items())
    if amount < 0:
        raise ValueError(f"the balance burns {amount}: its entries do not add up")
    return amount


def emission(
    amounts: Mapping[str, int],
    factors: Mapping[str, Fuel] | None = None,
    power: Sequence[tuple[int, str]] = (),
    amount_half_width: float = 0.0,
) -> Emission:
    """Carbon dioxide of the fuels burned and of the power brought in.

    Parameters
    ----------
    amounts : thousandths of each fuel's unit, by code.
    factors : own factors that replace defaults.
    power : (kWh brought in less sent out, kilograms of CO2 a kWh as printed) for each grid and year.
    amount_half_width : uncertainty of the amounts, per cent.

    Uncertainties are taken to be independent: squares add within a fuel, and over fuels by kilograms (IPCC 2006,
    volume 1, chapter 3). LookupError for a fuel without a factor.

    >>> one = emission({"bituminous": 1_000_000, "natural_gas": 100_000})
    >>> one.kilograms, round(one.half_width, 2)
    (4233698, 2.89)
    >>> emission({}, power=[(1_000_000, "0.5568")]).kilograms
    556800
    """
    known = {**fuels(), **(factors or {})}
    lines = []
    for code, amount in amounts.items():
        if code not in known:
            raise LookupError(f"no factor for {code!r} in {NUMBER}; there are: {', '.join(known)}")
        exact = amount * known[code].tonnes_a_unit()
        width = sqrt(float(known[code].half_width) ** 2 + amount_half_width**2)
        lines.append(Line(code, half_even(exact.numerator, exact.denominator), width))
    for number, (kwh, factor) in enumerate(power, 1):
        exact = kwh * Fraction(factor)
        lines.append(
            Line(f"power {number}", half_even(exact.numerator, exact.denominator), amount_half_width)
        )
    total = sum(line.kilograms for line in lines)
    squares = sum((line.kilograms * line.half_width) ** 2 for line in lines)
    return Emission(total, sqrt(squares) / abs(total) if total else 0.0, tuple(lines))


def intensity(kilograms: int, gdp_yuan: int) -> Fraction:
    """Tonnes of carbon dioxide for 10,000 yuan of GDP at constant prices (碳排放强度), exact.

    >>> float(intensity(4_233_698, 20_000_000))
    2.116849
    """
    if gdp_yuan <= 0:
        raise ValueError(f"a GDP of {gdp_yuan} yuan")
    return Fraction(kilograms * 10, gdp_yuan)


def fall(now: Fraction, before: Fraction) -> int:
    """By how many hundredths of a per cent an intensity fell (negative: rose); half to even.

    >>> fall(Fraction(82, 100), Fraction(1))
    1800
    """
    exact = (1 - now / before) * 10_000
    return half_even(exact.numerator, exact.denominator)
