"""Indicators 指标: all of them, one of them, and the proof of one figure."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from huanzhi.desk.charts import calendar, course
from huanzhi.desk.gaps import group_bars, month_bars
from huanzhi.desk.grounds import grounds
from huanzhi.desk.selection import Chosen, chosen
from huanzhi.desk.views.figures import show_proof
from huanzhi.kit.access import actor_of
from huanzhi.measures.curves import months
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure
from huanzhi.measures.prospects import prospects
from huanzhi.measures.words import interval, number, origin, sentence, short
from huanzhi.plan.models import Indicator
from huanzhi.plan.queries import questions_about, standing, standings
from huanzhi.plan.words import LACKS, SHORT_LACKS, question_text
from huanzhi.work.models import Case

FORMER = 3


def indicators(request: HttpRequest) -> HttpResponse:
    """All of them in the plan's order."""
    chose = chosen(request)
    rows = [(row, SHORT_LACKS.get(row.lacks, "")) for row in standings(chose.document, chose.year)]
    return render(request, "desk/indicators.html", {"chose": chose, "rows": rows})


def indicator(request: HttpRequest, no: int) -> HttpResponse:
    """One of them: figure, way through the year, outlook, what it rests on."""
    chose = chosen(request)
    item = get_object_or_404(_held(request, chose).prefetch_related("owners"), no=no)
    about = f"indicator:{item.no}"
    row = standing(item, chose.year)
    context: dict[str, Any] = {
        "chose": chose,
        "item": item,
        "row": row,
        "figure": row.figure,
        "lacks": LACKS.get(row.lacks, ""),
        "questions": [(q, question_text(q)) for q in questions_about(chose.document, about)],
        "cases": Case.objects.visible_to(request.user).filter(subject=about).select_related("organisation"),
        "amendments": chose.document.amendments.filter(question__about=about),
        "neighbours": _neighbours(chose, no),
    }
    context |= grounds(item, row.figure, chose.year, actor_of(request))
    if row.figure is not None:
        context |= _drawn(request, row.figure, item) | _ahead(row.figure)
    return render(request, "desk/indicator.html", context)


def _held(request: HttpRequest, chose: Chosen) -> QuerySet[Indicator]:
    return Indicator.objects.visible_to(request.user).filter(document=chose.document)


def _neighbours(chose: Chosen, no: int) -> dict[int, str]:
    return dict(chose.document.indicators.filter(no__in=(no - 1, no + 1)).values_list("no", "name"))


def _drawn(request: HttpRequest, figure: Figure, item: Indicator) -> dict[str, Any]:
    """The figure as chart, calendar and table."""
    years = range(figure.year - FORMER, figure.year)
    rows = Figure.objects.visible_to(request.user).filter(measure=figure.measure, year__in=years)
    former = list(rows.order_by("year", "-computed_at", "-pk").distinct("year"))
    ahead = figure.outlook
    said = {
        "sentence": sentence(figure),
        "origin": origin(figure),
        "former": [(old, short(old.target_e3)) for old in reversed(former)],
        "other_sets": [old for old in former if old.points and figure.points and old.points != figure.points],
        "target": short(figure.target_e3),
        "measure": find(figure.measure),
    }
    if figure.over != "days":
        return said | {"parts": figure.parts(), "needed": number(ahead["needed_e3"], 0)}
    return said | {
        "interval": interval(figure),
        "course": course(figure, former, item.name),
        "calendar": calendar(figure),
        "months": months(figure.kind, figure.series),
        "needed": number(_needed(figure), 1 if figure.kind != "count" else 0),
        "over": figure.kind == "count" and (ahead["needed_e3"] or 0) < 0,
        "spent": [day for day, value, _aqi in figure.series if value] if figure.kind == "count" else [],
        "allowed": (figure.target_e3 or 0) // 1000 if figure.kind == "count" else 0,
    }


def _ahead(figure: Figure) -> dict[str, Any]:
    """The chance, and where the gap comes from."""
    told = prospects(figure)
    if told is None:
        return {}
    return {
        "prospects": told,
        "months_away": month_bars(told, figure),
        "groups_away": group_bars(told, figure),
    }


def _needed(figure: Figure) -> int | None:
    """What the rest must bring; of a count that is overdrawn, by how much."""
    needed = figure.outlook["needed_e3"]
    return -needed if needed is not None and figure.kind == "count" and needed < 0 else needed


def proof(request: HttpRequest, no: int, path: str = "") -> HttpResponse:
    """The way down from the indicator's figure."""
    chose = chosen(request)
    item = get_object_or_404(_held(request, chose), no=no)
    if not item.measure:
        raise Http404("no figure")
    back = f"{reverse('desk:indicator', args=[no])}?year={chose.year}"
    held = standing(item, chose.year).figure
    measure = find(held.measure if held is not None else item.measure)
    return show_proof(request, chose, measure, path, reverse("desk:proof", args=[no]), back, item.name)
