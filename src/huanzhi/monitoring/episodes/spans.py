"""Spans of time 时段: joined, cut with one another, measured. A span is (start, end), end not included."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in spans that neither overlap nor touch, in order; empty ones fall away.

    >>> day = datetime(2026, 1, 1)
    >>> joined([(day, day.replace(hour=2)), (day.replace(hour=1), day.replace(hour=3))])[0][1].hour
    3
    """
    made: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def within(spans: Iterable[Span], outer: Iterable[Span]) -> list[Span]:
    """The parts of spans that lie in others."""
    bounds = joined(outer)
    return joined((max(a, c), min(b, d)) for a, b in spans for c, d in bounds if max(a, c) < min(b, d))


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of spans when others are taken out of them."""
    left = joined(spans)
    for start, end in joined(taken):
        left = [
            part
            for a, b in left
            for part in ((a, min(b, start)), (max(a, end), b))
            if part[0] < part[1]
        ]  # fmt: skip
    return joined(left)


def seconds(spans: Iterable[Span]) -> int:
    """Whole seconds that spans last together, overlaps once.

    >>> day = datetime(2026, 1, 1)
    >>> seconds([(day, day + timedelta(minutes=2)), (day, day + timedelta(minutes=1))])
    120
    """
    total = sum((end - start for start, end in joined(spans)), timedelta())
    return int(total.total_seconds())
