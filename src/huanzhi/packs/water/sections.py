"""断面 Sections: the class of each section of a set over a year, from the laboratory's results of its samplings."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from huanzhi.measures.models import Member
from huanzhi.monitoring import series
from huanzhi.standards import gb3838
from huanzhi.standards.verdict import Verdict
from huanzhi.wire.laboratory import kept_unit

SAMPLES = "sample"  # the statistic under which a laboratory's results are kept


@cache
def items() -> dict[str, str]:
    """Factors of HJ 212 as items of GB 3838, table 1."""
    text = Path(__file__).with_name("items.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["items"])


@dataclass(frozen=True)
class SectionYear:
    """A section's samplings of a year by time, and their verdict; `simulated` when one of them was invented."""

    code: str
    name: str
    facts: dict[str, Any]
    samples: dict[datetime, dict[str, int | None]]
    verdict: Verdict
    simulated: bool

    @property
    def reason(self) -> str:
        """Why there is no class."""
        if self.verdict.evaluable:
            return ""
        return "too few samplings of the year" if self.samples else "no sampling in this year"


def section_years(members: Iterable[Member], year: int, as_of: date) -> list[SectionYear]:
    """Every member in the year up to that day; its code is that of a point, its facts name `kind` of water."""
    members = list(members)
    end = min(as_of, date(year, 12, 31))
    rows = series.counting([m.code for m in members], list(items()), date(year, 1, 1), end, SAMPLES)
    samples: dict[str, dict[datetime, dict[str, int | None]]] = {}
    invented = set()
    for row in rows.iter_rows(named=True):
        value = _millionths(row["factor"], row["value_e3"])
        samples.setdefault(row["point"], {}).setdefault(row["time"], {})[items()[row["factor"]]] = value
        if row["simulated"]:
            invented.add(row["point"])
    found = []
    for member in members:
        own = samples.get(member.code, {})
        verdict = gb3838.judge_period(list(own.values()), "year", member.facts.get("kind", "river"))
        found.append(
            SectionYear(member.code, member.name, member.facts, own, verdict, member.code in invented)
        )
    return found


def _millionths(factor: str, value_e3: int | None) -> int | None:
    """A result as GB 3838 is judged: millionths of mg/L (nanograms), of one, of 1/L."""
    if value_e3 is None:
        return None
    return value_e3 // 1000 if kept_unit(factor).startswith("ng/") else value_e3 * 1000
