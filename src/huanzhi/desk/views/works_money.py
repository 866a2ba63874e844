"""Money 资金台账: the fund ledger by source, year and work, with the paid ratio."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanzhi.desk.selection import chosen
from huanzhi.desk.works.drawing import bars
from huanzhi.kit.access import actor_of
from huanzhi.plan.models import FundLine
from huanzhi.plan.works.money import money


def funds(request: HttpRequest) -> HttpResponse:
    """All years, or one (`?of=2023`)."""
    chose = chosen(request)
    lines = list(
        FundLine.objects.visible_to(request.user)
        .filter(project__document=chose.document)
        .select_related("project")
    )
    asked = request.GET.get("of", "")
    year = int(asked) if asked.isdigit() else None
    every = money(chose.document, lines=lines)
    shown = money(chose.document, year, lines=lines) if year else every
    context = {
        "chose": chose,
        "money": shown,
        "year": year,
        "years": list(every.by_year),
        "bars": bars([(str(known), sums) for known, sums in every.by_year.items()]),
        "may_import": actor_of(request).may("kit.import-records"),
    }
    return render(request, "desk/funds.html", context)
