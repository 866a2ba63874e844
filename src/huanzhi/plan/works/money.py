"""资金台账 The fund ledger: planned, allocated and paid by source, work and year, with the paid ratio."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from huanzhi.plan.models import Document, FundLine
from huanzhi.plan.works.lists import sources


@dataclass
class Sums:
    """Yuan; None where no line states the amount. `unstated` counts lines that leave one open: a sum is then a part."""

    planned: int | None = None
    allocated: int | None = None
    paid: int | None = None
    lines: int = 0
    unstated: int = 0

    def add(self, line: FundLine) -> None:
        """One line more."""
        self.planned = _sum(self.planned, line.planned_yuan)
        self.allocated = _sum(self.allocated, line.allocated_yuan)
        self.paid = _sum(self.paid, line.paid_yuan)
        self.lines += 1
        self.unstated += None in (line.planned_yuan, line.allocated_yuan, line.paid_yuan)

    @property
    def ratio(self) -> Fraction | None:
        """支付率: paid of what was allocated; None when nothing was, for then it cannot be computed."""
        return Fraction(self.paid or 0, self.allocated) if self.allocated else None


def _sum(so_far: int | None, amount: int | None) -> int | None:
    return so_far if amount is None else (so_far or 0) + amount


@dataclass
class Money:
    """The ledger of a plan, or of a year of it."""

    total: Sums = field(default_factory=Sums)
    by_source: dict[str, Sums] = field(default_factory=dict)
    by_project: dict[Any, Sums] = field(default_factory=dict)
    by_year: dict[int, Sums] = field(default_factory=dict)
    simulated: bool = False


def money(document: Document, year: int | None = None, lines: Iterable[FundLine] | None = None) -> Money:
    """Sums by source (in the order of the list), work and year; of given lines, else of all of the plan."""
    if lines is None:
        rows = FundLine.objects.filter(project__document=document)
        lines = (rows if year is None else rows.filter(year=year)).select_related("project")
    found = Money()
    for row in sorted(lines, key=lambda line: (line.project.code, line.year)):
        if year is not None and row.year != year:
            continue
        found.total.add(row)
        found.by_source.setdefault(row.source, Sums()).add(row)
        found.by_project.setdefault(row.project, Sums()).add(row)
        found.by_year.setdefault(row.year, Sums()).add(row)
        found.simulated = found.simulated or row.simulated
    order = list(sources())
    found.by_source = dict(sorted(found.by_source.items(), key=lambda pair: order.index(pair[0])))
    found.by_year = dict(sorted(found.by_year.items()))
    return found
