"""采样 Samplings: the laboratory's results of points in a year, by time and item of a standard."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from huanzhi.monitoring import series
from huanzhi.wire.laboratory import kept_unit

SAMPLES = "sample"  # the statistic under which a laboratory's results are kept
PLACES = 9  # billionths: picograms of what is kept in nanograms, so that nothing is rounded


@cache
def items(table: str = "items") -> dict[str, str]:
    """Factors of HJ 212 as items of a standard: `items` GB 3838 table 1, `supply` its tables 2 and 3, `groundwater`."""
    text = Path(__file__).with_name("items.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[table])


@dataclass
class Samplings:
    """Of one point: results by time and item, in billionths of mg/L (pH and counts: of one); whether invented."""

    by_time: dict[datetime, dict[str, int | None]] = field(default_factory=dict)
    simulated: bool = False


def samplings(
    points: Sequence[str], names: Mapping[str, str], year: int, as_of: date
) -> dict[str, Samplings]:
    """Every point's samplings of the year up to that day; `names`: factors by item. Points without any are empty."""
    end = min(as_of, date(year, 12, 31))
    found = {point: Samplings() for point in points}
    if not points:
        return found
    rows = series.counting(list(points), list(names), date(year, 1, 1), end, SAMPLES)
    for row in rows.iter_rows(named=True):
        held = found[row["point"]]
        held.by_time.setdefault(row["time"], {})[names[row["factor"]]] = _exact(
            row["factor"], row["value_e3"]
        )
        held.simulated = held.simulated or row["simulated"]
    return found


def _exact(factor: str, value_e3: int | None) -> int | None:
    """Thousandths as kept, in billionths of mg/L; what is no mass in billionths of its unit."""
    if value_e3 is None:
        return None
    return value_e3 if kept_unit(factor).startswith("ng/") else value_e3 * 10 ** (PLACES - 3)
