"""Figures over the registers of water: drinking-water sources, groundwater points, villages' sewage."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import Measure, add
from huanzhi.measures.over_records import Tally, held_on, over_records, prove_records
from huanzhi.packs.water import groundwater, supply
from huanzhi.packs.water.methods import METHODS
from huanzhi.packs.water.proof_of_points import prove_points, prove_sources
from huanzhi.packs.water.sewage_village import Mode, SewageVillage
from huanzhi.standards import gb3838, gbt14848

RURAL = METHODS["rural_sewage_share"]
UNTREATED, UNVERIFIED = gettext_noop("not treated"), gettext_noop("nobody has verified it")
STOPPED, FEW_SERVED = gettext_noop("does not run"), gettext_noop("too few households served")
TREATED = gettext_noop("treated and verified")
NO_POINT, NONE_YET = supply.NO_POINT, supply.NONE_YET


def sources(year: int, as_of: date) -> Computation:
    """One part a source."""
    found = supply.source_years(year, as_of)
    parts = tuple(Part(one.source.code, one.result[0], None, one.result[1], one.source.name) for one in found)
    simulated = any(one.taken.simulated or one.source.simulated for one in found)
    return Computation(
        "share",
        parts,
        editions=(gb3838.rules.NUMBER, gbt14848.NUMBER),
        points=tuple(sorted(part.key for part in parts)),
        set_version="register drinkingsource",
        simulated=simulated,
        over="records",
    )


def points(year: int, as_of: date) -> Computation:
    """One part a regional point; it counts when its class is V."""
    found, parts = groundwater.point_years(year, as_of), []
    for one in found:
        value = 1000 * (one.verdict.decision == groundwater.CLASS_V) if one.enough else None
        reason = one.verdict.decision if one.enough else NONE_YET if one.point.point_id else NO_POINT
        parts.append(Part(one.point.code, value, None, reason, one.point.name))
    return Computation(
        "share",
        tuple(parts),
        editions=(gbt14848.NUMBER,),
        points=tuple(sorted(part.key for part in parts)),
        set_version="register groundwaterpoint",
        simulated=any(one.taken.simulated or one.point.simulated for one in found),
        over="records",
    )


def _villages(_year: int, day: date) -> Iterable[SewageVillage]:
    return held_on(SewageVillage.objects.all(), day)


def _treated(village: SewageVillage, _year: int, day: date) -> Tally:
    """Whether a village counts: treated, running, enough households, verified; each by the day."""
    if village.mode == Mode.NONE or village.since is None or village.since > day:
        return Tally(0, 1000, UNTREATED)
    if not village.running:
        return Tally(0, 1000, STOPPED)
    if village.served * 100 < RURAL.numbers["households_percent"] * village.households:
        return Tally(0, 1000, FEW_SERVED)
    if village.verified_on is None or village.verified_on > day:
        return Tally(0, 1000, UNVERIFIED)
    return Tally(1000, 1000, TREATED)


SOURCES = add(
    Measure(
        code="drinking_source_share",
        name=_("Drinking-water sources of class III or better"),
        unit="%",
        decimals=1,
        matches=(r"饮用水水源.*(优于)?Ⅲ类比例", r"饮用水水源.*达标"),
        compute=sources,
        prove=prove_sources,
        over="records",
        numerator=_("sources whose every sampling of the year keeps class III and tables 2 and 3"),
        denominator=_("sources of city and county level in use"),
        members=_("the register of drinking-water sources as it holds at the period's end"),
        sources=_("the laboratory's results of each sampling"),
        validity=_("every source needs a sampling point and the samplings of its level"),
        method=METHODS["drinking_source_share"],
        registers=("drinkingsource", "point"),
        empty=_(
            "No source of city or county level is on the register: 生态环境分局 enters it with its sampling point."
        ),
    )
)
POINTS = add(
    Measure(
        code="groundwater_v_share",
        name=_("Groundwater points of class V"),
        unit="%",
        decimals=1,
        matches=(r"地下水.*Ⅴ类.*比例",),
        compute=points,
        prove=prove_points,
        over="records",
        sense="<=",
        numerator=_("regional points whose year's mean is of class V"),
        denominator=_("regional points"),
        members=_("the register of groundwater points as it holds at the period's end"),
        sources=_("the laboratory's results of each sampling, judged by GB/T 14848"),
        validity=_("every regional point needs a sampling in the year"),
        method=METHODS["groundwater_v_share"],
        registers=("groundwaterpoint", "point"),
        empty=_("No regional point is on the register: 生态环境分局 enters those that the city assesses."),
    )
)
VILLAGES = add(
    Measure(
        code="rural_sewage_share",
        name=_("Villages whose sewage is treated"),
        unit="%",
        decimals=1,
        matches=(r"农村生活污水治理率",),
        compute=over_records("sewagevillage", "share", _villages, _treated),
        prove=prove_records(
            "sewagevillage", _("villages treated and verified ÷ villages"), _("villages"), RURAL.clause
        ),
        over="records",
        numerator=_("administrative villages treated, running, with enough households served, and verified"),
        denominator=_("administrative villages"),
        members=_("the register of villages' sewage as it holds at the period's end"),
        sources=_("the ledger of 区农业农村局, and who verified each village"),
        validity=_("a village that nobody has verified does not count"),
        method=RURAL,
        registers=("sewagevillage",),
        empty=_(
            "No village is on the register: 区农业农村局 enters every administrative village, treated or not."
        ),
    )
)
