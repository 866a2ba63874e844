"""Inspection letters 交办信访件: the list, what may repeat what, and a person's word on it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.rectification.forms import LetterFilter
from huanzhi.kit.access import actor_of, sends
from huanzhi.plan.actions.rectification import mark_repeat
from huanzhi.plan.models import InspectionLetter
from huanzhi.plan.rectification.likeness import perhaps_repeats
from huanzhi.plan.rectification.queries import letters

PAGE = 40


def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters this person may see, the newest first; each with the earlier one that it may repeat."""
    form = LetterFilter(request.GET, user=request.user)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    every = letters(request.user)
    rows = every
    if words := said.get("q"):
        rows = rows.filter(Q(code__iexact=words) | Q(place__icontains=words) | Q(fact__icontains=words))
    for field in ("round", "kind", "verified"):
        if said.get(field):
            rows = rows.filter(**{field: said[field]})
    if said.get("open"):
        rows = rows.filter(closed_on=None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown, actor = list(page), actor_of(request)
    alike = perhaps_repeats(shown, _earlier(request, shown)) if actor.may("plan.mark-repeat") else {}
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, alike.get(one.pk)) for one in shown],
        "asked": asked.urlencode(),
        "may_mark": actor.may("plan.mark-repeat"),
        "may_import": actor.may("kit.import-records"),
    }
    return render(request, "desk/inspection_letters.html", context)


def _earlier(request: HttpRequest, shown: list[InspectionLetter]) -> list[InspectionLetter]:
    """Letters with which these can be alike: of the same kinds, not after them."""
    if not shown:
        return []
    kinds, last = {one.kind for one in shown}, max(one.received_on for one in shown)
    rows = InspectionLetter.objects.visible_to(request.user)
    return list(rows.filter(kind__in=kinds, received_on__lte=last).order_by("-received_on", "-code")[:400])


@require_POST
@sends("plan.mark-repeat")
def repeat(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a letter repeats an earlier one; without one, that it repeats none."""
    rows = InspectionLetter.objects.visible_to(request.user)
    letter = get_object_or_404(rows, code=code)
    of = get_object_or_404(rows, code=request.POST["of"]) if request.POST.get("of") else None
    mark_repeat(actor_of(request), letter, of)
    messages.success(request, _("Written down."))
    return redirect("desk:inspection-letters")
