"""Where the gap of an air figure comes from: which stations, and which pollutant makes the days that do not count."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from huanzhi.measures.computation import Kind, settled
from huanzhi.measures.gap import Group, Part, by_member
from huanzhi.measures.models import Figure
from huanzhi.monitoring.models import Point
from huanzhi.monitoring.vocabulary import factors
from huanzhi.packs.air.district import DistrictDay, district_days

Contribution = Callable[[DistrictDay], int | None]
O3_8H = "o3_8h"


def gap_of(kind: Kind, contribution: Contribution) -> Callable[[Figure], list[Group]]:
    """The groups of a figure of this kind, made of those contributions."""

    def groups(figure: Figure) -> list[Group]:
        found = [_stations(figure, kind, contribution)]
        if kind != "mean":
            found.append(_pollutants(figure, contribution))
        return [group for group in found if group.parts]

    return groups


def _days(figure: Figure, codes: Sequence[str]) -> list[DistrictDay]:
    return district_days(codes, date(figure.year, 1, 1), min(figure.as_of, date(figure.year, 12, 31)))


def _stations(figure: Figure, kind: Kind, contribution: Contribution) -> Group:
    """Each station's own figure against the target."""
    names = dict(Point.objects.filter(code__in=figure.points).values_list("code", "name"))
    values: dict[str, int | None] = {}
    for code in figure.points:
        held = [value for day in _days(figure, [code]) if (value := contribution(day)) is not None]
        own = settled(kind, sum(held), 1 if kind == "count" else len(held), 1) if held else None
        values[names.get(code, code)] = own
    return Group(
        _("stations, each by itself against the target"),
        by_member(values, figure.comparator, figure.target_e3 or 0),
    )


def _pollutants(figure: Figure, contribution: Contribution) -> Group:
    """How many of the days on the wrong side each pollutant led; a day that two led counts for both."""
    wrong = 0 if figure.comparator == ">=" else 1000
    days = [day for day in _days(figure, figure.points) if contribution(day) == wrong]
    led = Counter(name for day in days for name in day.primary)
    labels = {name: "O₃ 8h" if name == O3_8H else factors()[name].label for name in led}
    return Group(
        _("days on the wrong side, by the pollutant that led them"),
        [Part(labels[name], 1000 * count, count) for name, count in led.most_common()],
        unit="d",
    )
