"""Percentiles by the rank rule of HJ 663 (百分位数), exact."""

from collections.abc import Sequence

from .averaging import Ratio


def percentile(values: Sequence[int], percent: int) -> Ratio | None:
    """The ``percent``-th percentile with linear interpolation between ranks; None for no values.

    Sorted ascending, k = 1 + (n-1)·p, s = floor(k), m = X[s] + (X[s+1]-X[s])·(k-s), ranks from 1.
    Source: HJ 663-2013, annex A. ``values`` and the result are in thousandths.

    >>> percentile([10_000, 20_000, 30_000, 40_000], 90)
    Ratio(numerator=3700000, denominator=100)
    >>> percentile([], 90) is None
    True
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent must be 0 to 100, got {percent}")
    if not values:
        return None
    ordered = sorted(values)
    rank, rest = divmod((len(ordered) - 1) * percent, 100)
    low, high = ordered[rank], ordered[min(rank + 1, len(ordered) - 1)]
    return Ratio(low * 100 + (high - low) * rest, 100)
