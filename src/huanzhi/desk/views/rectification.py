"""Rectification 督察整改: rounds with their progress, items by state, one item with its steps."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.rectification.forms import ItemFilter, RoundForm
from huanzhi.desk.rectification.standing import stand
from huanzhi.desk.rectification.steps import FORMS, choices, take
from huanzhi.desk.rectification.timeline import timeline
from huanzhi.kit.access import actor_of, sends
from huanzhi.kit.actions import Unsound
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rectification import save_inspection_round
from huanzhi.plan.models import InspectionRound, RectificationItem
from huanzhi.plan.rectification.flow import comment_days
from huanzhi.plan.rectification.item import ItemState
from huanzhi.plan.rectification.queries import by_state, items, late, progress, totals
from huanzhi.work.actions import WrongStep
from huanzhi.work.attachments.types import NotTaken

PAGE = 40


@sends("plan.save-inspection-round")
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds: how many items and letters, how many closed; what only a document states says so."""
    actor = actor_of(request)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if InspectionRound.objects.visible_to(request.user).filter(code=code).exists():
            form.add_error("code", _("There is a round of this code already."))
        else:
            try:
                save_inspection_round(actor, code, form.values())
            except Unsound as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("Kept. Its items and letters come from a spreadsheet or one by one.")
                )
                return redirect("desk:rectification")
    rows = progress(request.user)
    mine, today = items(request.user), timezone.localdate()
    context = {
        "rows": rows,
        "totals": totals(rows),
        "lacks": [row for row in rows if row.lacks],
        "late": late(mine, today).count(),
        "states": _counted(by_state(mine)),
        "form": form if actor.may("plan.save-inspection-round") else None,
        "may_import": actor.may("kit.import-records"),
    }
    return render(request, "desk/rectification.html", context, status=422 if form.errors else 200)


def _counted(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(value, str(label), counts[value]) for value, label in ItemState.choices]


def item_list(request: HttpRequest) -> HttpResponse:
    """The items this person may see, by their deadline; as a list or as a board by state."""
    form = ItemFilter(request.GET, user=request.user)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    every, today = items(request.user), timezone.localdate()
    rows = every
    if words := said.get("q"):
        rows = rows.filter(Q(code__iexact=words) | Q(name__icontains=words) | Q(text__icontains=words))
    for field in ("round", "lead"):
        if said.get(field):
            rows = rows.filter(**{field: said[field]})
    if said.get("late"):
        rows = late(rows, today)
    board = request.GET.get("view") == "board"
    if not board and (state := said.get("state")):
        rows = rows.exclude(state=ItemState.WRITTEN_OFF) if state == "open" else rows.filter(state=state)
    page = Paginator(rows, 400 if board else PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = [(one, stand(one, today)) for one in page]
    context = {
        "form": form,
        "page": page,
        "rows": shown,
        "board": [
            (label, [(one, how) for one, how in shown if one.state == value])
            for value, label in ItemState.choices
        ]
        if board
        else None,
        "asked": asked.urlencode(),
        "any": bool(shown) or every.exists(),
        "may_import": actor_of(request).may("kit.import-records"),
    }
    return render(request, "desk/rectification_items.html", context)


def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: what was found, measures and goal, everything that happened, what can be done next."""
    return _page(request, _one(request, code))


@require_POST
@sends("plan.{name}")
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take a step of an item; a form that lacks something or is refused is shown again."""
    held = _one(request, code)
    if name not in FORMS:
        raise Http404(name)
    form = FORMS[name][0](request.POST, request.FILES, prefix=name)
    if form.is_valid():
        try:
            take(name, actor_of(request), held, form)
        except (Refused, WrongStep, NotTaken) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": FORMS[name][1]})
            return redirect("desk:rectification-item", code)
    return _page(request, held, {name: form}, 422)


def _one(request: HttpRequest, code: str) -> RectificationItem:
    return get_object_or_404(items(request.user), code=code)


def _page(
    request: HttpRequest,
    held: RectificationItem,
    wrong: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    possible = choices(actor_of(request), held, wrong or {})
    bodies = Organisation.objects.visible_to(request.user).filter(code__in=held.bodies - {held.lead.code})
    context = {
        "item": held,
        "stand": stand(held, timezone.localdate()),
        "supporting": list(bodies),
        "happened": timeline(held, request.user),
        "choices": [one for one in possible if not one.barred],
        "barred": [one for one in possible if one.barred],
        "wrong": wrong or {},
        "comment_days": comment_days(),
        "may_edit": actor_of(request).may("kit.save-record"),
    }
    return render(request, "desk/rectification_item.html", context, status=status)
