"""水源达标 Sources that keep class III: each sampling of a year judged by GB 3838 or, of groundwater, GB/T 14848."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop

from huanzhi.measures.over_records import held_on
from huanzhi.packs.water.drinking_source import DrinkingSource, Level, Use, Water
from huanzhi.packs.water.groundwater import class_of, to_items
from huanzhi.packs.water.methods import METHODS
from huanzhi.packs.water.samplings import PLACES, Samplings, items, samplings
from huanzhi.standards import gb3838
from huanzhi.standards.verdict import Verdict

METHOD = METHODS["drinking_source_share"]
NO_POINT, NONE_YET = gettext_noop("no sampling point named"), gettext_noop("no sampling in this year")
TOO_FEW = gettext_noop("too few samplings of the year")
OVER = gettext_noop("a sampling was over class III")
KEPT = gettext_noop("every sampling kept class III")
GOOD = 3


@dataclass(frozen=True)
class SourceYear:
    """A source's samplings of a year with the verdict of each, and how many there must be by that day."""

    source: DrinkingSource
    taken: Samplings
    verdicts: dict[datetime, Verdict]
    needed: int

    @property
    def over(self) -> dict[datetime, tuple[str, ...]]:
        """Times at which it was over, with the items."""
        found = {}
        for time, verdict in self.verdicts.items():
            items_over = tuple(verdict.result.get("over", ()))
            if items_over or verdict.decision in ("IV", "V"):
                found[time] = items_over or tuple(verdict.result.get("deciding", ()))
        return found

    @property
    def result(self) -> tuple[int | None, str]:
        """1000 or 0, or None, with the reason; one sampling over is enough to know."""
        if self.source.point_id is None:
            return None, NO_POINT
        if self.over:
            return 0, OVER
        if len(self.verdicts) < max(self.needed, 1):
            return None, TOO_FEW if self.verdicts else NONE_YET
        return 1000, KEPT


def source_years(year: int, as_of: date, codes: list[str] | None = None) -> list[SourceYear]:
    """Every source of city or county level that was in use on the day, or those of the codes."""
    day = min(as_of, date(year, 12, 31))
    rows = held_on(DrinkingSource.objects.select_related("point"), day)
    rows = rows.filter(level__in=(Level.CITY, Level.COUNTY), state=Use.IN_USE)
    sources = list(rows if codes is None else rows.filter(code__in=codes))
    surface = [row.point.code for row in sources if row.point and row.water != Water.GROUND]
    ground = [row.point.code for row in sources if row.point and row.water == Water.GROUND]
    taken = samplings(surface, items() | items("supply"), year, day)
    taken |= samplings(ground, items("groundwater"), year, day)
    return [_judged(row, taken.get(row.point.code if row.point else "", Samplings()), day) for row in sources]


def _judged(source: DrinkingSource, taken: Samplings, day: date) -> SourceYear:
    verdicts = {}
    for time, sample in sorted(taken.by_time.items()):
        if source.water == Water.GROUND:
            verdict = class_of(to_items(sample))
        else:
            kind: Literal["lake", "river"] = "lake" if source.water == Water.LAKE else "river"
            verdict = gb3838.judge_source(sample, kind, places=PLACES)
        if verdict.evaluable:
            verdicts[time] = verdict
    return SourceYear(source, taken, verdicts, needed(source, day))


def needed(source: DrinkingSource, day: date) -> int:
    """Samplings that there must be by a day: those of a whole year by the months gone by."""
    ground = source.water == Water.GROUND
    key = "city" if source.level == Level.CITY else "county_ground" if ground else "county_surface"
    months = day.month if (day.month, day.day) == (12, 31) else day.month - 1
    return METHOD.numbers[key] * months // 12
