"""Curves 曲线 of a point's factors through a day: where the line was down, and what was sent after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from huanzhi.desk.instruments.window import Window
from huanzhi.desk.instruments.words import factor_name, unit_text
from huanzhi.monitoring import series
from huanzhi.monitoring.actions.arrival import LATE
from huanzhi.monitoring.limit import Averaging
from huanzhi.monitoring.models import Channel, Episode, HourValue, OutletLimit, Point
from huanzhi.monitoring.recompute.hours import hour_end
from huanzhi.science.shanghai import OFFSET
from huanzhi.standards.bounds import bounds

MOST = 4  # charts on a page: the factors that have a limit first
STATISTICS = ("minute", "real", "hour")
GAP = 2.5  # times the usual distance of readings is a gap


@dataclass(frozen=True)
class Factor:
    """A factor of a point with what a chart says beside it."""

    code: str
    unit: str
    limit: OutletLimit | None

    @property
    def name(self) -> str:
        """What it is called."""
        return factor_name(self.code)


def factors(user: Any, point: Point, on: Any) -> list[Factor]:
    """The factors of a point, those with a limit first; a permit's goes before a standard's."""
    units: dict[str, str] = {}
    channels = Channel.objects.visible_to(user).filter(device__point=point).order_by("pk")
    for code, unit in channels.values_list("factor", "unit"):
        units.setdefault(code, unit)
    limits: dict[str, OutletLimit] = {}
    bound = OutletLimit.objects.visible_to(user).filter(point=point)
    for limit in bound.order_by("ground", "-averaging", "pk"):
        if (limit.valid_from or on) <= on <= (limit.valid_until or on):
            limits.setdefault(limit.factor, limit)
    found = [Factor(code, unit_text(unit), limits.get(code)) for code, unit in units.items()]
    return sorted(found, key=lambda one: one.limit is None)


def readings(point: Point, codes: Sequence[str], window: Window) -> tuple[str, pl.DataFrame]:
    """The readings that count in the window, of the finest statistic that there is, and which one that is."""
    for statistic in STATISTICS:
        rows = series.counting([point.code], codes, window.start, window.end, statistic)
        if not rows.is_empty():
            break
    return statistic, rows


def curves(
    user: Any,
    wanted: Sequence[Factor],
    rows: pl.DataFrame,
    statistic: str,
    window: Window,
    offline: Sequence[Episode],
) -> list[dict[str, Any]]:
    """What each chart is drawn from: the line, its gaps, the readings that came after their time, the limit."""
    found = []
    before = rows.is_empty() or _known_before(user, rows["point"][0], window)
    for one in wanted[:MOST]:
        mine = rows.filter(factor=one.code)
        if mine.is_empty():
            continue
        values = [(row["time"], row["value_e3"], row["received"]) for row in mine.iter_rows(named=True)]
        found.append(_spec(one, values, statistic, window, offline, before))
    return found


def _known_before(user: Any, point: str, window: Window) -> bool:
    """Whether anything was measured there before: what was not there yet is not missing."""
    return HourValue.objects.visible_to(user).filter(point__code=point, time__lte=window.start).exists()


def _spec(
    one: Factor,
    values: list[tuple[datetime, int | None, datetime]],
    statistic: str,
    window: Window,
    offline: Sequence[Episode],
    before: bool,
) -> dict[str, Any]:
    spans = [(max(e.onset, window.start), min(e.end or window.until, window.until)) for e in offline]
    holes = _holes([at for at, value, _received in values if value is not None], window)
    holes = [hole for hole in holes if before or hole[0] > window.start]
    line: list[tuple[datetime, int | None]] = [(at, value) for at, value, _received in values]
    line = sorted(
        line + [(start + (end - start) / 2, None) for start, end in holes], key=lambda pair: pair[0]
    )
    after = [(at, value) for at, value, received in values if _supplemented(at, received, spans)]
    spec: dict[str, Any] = {
        "kind": "lines",
        "label": _("%(name)s, %(unit)s, from %(start)s to %(end)s")
        % {"name": one.name, "unit": one.unit, "start": clock(window.start), "end": clock(window.until)},
        "unit": one.unit,
        "decimals": 2,
        "zero": True,
        "hours": [clock(window.start), clock(window.end)],
        "series": [{"name": one.name, "role": "ours", "points": _points(line)}],
        "missing": [(clock(start), clock(end)) for start, end in _merged(spans + holes)],
        "missingText": _("off line or no data"),
    }
    if after:
        spec["series"].append({"name": _("supplement"), "role": "supplement", "points": _points(after)})
    if one.limit is not None:
        spec |= _bounds(one.limit)
    return spec | {"factor": one, "statistic": statistic, "supplements": len(after), "count": len(values)}


def _bounds(limit: OutletLimit) -> dict[str, Any]:
    """The dashed lines of a limit: the upper bound, the lower one, or both; none for one that is no number."""
    daily = limit.averaging == Averaging.DAY
    upper = _("limit of the daily mean %(value)s") if daily else _("limit %(value)s")
    lower = _("lower limit of the daily mean %(value)s") if daily else _("lower limit %(value)s")
    try:
        low, high = bounds(limit.text)
    except ValueError:
        return {}
    held = {"target": (high, upper), "floor": (low, lower)}
    return {
        name: {"value": float(number), "text": words % {"value": number}}
        for name, (number, words) in held.items()
        if number is not None
    }


def _points(values: Sequence[tuple[datetime, int | None]]) -> list[tuple[str, float | None]]:
    return [(clock(at), None if value is None else value / 1000) for at, value in values]


def _supplemented(at: datetime, received: datetime, offline: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether a reading came after its time: late, or from a while in which the line was down."""
    return received - hour_end(at) > LATE or any(start < at <= end <= received for start, end in offline)


def _holes(times: list[datetime], window: Window) -> list[tuple[datetime, datetime]]:
    """Where the distance of two readings is well over the usual one; up to now too."""
    if len(times) < 3:
        return [(window.start, window.until)] if not times else []
    steps = sorted(b - a for a, b in zip(times, times[1:], strict=False))
    usual: timedelta = steps[len(steps) // 2]
    ends = [window.start, *times, window.until]
    return [(a, b) for a, b in zip(ends, ends[1:], strict=False) if b - a > usual * GAP]


def _merged(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def clock(at: datetime) -> str:
    """A moment on Shanghai's clock, as a chart takes it wherever it is looked at."""
    return at.astimezone(OFFSET).strftime("%Y-%m-%d %H:%M:%S")
