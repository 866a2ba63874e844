"""Figures 数: every declared measure, one of them with what it rests on, its proof, what-if, and frozen ones."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.forms_of_figures import Statement
from huanzhi.desk.selection import Chosen, chosen
from huanzhi.desk.what_if import answer, compared
from huanzhi.kit.access import actor_of, sends
from huanzhi.measures.actions import freeze
from huanzhi.measures.measure import Measure, find, measures
from huanzhi.measures.models import Figure, Snapshot
from huanzhi.measures.queries import current, newest, since_frozen
from huanzhi.measures.words import interval, origin, sentence
from huanzhi.plan.models import Document, Indicator
from huanzhi.plan.queries import beside, indicator_of
from huanzhi.plan.rules import state_indicator


def figures(request: HttpRequest) -> HttpResponse:
    """All measures there are: what they count, from what, in which edition, and the newest figure."""
    chose = chosen(request)
    declared = list(measures())
    held = newest(measure.code for measure in declared)
    items = list(chose.document.indicators.exclude(measure=""))
    by_code = {code: item for item in items for code in (beside(item.measure), item.measure)}
    rows = [(m, held.get((m.code, chose.year)), by_code.get(m.code)) for m in declared]
    return render(request, "desk/figures.html", {"chose": chose, "rows": rows})


def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure in a year: declaration, figure, comparison of sets, what-if, frozen figures, entry of documents."""
    chose = chosen(request)
    measure = _measure(code)
    item = _indicator(chose.document, code)
    held = current(code, chose.year)
    actor = actor_of(request)
    context: dict[str, Any] = {
        "chose": chose,
        "measure": measure,
        "item": item,
        "figure": held,
        "years": _years(request, code, chose.year),
        "frozen": Snapshot.objects.visible_to(request.user)
        .filter(measure=code, year=chose.year)
        .defer("content"),
        "may_freeze": actor.may("measures.freeze"),
        "may_enter": measure.manual and item is not None and actor.may("measures.enter-figure"),
        "statement": Statement(initial={"year": chose.year}) if measure.manual else None,
        "proof_at": _base(code),
    }
    if held is not None:
        context |= {"sentence": sentence(held), "origin": origin(held), "interval": interval(held)}
        if not held.manual:
            context["asked"] = answer(request.GET, measure, held, _due(item, held))
            context["compared"] = compared(request.GET.get("with", ""), measure, held)
    return render(request, "desk/figure.html", context)


def proof(request: HttpRequest, code: str, path: str = "") -> HttpResponse:
    """The way down from the figure: one step, in the drawer or as a page of its own."""
    chose, measure = chosen(request), _measure(code)
    back = f"{reverse('desk:figure', args=[code])}?year={chose.year}"
    return show_proof(request, chose, measure, path, _base(code), back, str(measure.name))


def show_proof(
    request: HttpRequest, chose: Chosen, measure: Measure, path: str, base: str, back: str, name: str
) -> HttpResponse:
    """A step of a proof, at addresses below `base`; `back` is the page of the figure."""
    held = current(measure.code, chose.year)
    if held is None:
        raise Http404("no figure")
    parts = tuple(part for part in path.split("/") if part)
    try:
        step = measure.prove(held, parts)
    except LookupError as error:
        raise Http404(str(error)) from None
    trail = [("/".join(parts[:depth]), parts[depth - 1] if depth else "") for depth in range(len(parts) + 1)]
    context = {
        "chose": chose,
        "name": name,
        "back": back,
        "figure": held,
        "origin": origin(held),
        "step": step,
        "trail": [
            (part, f"{base}{below}/?year={chose.year}" if below else f"{base}?year={chose.year}")
            for below, part in trail
        ],
        "below": f"{base}{'/'.join(parts)}/" if parts else base,
    }
    inside = request.headers.get("HX-Target") == "drawer"
    return render(request, "desk/parts/proof.html" if inside else "desk/proof.html", context)


def frozen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A frozen figure: its hash, its content, and what has changed since."""
    chose = chosen(request)
    held = get_object_or_404(Snapshot.objects.visible_to(request.user), measure=_measure(code).code, pk=pk)
    content = json.loads(held.content)
    context = {
        "chose": chose,
        "measure": _measure(code),
        "frozen": held,
        "content": content,
        "about": content["inputs"]["measure"],
        "change": since_frozen(held),
    }
    return render(request, "desk/frozen.html", context)


@require_POST
@sends("measures.freeze")
def freeze_it(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the year's figure for a report."""
    chose = chosen(request)
    held = current(_measure(code).code, chose.year)
    if held is None:
        raise Http404("no figure")
    made = freeze(
        actor_of(request), held, request.POST.get("reason", ""), _due(_indicator(chose.document, code), held)
    )
    messages.success(request, _("Frozen: %(hash)s") % {"hash": made.sha256[:12]})
    return redirect(f"{reverse('desk:figure', args=[code])}?year={chose.year}")


@require_POST
@sends("measures.enter-figure")
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what a document states; only for a measure declared so."""
    chose = chosen(request)
    item = _indicator(chose.document, _measure(code).code)
    form = Statement(request.POST)
    if item is None:
        raise Http404("no indicator of the plan means it")
    if not form.is_valid():
        wrong = (f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items())
        messages.error(request, "; ".join(wrong))
    else:
        state_indicator(actor_of(request), item, **form.cleaned_data)
        messages.success(request, _("Entered. Wherever the figure stands it says by which document."))
    return redirect(f"{reverse('desk:figure', args=[code])}?year={chose.year}")


def _measure(code: str) -> Measure:
    try:
        return find(code)
    except LookupError as error:
        raise Http404(str(error)) from None


def _base(code: str) -> str:
    return reverse("desk:figure-proof", args=[code])


def _indicator(document: Document, code: str) -> Indicator | None:
    return indicator_of(document, code)


def _due(item: Indicator | None, held: Figure) -> int:
    return item.document.last_year if item else held.year


def _years(request: HttpRequest, code: str, year: int) -> list[Figure]:
    """The newest figure of every other year, the latest first."""
    rows = (
        Figure.objects.visible_to(request.user)
        .filter(measure=code)
        .exclude(year=year)
        .defer("series", "labels")
    )
    return list(rows.order_by("-year", "-computed_at", "-pk").distinct("year"))
