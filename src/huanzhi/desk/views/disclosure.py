"""公开 Pictures of a case for everybody: shown under words of one's own, and taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.kit.access import actor_of, sends
from huanzhi.work.actions.advancing import WrongStep
from huanzhi.work.actions.disclosing import disclose, take_back
from huanzhi.work.models import Disclosure, Evidence


@require_POST
@sends("work.disclose-evidence")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one picture."""
    item = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("case"), pk=pk)
    try:
        disclose(actor_of(request), item, request.POST.get("words", ""))
        messages.success(request, _("Everybody can see it now, without what the camera wrote into it."))
    except WrongStep as error:
        messages.error(request, str(error))
    return redirect("desk:case", number=item.case.number)


@require_POST
@sends("work.take-back-evidence")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back."""
    held = get_object_or_404(
        Disclosure.objects.visible_to(request.user).select_related("evidence__case"), pk=pk
    )
    try:
        take_back(actor_of(request), held, request.POST.get("reason", ""))
        messages.success(request, _("It is shown no longer."))
    except WrongStep as error:
        messages.error(request, str(error))
    return redirect("desk:case", number=held.evidence.case.number)
