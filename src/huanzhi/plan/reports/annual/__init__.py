"""年度落实情况报告: what became of the plan in a year, for the district committee and government."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.plan.models import Document
from huanzhi.plan.reports.annual import ahead, cases, indicators, inspections, overview, rounds, tasks, works
from huanzhi.plan.reports.annual.told import Told
from huanzhi.plan.reports.blocks import Block, report

PARTS = (overview, indicators, tasks, works, rounds, cases, inspections, ahead)


def gather(
    document: Document,
    year: int,
    *,
    issuer: str = "",
    to: str = "",
    number: str = "",
    day: str,
    **_options: Any,
) -> dict[str, Any]:
    """The report of a year as it stands on a day; LookupError for a year that the plan does not know."""
    told = Told(document, year, date.fromisoformat(day))
    if year < document.first_year or year > told.day.year:
        raise LookupError(f"year {year}: the plan begins in {document.first_year}, and it is {told.day.year}")
    blocks: list[Block] = []
    for part in PARTS:
        blocks += part.blocks(told)
    title = _("Report on the implementation of\n%(plan)s\nin %(year)s")
    return report(
        "annual-report",
        title % {"plan": document.title, "year": year},
        [*blocks, *tasks.annex(told)],
        issuer=issuer,
        number=number,
        day=day,
        to=to or _("District committee, district government"),
        attachments=[_("Tasks and how far they are")],
        simulated=told.simulated,
    )
