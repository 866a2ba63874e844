"""What the page of a device and the page of a point have in common: curves, the story, hours, what was said last."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huanzhi.desk.instruments import curves, hours
from huanzhi.desk.instruments.happenings import happenings
from huanzhi.desk.instruments.window import Window
from huanzhi.desk.instruments.words import lasting
from huanzhi.monitoring import series
from huanzhi.monitoring.actions.arrival import LATE
from huanzhi.monitoring.models import Device, Episode, Latest, Point


def body(user: Any, point: Point | None, device: Device | None, window: Window) -> dict[str, Any]:
    """The parts that both pages show of a point and its device in a window."""
    episodes = _episodes(user, point, device, window)
    offline = [one for one in episodes if one.kind == Episode.Kind.OFFLINE]
    context: dict[str, Any] = {"window": window, "episodes": episodes, "now": window.now}
    if point is None:
        return context | {"happenings": happenings(user, None, device, window, pl.DataFrame(), episodes)}
    wanted = curves.factors(user, point, window.dates[1])
    codes = [one.code for one in wanted] or None
    statistic, rows = curves.readings(point, codes or [], window) if codes else ("", pl.DataFrame())
    late = _late(point, codes, window, offline)
    context["charts"] = curves.curves(user, wanted, rows, statistic, window, offline) if codes else []
    context["chart_table"] = _table(context["charts"])
    context["hours"] = hours.table(user, point, wanted, window)
    context["happenings"] = happenings(user, point, device, window, late, episodes)
    context["summary"] = _summary(window, offline, late, context["happenings"])
    context["latest"] = _latest(user, point, wanted)
    return context


def _episodes(user: Any, point: Point | None, device: Device | None, window: Window) -> list[Episode]:
    whose = Q(device=device) if device is not None else Q()
    if point is not None:
        whose = whose | Q(point=point, device=None) if device is not None else Q(point=point)
    held = Episode.objects.visible_to(user).filter(whose, onset__lte=window.end)
    held = held.filter(Q(end=None) | Q(end__gt=window.start))
    return list(held.select_related("point", "device"))


def _late(point: Point, codes: list[str] | None, window: Window, offline: list[Episode]) -> pl.DataFrame:
    """Readings of the window that came after their time: late, or from a while in which the line was down."""
    parts = [
        series.counting([point.code], codes, window.start, window.end, name) for name in ("minute", "hour")
    ]
    rows = pl.concat(parts)
    whole = pl.col("time").dt.offset_by("-1us").dt.truncate("1h").dt.offset_by("1h")
    late = pl.col("received") - whole > LATE
    for one in offline:
        end = one.end or window.now
        late |= (pl.col("time") > one.onset) & (pl.col("time") <= end) & (pl.col("received") >= end)
    return rows.filter(late)


def _table(charts: list[dict[str, Any]]) -> list[tuple[str, list[tuple[float | None, bool]]]]:
    """The same as the charts as a table: a row a time, a cell a chart, with whether it was supplemented."""
    times = sorted(
        {at for chart in charts for at, value in chart["series"][0]["points"] if value is not None},
        reverse=True,
    )
    cells = [dict(chart["series"][0]["points"]) for chart in charts]
    after = [{at for part in chart["series"][1:] for at, _value in part["points"]} for chart in charts]
    return [
        (at[5:16], [(held.get(at), at in late) for held, late in zip(cells, after, strict=True)])
        for at in times
    ]


def _summary(window: Window, offline: list[Episode], late: pl.DataFrame, told: list[Any]) -> str:
    """The window in a sentence: was the line down, was the gap filled, what came out otherwise."""
    if not offline:
        return ""
    lost = sum((_within(one, window) for one in offline), timedelta())
    running = any(one.end is None for one in offline)
    words = [_("Off line for %(span)s in this time.") % {"span": lasting(lost)}]
    if not late.is_empty():
        frames = late["row"].n_unique()
        words.append(
            ngettext("%(n)s frame was supplemented.", "%(n)s frames were supplemented.", frames)
            % {"n": frames}
        )
    if n := sum(one.icon == "run" for one in told):
        words.append(
            ngettext("%(n)s hour or day was recomputed.", "%(n)s hours or days were recomputed.", n)
            % {"n": n}
        )
    words.append(
        _("It is off line still.") if running else _("The connection is back, the episode is closed.")
    )
    return " ".join(words)


def _within(one: Episode, window: Window) -> timedelta:
    start: datetime = max(one.onset, window.start)
    return max(min(one.end or window.now, window.until) - start, timedelta())


def _latest(user: Any, point: Point, wanted: list[curves.Factor]) -> list[dict[str, Any]]:
    """What a point said last, by data time: of each factor the newest of any statistic but the day."""
    order, units = [one.code for one in wanted], {one.code: one.unit for one in wanted}
    newest: dict[str, Latest] = {}
    seen = Latest.objects.visible_to(user).filter(point=point.code, factor__in=order)
    for row in seen.exclude(statistic="day"):
        if row.factor not in newest or row.time > newest[row.factor].time:
            newest[row.factor] = row
    return [{"row": newest[code], "unit": units[code]} for code in order if code in newest]
