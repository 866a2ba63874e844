"""What the parts of the yearly report share: the year's figures, tasks, works and cases, read once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.words import number as in_decimals
from huanzhi.measures.words import unit
from huanzhi.people.user import Scope
from huanzhi.plan.models import Document, Task
from huanzhi.plan.queries import Standing, standings, tasks_of
from huanzhi.plan.reports.blocks import Number, number
from huanzhi.plan.works.money import Money, money
from huanzhi.science.shanghai import OFFSET
from huanzhi.work.models import Case
from huanzhi.work.rates import Told as Tale
from huanzhi.work.rates import told as tales

DASH = "—"


class District:
    """Reads for the whole district, as the report is about it."""

    is_authenticated = True

    @staticmethod
    def scope() -> Scope:
        """Everything."""
        return Scope(True, frozenset())


WHOLE = District()


@dataclass(frozen=True)
class Told:
    """A plan's year as it stands on a day."""

    document: Document
    year: int
    day: date

    @cached_property
    def years(self) -> list[int]:
        """The plan's years up to this one."""
        return list(range(self.document.first_year, self.year + 1))

    @cached_property
    def standings(self) -> dict[int, list[Standing]]:
        """How the indicators stand by year."""
        return {year: standings(self.document, year) for year in self.years}

    @cached_property
    def tasks(self) -> list[Task]:
        """Every task with who takes part."""
        return list(tasks_of(self.document, WHOLE).order_by("code"))

    @cached_property
    def money(self) -> Money:
        """The year's fund ledger."""
        return money(self.document, self.year)

    @property
    def last_day(self) -> date:
        """The last day that is counted: of the year, or that of the report."""
        return min(self.day, date(self.year, 12, 31))

    @property
    def end(self) -> datetime:
        """Up to when things are counted."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), OFFSET)

    @cached_property
    def cases(self) -> list[Tale]:
        """What the log tells of the cases opened in the year."""
        return list(tales(self._opened(), self.end))

    def _opened(self) -> Any:
        start = datetime.combine(date(self.year, 1, 1), time(), OFFSET)
        return Case.objects.filter(opened_at__gte=start, opened_at__lt=self.end)

    @cached_property
    def simulated(self) -> bool:
        """Whether anything in it is invented."""
        figures = (row.figure for rows in self.standings.values() for row in rows)
        return (
            any(figure is not None and figure.simulated for figure in figures)
            or self.money.simulated
            or self._opened().filter(simulated=True).exists()
            or self.document.projects.filter(simulated=True).exists()
        )


def count(value: int, what: str, proof: str, name: str, label: str) -> Number:
    """A count with its proof."""
    return number(str(value), what, proof, name, label)


def figure_of(row: Standing, year: int) -> Number | str:
    """An indicator's figure of a year, proved step by step; a dash where it has none."""
    figure, item = row.figure, row.indicator
    if figure is None or figure.value_e3 is None:
        return DASH
    page = f"/desk/indicators/{item.no}/{'' if figure.manual else 'proof/'}?year={year}"
    label = _("%(indicator)s, %(year)s") % {"indicator": item.name, "year": year}
    value = in_decimals(figure.value_e3, figure.decimals)
    return number(value, unit(figure), page, f"indicator-{item.no}-{year}", label)
