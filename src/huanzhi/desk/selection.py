"""What a request is about: which plan, which year."""

from dataclasses import dataclass

from django.http import HttpRequest

from huanzhi.plan.models import Document
from huanzhi.plan.queries import current_plan, years


class NoPlan(LookupError):
    """There is no plan yet; the page says how to bring one in."""


@dataclass(frozen=True)
class Chosen:
    """A plan and a year of it or since."""

    document: Document
    year: int
    years: range

    @property
    def after(self) -> bool:
        """Whether the year lies behind the plan's period."""
        return self.year > self.document.last_year


def chosen(request: HttpRequest) -> Chosen:
    """The running plan and the year asked for (`?year=`), this one unless it is asked for."""
    document = current_plan()
    if document is None:
        raise NoPlan
    known = years(document)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in known else known[-1]
    return Chosen(document, year, known)
