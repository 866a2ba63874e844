"""A department's sheet as a spreadsheet: downloaded, and taken back whole or not at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.views.round_answers import sheet
from huanzhi.kit.access import actor_of, sends
from huanzhi.plan.actions.rounds.sheets import take_sheet
from huanzhi.plan.models import Round
from huanzhi.plan.rounds.queries import asked_of
from huanzhi.plan.rounds.round import OWED
from huanzhi.plan.rounds.sheet import Unfit, written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 5_000_000


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """What one's own department still owes in the round, to be filled in."""
    one = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    rows = asked_of(one, request.user).filter(organisation__code=actor_of(request).organisation)
    rows = rows.filter(state__in=OWED).prefetch_related("task__targets")
    answer = HttpResponse(written(rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="round-{pk}.xlsx"'
    return answer


@require_POST
@sends("plan.answer-round")
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the filled sheet."""
    one = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    file = request.FILES.get("sheet")
    if file is None or (file.size or 0) > LARGEST:
        return sheet(request, pk, unfit=[_("Choose a sheet of at most 5 MB.")])
    try:
        taken = take_sheet(actor_of(request), one, file.read(), file.name or "")
        messages.success(request, _("%(n)s answers taken from %(file)s.") % {"n": taken, "file": file.name})
    except Unfit as error:
        return sheet(request, pk, unfit=error.lines)
    return redirect("desk:round-sheet", pk=pk)
