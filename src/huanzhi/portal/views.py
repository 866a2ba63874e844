"""公众页: what was promised and where it stands, in plain words, published fields only."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huanzhi.ledger.models import Checkpoint
from huanzhi.ledger.queries import checkpoints
from huanzhi.measures.models import Status
from huanzhi.monitoring.queries import latest_hours
from huanzhi.packs.air.queries import assessed_stations
from huanzhi.plan.queries import current_plan, standings, years
from huanzhi.plan.words import SHORT_LACKS


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The first page: the plan's promises and the air now, without a name asked for."""
    document = current_plan()
    if document is None:
        return render(request, "portal/home.html", {"document": None})
    year = years(document)[-1]
    rows = standings(document, year)
    known = [row for row in rows if row.status != Status.CANNOT]
    context = {
        "document": document,
        "year": year,
        "total": len(rows),
        "known": known,
        "waiting": [(row, SHORT_LACKS[row.lacks]) for row in rows if row.status == Status.CANNOT],
        "kept": sum(row.status == Status.ON_TRACK for row in known),
        "tasks": document.tasks.count(),
        "projects": document.projects.count(),
        "air": latest_hours(assessed_stations()),
        "today": timezone.localdate(),
    }
    return render(request, "portal/home.html", context)


@login_not_required
def ledger(request: HttpRequest) -> HttpResponse:
    """检查点公示: the ledger's checkpoints of the last months; two hashes a day, and nothing of what they cover."""
    return render(request, "portal/ledger.html", {"rows": checkpoints()[:100]})


@login_not_required
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """One of them as a file."""
    found = get_object_or_404(Checkpoint, pk=min(size, 2**63 - 1))
    answer = JsonResponse(found.plain(), json_dumps_params={"indent": 1, "sort_keys": True})
    answer["Content-Disposition"] = f'attachment; filename="checkpoint-{size}.json"'
    return answer
