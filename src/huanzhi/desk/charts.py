"""What a chart is drawn from: numbers and words beside the page's table, never looks."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.desk.templatetags.look import level_of
from huanzhi.measures.curves import gaps, months, on_year, running
from huanzhi.measures.models import Figure
from huanzhi.measures.words import short, unit

UNSETTLED = 45


def course(figure: Figure, former: list[Figure], name: str) -> dict[str, Any]:
    """The figure's way through its year: ours, former years on the same days, target, outlook with interval."""
    ours = running(figure.kind, figure.series)
    settled = _settled(figure)
    series = [
        {
            "name": str(old.year),
            "role": "former",
            "points": on_year(running(old.kind, old.series)[settled:], figure.year),
        }
        for old in former
    ]
    series.append({"name": str(figure.year), "role": "ours", "points": ours[settled:]})
    spec: dict[str, Any] = {
        "kind": "lines",
        "label": _("%(name)s through %(year)s, day by day") % {"name": name, "year": figure.year},
        "unit": unit(figure),
        "decimals": max(figure.decimals, 1),
        "zero": figure.kind == "count",
        "series": series,
        "missing": gaps(figure.series[settled:]),
        "missingText": _("no valid day"),
    }
    if figure.target_e3 is not None:
        words = _("target %(value)s") % {"value": short(figure.target_e3)}
        spec["target"] = {"value": figure.target_e3 / 1000, "text": words}
    _ahead(spec, figure, ours)
    return spec


def _settled(figure: Figure) -> int:
    """Days left out at the year's start: a mean or share over a few days says little and hides the rest."""
    return UNSETTLED if figure.kind != "count" and len(figure.series) > 2 * UNSETTLED else 0


def _ahead(spec: dict[str, Any], figure: Figure, ours: list[tuple[str, float | None]]) -> None:
    ahead = figure.outlook
    known = [(day, value) for day, value in ours if value is not None]
    if not known or ahead.get("expected_e3") is None or not ahead["days_left"]:
        return
    (day, value), end = known[-1], f"{figure.year}-12-31"
    expected = ahead["expected_e3"] / 1000
    spec["series"].append(
        {"name": _("outlook"), "role": "forecast", "points": [(day, value), (end, expected)]}
    )
    if ahead["low_e3"] is not None:
        low, high = ahead["low_e3"] / 1000, ahead["high_e3"] / 1000
        spec["band"] = {"name": _("interval"), "points": [(day, value, value), (end, low, high)]}


def calendar(figure: Figure) -> list[dict[str, Any]]:
    """Twelve months of 31 cells: each a day with its AQI, or why there is none (`none`, `later`, no such day)."""
    known = {day: (value, aqi) for day, value, aqi in figure.series}
    sums = {int(month[5:]): (valid, own) for month, valid, _days, own in months(figure.kind, figure.series)}
    return [
        {
            "month": month,
            "cells": [_cell(figure, month, number, known) for number in range(1, 32)],
            "valid": sums.get(month, (0, None))[0],
            "own": sums.get(month, (0, None))[1],
        }
        for month in range(1, 13)
    ]


def _cell(
    figure: Figure, month: int, number: int, known: dict[str, tuple[int | None, int | None]]
) -> dict[str, Any] | None:
    first = date(figure.year, month, 1)
    day = first + timedelta(days=number - 1)
    if day.month != month:
        return None
    value = known.get(day.isoformat())
    state = "later" if day > figure.as_of else "none" if value is None or value[1] is None else ""
    iso, index = day.isoformat(), value[1] if value else None
    return {"iso": iso, "path": iso, "aqi": index, "level": level_of(index), "state": state}
