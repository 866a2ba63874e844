"""Figures of carbon and energy: falls of intensity against the five years' base, share of non-fossil energy."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huanzhi.measures.computation import Computation, Part, Weighed
from huanzhi.measures.measure import Measure, add
from huanzhi.packs.carbon.balance import NO_GDP, Balance, balance
from huanzhi.packs.carbon.methods import METHODS
from huanzhi.packs.carbon.proof import prove_falls, prove_share
from huanzhi.standards import carbon, standard_coal

OTHER_PRICES = gettext_noop("GDP at prices of another year than the base's")
PERIOD = 5  # years of a five-year plan; the first of one is 2021
SET = "register yearaccount"


def base_year(year: int) -> int:
    """The year before the five-year period that a year lies in.

    >>> base_year(2021), base_year(2025), base_year(2026)
    (2020, 2020, 2025)
    """
    return year - 1 - (year - 1) % PERIOD


def falls(
    amount: Callable[[Balance], int | None], lacks: Callable[[Balance], str], editions: tuple[str, ...]
) -> Any:
    """The computation of a fall: the base year and the year, each its amount and its GDP."""

    def compute(year: int, as_of: date) -> Computation:
        base, own = balance(base_year(year)), balance(year)
        if as_of < date(year, 12, 31) or own.account is None:
            parts: tuple[Part, ...] = ()  # a year that runs has no account yet
        else:
            prices = base.account.prices if base.account else None
            parts = tuple(_part(one, amount(one), lacks(one), prices) for one in (base, own))
        simulated = any(one.account.simulated for one in (base, own) if one.account)
        return Computation(
            "fall", parts, editions=editions, set_version=SET, simulated=simulated, over="records"
        )

    return compute


def _part(one: Balance, amount: int | None, lacks: str, prices: int | None) -> Part:
    gdp = one.account.gdp_wan if one.account else None
    reason = one.lacks or ("" if gdp else NO_GDP)
    if not reason and one.account and one.account.prices != prices:
        reason = OTHER_PRICES
    reason = reason or lacks
    return Weighed(str(one.year), None if reason else amount, gdp or 0, reason, str(one.year))


def share(year: int, as_of: date) -> Computation:
    """One part a kind of energy."""
    own = balance(year)
    if own.account is None:
        return Computation("ratio", (), set_version=SET, over="records")
    parts = [
        Weighed(line.use.code, line.coal if line.clean else 0, line.coal, name=line.use.name)
        for line in own.lines
    ]
    if own.lacks:
        parts = [Weighed(own.account.code, None, 0, own.lacks, own.account.name)]
    return Computation(
        "ratio",
        tuple(parts),
        editions=(standard_coal.NUMBER, carbon.NUMBER),
        set_version=SET,
        simulated=own.account.simulated,
        over="records",
    )


def _declare(code: str, **words: Any) -> Measure:
    return add(
        Measure(
            code=code,
            unit="%",
            decimals=2,
            over="records",
            beside=f"stated_{code}",
            sources=_("energy balance, GDP at constant prices and factors of the year, with their documents"),
            validity=_("the account must be complete, of the base year as well, at prices of one year"),
            method=METHODS[code],
            registers=("yearaccount", "energyuse"),
            empty=_("No complete account of this year: 统计分局 gives energy and GDP, 区发改局 enters them."),
            **words,
        )
    )


CARBON_FALL = _declare(
    "carbon_intensity_fall",
    name=_("Fall of carbon dioxide per unit of GDP, from accounts"),
    matches=(r"单位地区生产总值二氧化碳排放.*降低",),
    compute=falls(lambda one: one.carbon, lambda one: one.carbon_lacks, (carbon.NUMBER,)),
    prove=prove_falls,
    parts_in="t",
    numerator=_("carbon dioxide of the year per GDP, against that of the base year"),
    denominator=_("carbon dioxide of the base year per GDP"),
    members=_("the account of the year and that of the year before the five-year period"),
)
ENERGY_FALL = _declare(
    "energy_intensity_fall",
    name=_("Fall of energy per unit of GDP, from accounts"),
    matches=(r"单位地区生产总值能(源消)?耗.*降低",),
    compute=falls(lambda one: one.coal, lambda one: "", (standard_coal.NUMBER, carbon.NUMBER)),
    prove=prove_falls,
    parts_in="t",
    numerator=_("energy of the year per GDP, against that of the base year"),
    denominator=_("energy of the base year per GDP"),
    members=_("the account of the year and that of the year before the five-year period"),
)
NONFOSSIL = _declare(
    "nonfossil_share",
    name=_("Share of non-fossil energy, from accounts"),
    matches=(r"非化石能源.*比[例重]",),
    compute=share,
    prove=prove_share,
    parts_in="tce",
    numerator=_("non-fossil energy in standard coal"),
    denominator=_("all primary energy in standard coal"),
    members=_("the kinds of energy of the year's account"),
)
