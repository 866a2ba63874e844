"""Figures of soil: polluted farmland used safely, key construction land used safely; both by area."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huanzhi.measures.measure import Measure, add
from huanzhi.measures.over_records import Tally, held_on, over_records, prove_records
from huanzhi.packs.soil.construction_plot import ConstructionPlot, Purpose, Survey
from huanzhi.packs.soil.farmland_plot import FarmlandPlot, Grade, Taken
from huanzhi.packs.soil.methods import METHODS

FARMLAND, LAND = METHODS["farmland_safe_share"], METHODS["construction_safe_share"]
NO_MEASURE, UNVERIFIED = gettext_noop("no measure taken yet"), gettext_noop("nobody has verified it")
WRONG = gettext_noop("the measure is not one for its class")
UNTESTED, UNSOUND = gettext_noop("produce not tested"), gettext_noop("produce over the limits")
SAFE, UNSURVEYED = gettext_noop("used safely"), gettext_noop("used before its soil was surveyed")
LISTED = gettext_noop("used while it stood on the list")
RISKY = gettext_noop("risk not acceptable and no remediation accepted before it was used")
FITTING: dict[str, set[str]] = {
    Grade.PRIORITY: set(Taken.values) - {Taken.NONE},
    Grade.SAFE_USE: {Taken.FARMING, Taken.VARIETY, Taken.REMEDY, Taken.OTHER_CROP, Taken.FALLOW},
    Grade.STRICT: {Taken.OTHER_CROP, Taken.FALLOW},
}
EATEN = {Taken.FARMING, Taken.VARIETY, Taken.REMEDY}  # measures after which food still grows there


def _plots(_year: int, day: date) -> Iterable[FarmlandPlot]:
    return held_on(FarmlandPlot.objects.all(), day)


def _farmed(plot: FarmlandPlot, _year: int, day: date) -> Tally:
    why = _unsafe(plot, day)
    area = int(plot.hectares * 1000)
    return Tally(0 if why else area, area, why or SAFE)


def _unsafe(plot: FarmlandPlot, day: date) -> str:
    """Why a plot does not count as used safely on a day."""
    if plot.measure == Taken.NONE or plot.since is None or plot.since > day:
        return NO_MEASURE
    if plot.measure not in FITTING[Grade(plot.grade)]:
        return WRONG
    if plot.grade == Grade.SAFE_USE and plot.measure in EATEN:
        if plot.produce_sound is None or plot.produce_on is None or plot.produce_on > day:
            return UNTESTED
        if not plot.produce_sound:
            return UNSOUND
    return UNVERIFIED if plot.verified_on is None or plot.verified_on > day else ""


def _used(year: int, day: date) -> Iterable[ConstructionPlot]:
    rows = held_on(ConstructionPlot.objects.all(), day).filter(used_on__year=year, used_on__lte=day)
    return rows.filter(Q(purpose__in=(Purpose.HOUSING, Purpose.PUBLIC)) | Q(listed_on__isnull=False))


def _built(plot: ConstructionPlot, _year: int, _day: date) -> Tally:
    why = _too_early(plot)
    area = int(plot.hectares * 1000)
    return Tally(0 if why else area, area, why or SAFE)


def _too_early(plot: ConstructionPlot) -> str:
    """Why a plot was not to be used yet on the day that it was."""
    used = plot.used_on
    if used is None or plot.survey == Survey.NONE or plot.survey_on is None or plot.survey_on > used:
        return UNSURVEYED
    if plot.listed_on and plot.listed_on <= used and (plot.delisted_on is None or plot.delisted_on > used):
        return LISTED
    accepted = plot.accepted_on is not None and plot.accepted_on <= used
    return RISKY if plot.survey == Survey.RISK and not accepted else ""


FARMLAND_SAFE = add(
    Measure(
        code="farmland_safe_share",
        name=_("Polluted farmland used safely"),
        unit="%",
        decimals=1,
        matches=(r"受污染耕地安全利用率",),
        compute=over_records("farmlandplot", "ratio", _plots, _farmed),
        prove=prove_records("farmlandplot", _("area used safely ÷ polluted farmland"), "ha", FARMLAND.clause),
        over="records",
        parts_in="ha",
        numerator=_("area on which the measures of its class are taken, verified, and the produce is sound"),
        denominator=_("area of polluted farmland"),
        members=_("the register of polluted farmland as it holds at the period's end"),
        sources=_("the inventory of 区农业农村局, tests of produce, and who verified each plot"),
        validity=_("a plot that nobody has verified does not count"),
        method=FARMLAND,
        registers=("farmlandplot",),
        empty=_("No plot is on the register: 区农业农村局 enters the inventory of polluted farmland."),
    )
)
LAND_SAFE = add(
    Measure(
        code="construction_safe_share",
        name=_("Key construction land used safely"),
        unit="%",
        decimals=1,
        matches=(r"(重点建设用地|污染地块)安全利用率",),
        compute=over_records("constructionplot", "ratio", _used, _built),
        prove=prove_records("constructionplot", _("area used safely ÷ area put to use"), "ha", LAND.clause),
        over="records",
        beside="stated_construction_safe",
        parts_in="ha",
        numerator=_("area surveyed, and where needed remediated and off the list, before it was used"),
        denominator=_("area of key plots put to use in the year"),
        members=_("plots of the register whose land was supplied or permitted in the year"),
        sources=_("reviews of survey reports, the list of risk control and remediation, permits of 规自分局"),
        validity=_("at least one key plot must have been put to use in the year"),
        method=LAND,
        registers=("constructionplot",),
        empty=_(
            "No key plot was put to use in this year, or none is on the register: 规自分局 and 生态环境分局 say which."
        ),
    )
)
