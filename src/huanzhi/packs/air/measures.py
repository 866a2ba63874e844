"""Figures of the air: annual mean of PM2.5, share of good days, heavily polluted days."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from huanzhi.measures.computation import Computation, Day, Kind, Part
from huanzhi.measures.measure import Measure, add
from huanzhi.monitoring.models import Point
from huanzhi.monitoring.queries import point_set
from huanzhi.packs.air.district import DistrictDay, district_days, rules
from huanzhi.packs.air.gap import gap_of
from huanzhi.packs.air.proof import prove
from huanzhi.standards import library

POINTS = "air-assessment"  # the set of points that a profile names for assessment
HISTORY = 5  # former years to compare with and to try the outlook on


def _mean(item: str) -> Callable[[DistrictDay], int | None]:
    return lambda day: day.values.get(item)


def _good(day: DistrictDay) -> int | None:
    top = rules(day.day)["days"]["good_up_to"]
    return None if day.aqi is None else 1000 * (day.aqi <= top)


def _heavy(day: DistrictDay) -> int | None:
    above = rules(day.day)["days"]["heavy_above"]
    return None if day.aqi is None else 1000 * (day.aqi > above)


Over = Callable[[int, date, Sequence[str]], Computation]


def _over(kind: Kind, contribution: Callable[[DistrictDay], int | None]) -> Over:
    """The computation of a year up to a day over points by code, with whole former years beside it."""

    def compute(year: int, as_of: date, codes: Sequence[str]) -> Computation:
        last = date(year, 12, 31)
        days = district_days(codes, date(year, 1, 1), min(as_of, last))
        former = {}
        if codes:
            past = district_days(codes, date(year - HISTORY, 1, 1), date(year - 1, 12, 31))
            for before, held in groupby(past, lambda day: day.day.year):
                found = tuple(_contributions(list(held), contribution))
                if any(part.value_e3 is not None for part in found):
                    former[before] = found
        return Computation(
            kind=kind,
            parts=tuple(_contributions(days, contribution)),
            former=former,
            editions=tuple(sorted({day.edition for day in days})),
            points=tuple(codes),
            needed=_needed(as_of),
            simulated=any(day.simulated for day in days),
        )

    return compute


def _year(kind: Kind, over: Over) -> Callable[[int, date], Computation]:
    """The computation over the set of points that holds at the end of the period computed."""

    def compute(year: int, as_of: date) -> Computation:
        try:
            chosen = point_set(POINTS, as_of)
        except LookupError:  # nobody has said which stations count: there is nothing to compute from
            return Computation(kind, ())
        codes = sorted(chosen.points.values_list("code", flat=True))
        return replace(over(year, as_of, codes), set_version=f"{chosen.code} v{chosen.version}")

    return compute


def _candidates(year: int, as_of: date) -> list[tuple[str, str]]:
    """Stations of the air that could stand in for one of the set."""
    return list(Point.objects.filter(medium="air").order_by("code").values_list("code", "name"))


def _contributions(days: list[DistrictDay], of: Callable[[DistrictDay], int | None]) -> list[Part]:
    found = []
    for day in days:
        value = of(day)
        reason = "" if value is not None else "too few valid points"
        found.append(Day(day.day, value, day.aqi, reason))
    return found


def _needed(day: date) -> int:
    """Valid days that an annual figure needs (GB 3095, validity of statistics)."""
    return int(library.edition_for("GB 3095", day).rules["validity"]["year_days"])


def _declare(code: str, kind: Kind, of: Callable[[DistrictDay], int | None], **words: Any) -> Measure:
    over = _over(kind, of)
    return add(
        Measure(
            code=code,
            compute=_year(kind, over),
            over_members=over,
            candidates=_candidates,
            prove=prove,
            gap=gap_of(kind, of),
            members=_(
                "the stations of the set “air-assessment” in the version that holds at the period's end"
            ),
            sources=_("hours of the stations, judged to days by HJ 663 and HJ 633"),
            validity=_(
                "a day counts when enough stations are valid (HJ 663); a year needs the days of GB 3095, validity"
            ),
            edition="2026-3",
            **words,
        )
    )


PM2_5 = _declare(
    "pm2_5_mean",
    "mean",
    _mean("pm2_5"),
    name=_("Annual mean of PM2.5"),
    unit="µg/m³",
    decimals=0,
    matches=(r"细颗粒物.*(年均|浓度)", r"PM2\.?5.*(年均|浓度)"),
    numerator=_("sum of the district's valid daily means"),
    denominator=_("valid days"),
)
GOOD_DAYS = _declare(
    "good_day_share",
    "share",
    _good,
    name=_("Share of good days"),
    unit="%",
    decimals=1,
    matches=(r"优良天数(比例|比率)", r"空气质量优良率"),
    numerator=_("days whose AQI is good or excellent"),
    denominator=_("valid days"),
)
HEAVY_DAYS = _declare(
    "heavy_days",
    "count",
    _heavy,
    name=_("Days of heavy pollution"),
    unit="d",
    decimals=0,
    matches=(r"重(度|污染).*天(数|气)",),
    numerator=_("days whose AQI is above the bound of heavy pollution"),
)
