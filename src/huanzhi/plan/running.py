"""施行的规划 Which plan runs: of the own district, that whose period holds the day; and which one holds for a year.

A second plan lives beside the first. The own district is that of the plan read in first; another district's plan never
runs here, and its indicators have no figures. A plan without a district in its title counts as the own district's.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from huanzhi.plan.models import Document


def plans() -> list[Document]:
    """Every plan that was read in, the newest period first."""
    return list(Document.objects.defer("outline"))


def home(documents: Sequence[Document]) -> str:
    """The own district: that of the plan read in first; empty when its title names none."""
    first = min(documents, key=lambda document: document.pk, default=None)
    return first.district if first else ""


def own(documents: Sequence[Document]) -> list[Document]:
    """The plans of the own district."""
    place = home(documents)
    return [document for document in documents if document.district in (place, "") or not place]


def running(documents: Sequence[Document], day: date | None = None) -> Document | None:
    """The own plan whose period holds the day, else the newest that has begun, else the newest.

    Of two whose periods hold it, the one that began later; of two of one period, the one read in first.
    """
    year = (day or timezone.localdate()).year
    found = sorted(
        own(documents), key=lambda document: (-document.first_year, -document.last_year, document.pk)
    )
    begun = [document for document in found if document.first_year <= year]
    holding = [document for document in begun if year <= document.last_year]
    return next(iter([*holding, *begun, *found]), None)


def plan_of(documents: Sequence[Document], year: int) -> Document | None:
    """The own plan whose targets are the measure of a year: its period's, else the last one before; None before any."""
    found = running(documents, date(year, 1, 1))
    return found if found is not None and found.first_year <= year else None


def last_year_of(document: Document, documents: Sequence[Document], this_year: int) -> int:
    """Up to which year a plan's targets are the measure: its last, or on until the district has another plan."""
    after = [one.first_year for one in documents if one.district == document.district]
    after = [year for year in after if year > document.first_year]
    until = min(after) - 1 if after else this_year
    return max(document.last_year, min(this_year, until))
