"""The grid 网格: the tree with its vacancies, and one cell with its people, their substitutes and their past."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.verbs import Actor
from huanzhi.people.actions import Unfit, appoint, relieve
from huanzhi.people.forms import AppointForm, RelieveForm, said
from huanzhi.people.gridview import held_posts, tree, why_ended
from huanzhi.people.models import Area, GridPost
from huanzhi.people.queries import chain_of, responsible


def grid(request: HttpRequest) -> HttpResponse:
    """Every cell with who holds its posts today; what is vacant stands out."""
    cells = tree(request.user, timezone.now())
    only = request.GET.get("only") == "vacant"
    lowest = [cell for cell in cells if cell.last]
    context = {
        "cells": [cell for cell in lowest if cell.vacant] if only else cells,
        "only": only,
        "vacant": sum(cell.vacant for cell in lowest),
        "lowest": len(lowest),
    }
    return render(request, "desk/grid.html", context)


def cell(request: HttpRequest, code: str) -> HttpResponse:
    """One cell: who answers now and why, its posts through time, forms for who may change them."""
    now = timezone.now()
    area = get_object_or_404(Area.objects.visible_to(request.user).select_related("parent"), code=code)
    posts = GridPost.objects.visible_to(request.user).filter(area=area).select_related("user")
    actor, today = actor_of(request), timezone.localdate()
    gone = list(posts.filter(until__lt=today))
    why = why_ended(gone)
    context = {
        "area": area,
        "chain": chain_of(area)[1:],
        "answers": responsible(area, now),
        "held": held_posts(request.user, now, area).get(area.pk, []),
        "coming": posts.filter(since__gt=today),
        "past": [(post, why.get(post.pk, "")) for post in gone],
        "children": Area.objects.visible_to(request.user).filter(parent=area),
        "form": AppointForm(user=request.user, initial={"since": today}),
        "leaving": RelieveForm(initial={"on": today}),
        "may_appoint": actor.may("people.appoint"),
        "may_relieve": actor.may("people.relieve"),
    }
    return render(request, "desk/cell.html", context)


@require_POST
@sends("people.appoint")
def appoint_to(request: HttpRequest, code: str) -> HttpResponse:
    """A person for a cell."""
    actor = _who_may(request, "people.appoint")
    area = get_object_or_404(Area.objects.visible_to(request.user), code=code)
    form = AppointForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            appoint(actor, area, **form.cleaned_data)
            messages.success(request, _("Appointed."))
        except Unfit as error:
            messages.error(request, str(error))
    else:
        messages.error(request, said(form))
    return redirect("desk:cell", code)


@require_POST
@sends("people.relieve")
def relieve_of(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The last day of somebody's post."""
    actor = _who_may(request, "people.relieve")
    post = get_object_or_404(GridPost.objects.visible_to(request.user), pk=pk, area__code=code)
    form = RelieveForm(request.POST)
    if form.is_valid():
        try:
            relieve(actor, post, **form.cleaned_data)
            messages.success(request, _("The post ends that day."))
        except Unfit as error:
            messages.error(request, str(error))
    else:
        messages.error(request, said(form))
    return redirect("desk:cell", code)


def _who_may(request: HttpRequest, verb: str) -> Actor:
    actor = actor_of(request)
    if not actor.may(verb):
        raise PermissionDenied
    return actor
