"""How far a log was read, when a lower number may come after a higher one. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

Gap = tuple[int, int, str]  # first, last, since when it was seen to be missing


def low(upto: int, gaps: Sequence[Gap]) -> int:
    """Everything up to here is settled: no row at or below it is awaited.

    >>> low(10, []), low(10, [(4, 5, "")])
    (10, 3)
    """
    return min([upto, *(first - 1 for first, _last, _since in gaps)])


def late(gaps: Sequence[Gap], numbers: Iterable[int]) -> Iterator[int]:
    """Those that were awaited.

    >>> list(late([(4, 5, "")], [4, 6, 10]))
    [4]
    """
    return (n for n in numbers if any(first <= n <= last for first, last, _ in gaps))


def advance(
    upto: int, gaps: Sequence[Gap], read: Iterable[int], now: datetime, wait: timedelta
) -> tuple[int, list[Gap]]:
    """The cursor once these were read: what was skipped is awaited for a while.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> upto, gaps = advance(10, [], [11, 14], now, timedelta(hours=1))
    >>> upto, [gap[:2] for gap in gaps]
    (14, [(12, 13)])
    >>> [gap[:2] for gap in advance(14, gaps, [12, 15], now, timedelta(hours=1))[1]]
    [(13, 13)]
    >>> advance(14, gaps, [], now + timedelta(hours=1), timedelta(hours=1))
    (14, [])
    """
    numbers = sorted(read)
    kept = [gap for gap in gaps if datetime.fromisoformat(gap[2]) > now - wait]
    for n in numbers:
        if n <= upto:
            kept = [part for gap in kept for part in _without(gap, n)]
    for n in (one for one in numbers if one > upto):
        if n > upto + 1:
            kept.append((upto + 1, n - 1, now.isoformat()))
        upto = n
    return upto, kept


def _without(gap: Gap, n: int) -> list[Gap]:
    first, last, since = gap
    if not first <= n <= last:
        return [gap]
    parts = [(first, n - 1, since), (n + 1, last, since)]
    return [part for part in parts if part[0] <= part[1]]
