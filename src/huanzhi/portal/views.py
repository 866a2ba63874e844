"""公众页: what was promised and where it stands, in plain words, published fields only."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huanzhi.ledger.models import Checkpoint
from huanzhi.ledger.queries import checkpoints
from huanzhi.measures.models import Status
from huanzhi.monitoring.queries import latest_hours
from huanzhi.packs.air.queries import assessed_stations
from huanzhi.plan.queries import current_plan, standings, years
from huanzhi.plan.rectification.queries import in_publication
from huanzhi.plan.words import SHORT_LACKS
from huanzhi.portal.dealt_with import cases_shown
from huanzhi.work.attachments.storage import Damaged, copy_of
from huanzhi.work.disclosure import shown


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
def closings(request: HttpRequest) -> HttpResponse:
    """销号公示: what is said to be put right, until when anybody may say that it is not, and to whom."""
    return render(request, "portal/closings.html", {"rows": in_publication(timezone.localdate())})


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


@login_not_required
def dealt_with(request: HttpRequest) -> HttpResponse:
    """办理公示: what was found and dealt with, with the pictures that were decided to be shown."""
    return render(request, "portal/dealt_with.html", {"cases": cases_shown()})


@login_not_required
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """A picture as everybody may see it: a copy without metadata, while it is shown."""
    held = get_object_or_404(shown(), pk=pk)
    try:
        file = copy_of(held.evidence.sha256, "public").open("rb")
    except Damaged:
        raise Http404("the original is not whole") from None
    answer = FileResponse(file, filename=f"{pk}.jpg", content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = (
        "public, max-age=300"  # taken back, it is gone from everywhere within five minutes
    )
    return answer
