"""空气小时与日评价重算: verdicts of touched hours and days of the air, by HJ 633, with a change for each that stood."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huanzhi.monitoring import judging
from huanzhi.monitoring.actions.values import Writing
from huanzhi.monitoring.actions.verdicts import settle
from huanzhi.monitoring.models import Change, DayVerdict, HourVerdict
from huanzhi.monitoring.recompute.terms import HOUR, end_of_day, ended
from huanzhi.science.shanghai import day_of_hour

SHOWN = ("aqi", "level", "primary", "valid")


def judge(hours: Collection[tuple[str, datetime]], how: Writing, keep_hours: int) -> None:
    """Judge those hours (point, time) as far as their verdicts are kept, and their days that are over.

    The index of an hour rests on that hour alone; that of a day on its 24 hours.
    """
    by_time: dict[datetime, set[str]] = defaultdict(set)
    by_day: dict[date, set[str]] = defaultdict(set)
    for code, time in hours:
        if time > how.now - timedelta(hours=keep_hours):
            by_time[time].add(code)
        if end_of_day(day_of_hour(time)) <= ended(how.now):
            by_day[day_of_hour(time)].add(code)
    for time, codes in sorted(by_time.items()):
        rows = judging.hours(sorted(codes), time - HOUR, time)
        _settle(HourVerdict, "time", rows, codes, (time, time), how)
    for day, codes in sorted(by_day.items()):
        _settle(DayVerdict, "day", judging.days(sorted(codes), day, day), codes, (day, day), how)


def _settle(model: Any, when: str, rows: Any, codes: set[str], span: tuple, how: Writing) -> None:
    points = {code: how.points[code] for code in codes}
    changes: list[Change] = []

    def told(row: Any, before: dict[str, Any]) -> None:
        time = row[when] if when == "time" else end_of_day(row[when])
        cause, frame = how.cause(row["point"], time)
        shown = [_shown(one) for one in (before, row)]
        if shown[0] != shown[1]:
            what = "air-hour" if when == "time" else "air-day"
            head = {"at": how.now, "point": points[row["point"]], "what": what, "time": time}
            changes.append(Change(**head, before=shown[0], after=shown[1], cause=cause, frame=frame))

    settle(model, when, rows, points, span, how.now, told)
    Change.objects.bulk_create(changes)


def _shown(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Of a verdict what its change says: the index, and the values that it rests on."""
    values = verdict.get("values") or verdict.get("statistics") or {}
    index = {name: verdict[name] for name in SHOWN if name in verdict}
    return index | {"values": {item: one["value_e3"] for item, one in values.items()}}
