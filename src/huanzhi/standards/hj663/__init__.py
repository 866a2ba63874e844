"""HJ 663: the year of a station or district (年评价): means, percentiles, validity, attainment, composite index.

One item of one year: :func:`statistics`, :func:`validity`. A table of days: :func:`annual`. They agree exactly.
"""

from .figures import (
    STATISTICS,
    Place,
    Statistic,
    Valid,
    composite_index,
    ranking,
    single_indices,
    statistics,
    validity,
)
from .kernel import annual

__all__ = [
    "STATISTICS",
    "Place",
    "Statistic",
    "Valid",
    "annual",
    "composite_index",
    "ranking",
    "single_indices",
    "statistics",
    "validity",
]
