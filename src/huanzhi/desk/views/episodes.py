"""Episodes 过程 and suspicions 疑似造假: what is wrong with instruments and outlets, and since when."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from huanzhi.desk.access import only_everything
from huanzhi.monitoring.models import Episode, Suspicion

PAGE = 50


def episodes(request: HttpRequest) -> HttpResponse:
    """Open ones first asked for; then by kind, over ones and all; those that rest stay quiet."""
    only_everything(request)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "open")
    seen: QuerySet[Episode] = Episode.objects.visible_to(request.user)
    rows = seen.select_related("point", "device")
    running = seen.filter(end=None, suppressed="").order_by().values_list("kind", flat=True)
    counts = dict.fromkeys(Episode.Kind.values, 0)
    for one in running:
        counts[one] += 1
    if kind in Episode.Kind.values:
        rows = rows.filter(kind=kind)
    if state == "open":
        rows = rows.filter(end=None)
    elif state == "over":
        rows = rows.exclude(end=None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "kind": kind,
        "state": state,
        "kinds": [(value, label, counts[value]) for value, label in Episode.Kind.choices],
        "running": sum(counts.values()),
        "now": timezone.now(),
        "asked": urlencode({"kind": kind, "state": state}),
    }
    return render(request, "desk/episodes.html", context)


def suspicions(request: HttpRequest) -> HttpResponse:
    """Patterns that an instrument left to itself does not make, for a person to judge."""
    only_everything(request)
    rows = Suspicion.objects.visible_to(request.user).select_related("point")
    state = request.GET.get("state", "open")
    if state == "open":
        rows = rows.filter(judged="")
    elif state in ("founded", "unfounded"):
        rows = rows.filter(judged=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "asked": urlencode({"state": state})}
    return render(request, "desk/suspicions.html", context)
