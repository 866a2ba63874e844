"""Cockpit 驾驶舱: are we going to make it, and where does it hurt."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huanzhi.desk.drawing import spark
from huanzhi.desk.selection import chosen
from huanzhi.measures.models import Status
from huanzhi.measures.prospects import open_chance
from huanzhi.measures.queries import newest
from huanzhi.measures.words import sentence, short
from huanzhi.monitoring.attention import instruments
from huanzhi.monitoring.models import Episode
from huanzhi.monitoring.queries import latest_hours
from huanzhi.packs.air.queries import assessed_stations
from huanzhi.plan.models import TaskState
from huanzhi.plan.queries import Standing, loads, open_questions, standings, tasks_by_state
from huanzhi.plan.words import KINDS, SHORT_LACKS
from huanzhi.work.queries import open_cases

TROUBLE = [Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK]
ROWS = 8


def cockpit(request: HttpRequest) -> HttpResponse:
    """One screen for a leader."""
    chose = chosen(request)
    rows = standings(chose.document, chose.year)
    scope = request.user.scope()  # type: ignore[union-attr]
    kinds = Counter(open_questions(chose.document).order_by().values_list("kind", flat=True))
    context = {
        "chose": chose,
        "groups": [(name, list(group)) for name, group in groupby(rows, lambda row: row.indicator.category)],
        "tally": [(status, sum(row.status == status for row in rows)) for status in Status.values],
        "counts": Counter(row.status for row in rows),
        "total": len(rows),
        "cards": _cards(rows),
        "unknown": _unknown(rows),
        "states": [(TaskState(s), n) for s, n in tasks_by_state(chose.document, request.user).items()],
        "loads": loads(chose.document, None if scope.everything else scope.organisations)[:ROWS],
        "questions": [(KINDS[kind], kind, count) for kind, count in kinds.most_common(5)],
        "questions_total": sum(kinds.values()),
        "cases": list(open_cases(request.user)[:ROWS]),
        "episode_kinds": Episode.Kind.choices,
        "instruments": instruments() if scope.everything else None,
        "air": latest_hours(assessed_stations()),
        "days_left": max((chose.document.last_year - timezone.localdate().year), 0),
        "today": timezone.localdate(),
    }
    return render(request, "desk/cockpit.html", context)


def _cards(rows: list[Standing]) -> list[dict[str, Any]]:
    """One card an indicator that has a figure, trouble first."""
    computed = [row for row in rows if row.figure is not None and row.status != Status.CANNOT]
    figures = newest(row.indicator.measure for row in computed)
    cards = []
    for row in sorted(computed, key=lambda row: TROUBLE.index(Status(row.status))):
        figure = row.figure
        assert figure is not None
        past = [f for (measure, year), f in sorted(figures.items()) if measure == figure.measure]
        past = [f for f in past if f.year <= figure.year]
        cards.append(
            {
                "row": row,
                "figure": figure,
                "sentence": sentence(figure),
                "chance": open_chance(figure),
                "spark": spark(past, row.indicator.target_e3, short(row.indicator.target_e3)),
            }
        )
    return cards


def _unknown(rows: list[Standing]) -> list[tuple[Any, list[Standing]]]:
    """What cannot be computed, by what it lacks."""
    without = [row for row in rows if row.status == Status.CANNOT]
    lacks = dict.fromkeys(row.lacks for row in without)
    return [(SHORT_LACKS[lack], [row for row in without if row.lacks == lack]) for lack in lacks]
