"""Figures of ecological space: forest cover, area under the red line."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huanzhi.measures.measure import Measure, add
from huanzhi.measures.over_records import Tally, held_on, over_records, prove_records
from huanzhi.packs.space.forest_area import ForestArea
from huanzhi.packs.space.methods import METHODS
from huanzhi.packs.space.red_line import RedLineArea

FOREST, LINE = METHODS["forest_cover"], METHODS["redline_area"]
SURVEYED, APPROVED = gettext_noop("area of the year's survey"), gettext_noop("area as approved")


def _forests(year: int, day: date) -> Iterable[ForestArea]:
    """The district's own row of the year, else those of its towns."""
    rows = ForestArea.objects.filter(year=year).order_by("code")
    whole = rows.filter(area=None)
    return whole if whole.exists() else rows


def _grown(row: ForestArea, _year: int, _day: date) -> Tally:
    return Tally(int(row.forest_ha * 1000), int(row.land_ha * 1000), SURVEYED)


def _pieces(_year: int, day: date) -> Iterable[RedLineArea]:
    return held_on(RedLineArea.objects.all(), day)


def _piece(row: RedLineArea, _year: int, _day: date) -> Tally:
    return Tally(int(row.km2 * 1000), 0, APPROVED)


FOREST_COVER = add(
    Measure(
        code="forest_cover",
        name=_("Forest cover, from areas"),
        unit="%",
        decimals=2,
        matches=(r"森林覆盖率",),
        compute=over_records("forestarea", "ratio", _forests, _grown),
        prove=prove_records("forestarea", _("forest ÷ land"), "ha", FOREST.clause),
        over="records",
        beside="stated_forest_cover",
        parts_in="ha",
        numerator=_("forest area of the year's survey"),
        denominator=_("land area"),
        members=_("the register of forest areas: the district's row of the year, else its towns'"),
        sources=_("the document of the body that surveys the forest, with its areas"),
        validity=_("the year's survey must have been entered"),
        method=FOREST,
        registers=("forestarea",),
        empty=_(
            "No survey of this year is on the register: 区农业农村局 (forestry) enters its areas with the document."
        ),
    )
)
RED_LINE = add(
    Measure(
        code="redline_area",
        name=_("Area under the ecological red line, from its pieces"),
        unit="km²",
        decimals=3,
        matches=(r"生态保护红线面积",),
        compute=over_records("redlinearea", "count", _pieces, _piece),
        prove=prove_records("redlinearea", _("sum of the pieces"), "km²", LINE.clause),
        over="records",
        beside="stated_redline_area",
        parts_in="km²",
        numerator=_("areas of the pieces as approved"),
        members=_("the register of pieces of the red line as it holds at the period's end"),
        sources=_("the approval of the red line and its list of pieces"),
        validity=_("at least one piece must be on the register"),
        method=LINE,
        registers=("redlinearea",),
        empty=_("No piece of the red line is on the register: 规自分局 enters the approved list."),
    )
)
