"""断面 Sections: the class of each section of a set over a year, from the laboratory's results of its samplings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huanzhi.measures.models import Member
from huanzhi.packs.water.samplings import PLACES, items, samplings
from huanzhi.standards import gb3838
from huanzhi.standards.gb3838.rules import PLACES as MILLIONTHS
from huanzhi.standards.verdict import Verdict

COARSER = 10 ** (PLACES - MILLIONTHS)


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
    taken = samplings([member.code for member in members], items(), year, as_of)
    found = []
    for member in members:
        held = taken[member.code]
        own = {time: _millionths(sample) for time, sample in held.by_time.items()}
        verdict = gb3838.judge_period(list(own.values()), "year", member.facts.get("kind", "river"))
        found.append(SectionYear(member.code, member.name, member.facts, own, verdict, held.simulated))
    return found


def _millionths(sample: dict[str, int | None]) -> dict[str, int | None]:
    """A sampling as GB 3838 is judged: millionths of mg/L (nanograms), of one, of 1/L."""
    return {item: None if value is None else value // COARSER for item, value in sample.items()}
