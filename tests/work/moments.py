"""Moments of 2026 in Shanghai."""

from datetime import datetime

from huanzhi.science.shanghai import OFFSET


def moment(day: int, hour: int = 12, month: int = 11) -> datetime:
    """A moment of that year."""
    return datetime(2026, month, day, hour, tzinfo=OFFSET)
