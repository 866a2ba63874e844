"""The number that a higher authority set, entered on the page of its indicator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.forms_of_figures import Assigned
from huanzhi.desk.selection import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assigning import Said, assign_target
from huanzhi.plan.rules import judge_again


@require_POST
@sends("plan.assign-target")
def assign(request: HttpRequest, no: int) -> HttpResponse:
    """Enter it, and hold the figures against it."""
    chose = chosen(request)
    item = get_object_or_404(chose.document.indicators.select_related("document"), no=no)
    actor, form = actor_of(request), Assigned(request.POST)
    if not actor.may("plan.assign-target"):
        raise NotAllowed(f"{actor.name} may not enter assigned targets")
    if form.is_valid():
        try:
            assign_target(actor, item, Said(**form.cleaned_data))
            judge_again(actor, item)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entered. The figures are held against it now."))
            return redirect(f"{reverse('desk:indicator', args=[no])}?year={chose.year}")
    context: dict[str, Any] = {"chose": chose, "item": item, "assign_form": form, "may_assign": True}
    return render(request, "desk/assign.html", context, status=422)
