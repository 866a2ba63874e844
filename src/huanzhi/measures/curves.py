"""Curves of a figure through its year: what it was on each day, for charts and the tables under them. Pure."""

from collections.abc import Iterable
from datetime import date

Step = tuple[str, int | None, int | None]  # day, contribution in thousandths, AQI


def running(kind: str, series: Iterable[Step]) -> list[tuple[str, float | None]]:
    """The figure from the first of January up to each day; None on a day that does not count.

    >>> running("count", [("2026-01-01", 1000, 210), ("2026-01-02", None, None), ("2026-01-03", 0, 40)])
    [('2026-01-01', 1.0), ('2026-01-02', None), ('2026-01-03', 1.0)]
    >>> running("mean", [("2026-01-01", 40_000, 60), ("2026-01-02", 20_000, 30)])[-1]
    ('2026-01-02', 30.0)
    """
    total = days = 0
    found: list[tuple[str, float | None]] = []
    for day, value, _aqi in series:
        if value is None:
            found.append((day, None))
            continue
        total, days = total + value, days + 1
        base = total if kind == "count" else total / days
        found.append((day, round(base / (10 if kind == "share" else 1000), 2)))
    return found


def on_year(points: Iterable[tuple[str, float | None]], year: int) -> list[tuple[str, float | None]]:
    """The same days in another year, so that years lie over one another; 29 February only where there is one."""
    found = []
    for day, value in points:
        try:
            found.append((date.fromisoformat(day).replace(year=year).isoformat(), value))
        except ValueError:
            continue
    return found


def months(kind: str, series: Iterable[Step]) -> list[tuple[str, int, int, float | None]]:
    """(month, valid days, days, the month's own figure) for each month there is."""
    by_month: dict[str, list[int | None]] = {}
    for day, value, _aqi in series:
        by_month.setdefault(day[:7], []).append(value)
    rows = []
    for month, values in by_month.items():
        valid = [value for value in values if value is not None]
        base = (sum(valid) if kind == "count" else sum(valid) / len(valid)) if valid else None
        own = None if base is None else round(base / (10 if kind == "share" else 1000), 1)
        rows.append((month, len(valid), len(values), own))
    return rows


def gaps(series: Iterable[Step]) -> list[tuple[str, str]]:
    """Spans of days without a valid contribution: (first, last)."""
    spans: list[tuple[str, str]] = []
    open_since = last = ""
    for day, value, _aqi in series:
        if value is None:
            open_since = open_since or day
        elif open_since:
            spans.append((open_since, last))
            open_since = ""
        last = day
    return [*spans, (open_since, last)] if open_since else spans
