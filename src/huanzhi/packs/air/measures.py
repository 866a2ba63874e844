"""Figures of the air: annual mean of PM2.5, share of good days, heavily polluted days."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from huanzhi.measures.computation import Computation, Day, Kind
from huanzhi.measures.measure import Measure, add
from huanzhi.monitoring.queries import point_set
from huanzhi.packs.air.district import DistrictDay, district_days, rules
from huanzhi.packs.air.proof import prove
from huanzhi.standards import library

POINTS = "air-assessment"  # the set of points that a profile names for assessment
FORMER = 3


def _mean(item: str) -> Callable[[DistrictDay], int | None]:
    return lambda day: day.values.get(item)


def _good(day: DistrictDay) -> int | None:
    top = rules(day.day)["days"]["good_up_to"]
    return None if day.aqi is None else 1000 * (day.aqi <= top)


def _heavy(day: DistrictDay) -> int | None:
    above = rules(day.day)["days"]["heavy_above"]
    return None if day.aqi is None else 1000 * (day.aqi > above)


def _year(
    kind: Kind, contribution: Callable[[DistrictDay], int | None]
) -> Callable[[int, date], Computation]:
    """The computation of a year up to a day, with the rest of the three years before to compare with."""

    def compute(year: int, as_of: date) -> Computation:
        try:
            chosen = point_set(POINTS, as_of)
        except LookupError:  # nobody has said which stations count: there is nothing to compute from
            return Computation(kind, ())
        codes = sorted(chosen.points.values_list("code", flat=True))
        days = district_days(codes, date(year, 1, 1), min(as_of, date(year, 12, 31)))
        former = {
            before: tuple(_contributions(_rest(codes, before, as_of), contribution))
            for before in range(year - FORMER, year)
            if as_of < date(year, 12, 31)
        }
        return Computation(
            kind=kind,
            days=tuple(_contributions(days, contribution)),
            former={
                before: rest for before, rest in former.items() if any(d.value_e3 is not None for d in rest)
            },
            editions=tuple(sorted({day.edition for day in days})),
            points=tuple(codes),
            set_version=f"{chosen.code} v{chosen.version}",
            needed_days=_needed(as_of),
            simulated=any(day.simulated for day in days),
        )

    return compute


def _rest(codes: list[str], year: int, as_of: date) -> list[DistrictDay]:
    same = date(year, 2, 28) if (as_of.month, as_of.day) == (2, 29) else as_of.replace(year=year)
    return district_days(codes, same + timedelta(days=1), date(year, 12, 31))


def _contributions(days: list[DistrictDay], of: Callable[[DistrictDay], int | None]) -> list[Day]:
    found = []
    for day in days:
        value = of(day)
        reason = "" if value is not None else "too few valid points"
        found.append(Day(day.day, value, day.aqi, reason))
    return found


def _needed(day: date) -> int:
    """Valid days that an annual figure needs (GB 3095, validity of statistics)."""
    return int(library.edition_for("GB 3095", day).rules["validity"]["year_days"])


PM2_5 = add(
    Measure(
        code="pm2_5_mean",
        name=_("Annual mean of PM2.5"),
        unit="µg/m³",
        decimals=0,
        matches=(r"细颗粒物.*(年均|浓度)", r"PM2\.?5.*(年均|浓度)"),
        compute=_year("mean", _mean("pm2_5")),
        prove=prove,
    )
)
GOOD_DAYS = add(
    Measure(
        code="good_day_share",
        name=_("Share of good days"),
        unit="%",
        decimals=1,
        matches=(r"优良天数(比例|比率)", r"空气质量优良率"),
        compute=_year("share", _good),
        prove=prove,
    )
)
HEAVY_DAYS = add(
    Measure(
        code="heavy_days",
        name=_("Days of heavy pollution"),
        unit="d",
        decimals=0,
        matches=(r"重(度|污染).*天(数|气)",),
        compute=_year("count", _heavy),
        prove=prove,
    )
)
