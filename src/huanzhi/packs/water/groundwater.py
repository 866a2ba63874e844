"""地下水类别 The class of groundwater points over a year, by the means of their samplings and GB/T 14848."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from huanzhi.measures.over_records import held_on
from huanzhi.packs.water.groundwater_point import GroundwaterPoint, Role
from huanzhi.packs.water.methods import METHODS
from huanzhi.packs.water.samplings import Samplings, items, samplings
from huanzhi.standards import gb3838, gbt14848
from huanzhi.standards.verdict import Verdict

METHOD = METHODS["groundwater_v_share"]
CLASS_V = "V"


@dataclass(frozen=True)
class PointYear:
    """A point's samplings of a year and the class of their means."""

    point: GroundwaterPoint
    taken: Samplings
    verdict: Verdict
    enough: bool


def to_items(sample: Mapping[str, int | None]) -> dict[str, int | None]:
    """Billionths of mg/L as GB/T 14848 is judged: millionths of the item's own unit, towards the worse side."""
    found: dict[str, int | None] = {}
    for item, value in sample.items():
        micro = item in gbt14848.ladders() and gbt14848.ladders()[item].unit.startswith("ug/")
        found[item] = value if value is None or micro else -(-value // 1000)
    return found


def class_of(sample: Mapping[str, int | None], leave: Collection[str] = ()) -> Verdict:
    """The class of one sample without the items left out."""
    return gbt14848.judge({item: value for item, value in sample.items() if item not in leave})


def point_years(year: int, as_of: date, codes: list[str] | None = None) -> list[PointYear]:
    """Every regional point that held on the day, or those of the codes."""
    day = min(as_of, date(year, 12, 31))
    rows = held_on(GroundwaterPoint.objects.select_related("point"), day).filter(role=Role.REGIONAL)
    points = list(rows if codes is None else rows.filter(code__in=codes))
    sampled = [row.point.code for row in points if row.point]
    taken = samplings(sampled, items("groundwater"), year, day)
    return [_judged(row, taken.get(row.point.code if row.point else "", Samplings())) for row in points]


def _judged(point: GroundwaterPoint, taken: Samplings) -> PointYear:
    samples = [to_items(sample) for _time, sample in sorted(taken.by_time.items())]
    natural = point.natural.replace("，", ",").replace("、", ",").replace(" ", "").split(",")
    verdict = class_of(gb3838.mean(samples), natural)
    return PointYear(point, taken, verdict, verdict.evaluable and len(samples) >= METHOD.numbers["samplings"])
