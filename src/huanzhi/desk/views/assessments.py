"""Assessments 考核评估: the list, one of them with its results, and the steps from draft to conclusion."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.assessment.forms import Ask, Conclude, Open, Stated
from huanzhi.desk.assessment.showing import body_rows, indicator_rows, task_rows, trigger_rows
from huanzhi.desk.selection import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assessment import ask_self_evaluation, open_assessment, state_finding
from huanzhi.plan.actions.assessment_computing import compute_assessment, conclude_assessment
from huanzhi.plan.assessment.assessment import Assessment, Stage
from huanzhi.plan.assessment.editions import editions
from huanzhi.plan.assessment.queries import assessments as of_plan
from huanzhi.plan.assessment.queries import newest, own_words
from huanzhi.plan.assessment.words import PARTS, answer, level_words, said

PAGE = 40


def codes_of(request: HttpRequest) -> set[str] | None:
    """Codes of the organisations this person sees results of; None: all."""
    scope = request.user.scope()  # type: ignore[union-attr]
    if scope.everything:
        return None
    own = Organisation.objects.visible_to(request.user).filter(pk__in=scope.organisations)
    return set(own.values_list("code", flat=True))


def one(request: HttpRequest, pk: int) -> Assessment:
    """An assessment that this person may see."""
    rows = Assessment.objects.visible_to(request.user).select_related("document")
    return get_object_or_404(rows, pk=pk)


@sends("plan.open-assessment")
def assessments(request: HttpRequest) -> HttpResponse:
    """Every assessment of the plan, and a form that opens one."""
    chose, form = chosen(request), None
    document = chose.document
    span = range(document.first_year, document.last_year + 1)
    actor = actor_of(request)
    if request.method == "POST":
        form = Open(request.POST, years=span)
        if form.is_valid():
            try:
                made = open_assessment(actor, document, **form.cleaned_data)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Opened as a draft."))
                return redirect("desk:assessment", pk=made.pk)
    context = {
        "chose": chose,
        "rows": of_plan(document, request.user),
        "form": form or Open(years=span) if actor.may("plan.open-assessment") else None,
        "editions": [(said(row), row) for row in editions().values()],
    }
    return render(request, "desk/assessments.html", context, status=422 if form and form.errors else 200)


def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the answer in a sentence, then what it rests on."""
    return page(request, one(request, pk))


def page(request: HttpRequest, item: Assessment, forms: dict[str, Any] | None = None) -> HttpResponse:
    """The page of an assessment; with a form that was refused it answers 422."""
    actor, found, codes = actor_of(request), newest(item), codes_of(request)
    open_ = item.state != Stage.CONCLUDED
    context: dict[str, Any] = {
        "item": item,
        "view": "result",
        "wide": codes is None,
        "ask": Ask() if open_ and actor.may("plan.ask-self-evaluation") else None,
        "may_compute": open_ and actor.may("plan.compute-assessment"),
        "conclude": Conclude()
        if item.state == Stage.COMPUTED and actor.may("plan.conclude-assessment")
        else None,
        "may_evaluate": item.state == Stage.SELF and actor.may("plan.self-evaluate"),
        "may_state": open_ and actor.may("plan.state-finding"),
        "stated": Stated(),
        **(forms or {}),
    }
    if found is not None:
        context |= _result(request, item, found, codes)
    return render(request, "desk/assessment.html", context, status=422 if forms else 200)


def _result(
    request: HttpRequest, item: Assessment, found: tuple[Any, dict[str, Any]], codes: set[str] | None
) -> dict[str, Any]:
    held, content = found
    own = own_words(item, request.user)
    tasks = task_rows(content, own, codes)
    overall = content["result"]["overall"]
    return {
        "held": held,
        "content": content,
        "sentence": answer(content["result"]["counts"]["indicators"], item.year),
        "rules": said(content["rules"]),
        "level": level_words(overall["level"], content["rules"]),
        "overall": overall,
        "parts": [(PARTS[name], overall["parts"][name]) for name in content["rules"]["parts"]],
        "indicators": indicator_rows(content, own, codes),
        "tasks": Paginator(tasks, PAGE).get_page(request.GET.get("page")),
        "bodies": body_rows(content, codes),
        "proposals": len(trigger_rows(content, codes)),
        "simulated": any(f["simulated"] for row in content["inputs"]["indicators"] for f in row["figures"]),
    }


@require_POST
@sends("plan.ask-self-evaluation")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the organisations evaluate themselves."""
    item, form = one(request, pk), Ask(request.POST)
    if not form.is_valid():
        return page(request, item, {"ask": form})
    ask_self_evaluation(actor_of(request), item, form.cleaned_data["due_on"])
    messages.success(request, _("The organisations are asked."))
    return redirect("desk:assessment", pk=pk)


@require_POST
@sends("plan.compute-assessment")
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the figures and compute."""
    made = compute_assessment(actor_of(request), one(request, pk))
    messages.success(request, _("Computed and frozen: %(hash)s") % {"hash": made.sha256[:12]})
    return redirect("desk:assessment", pk=pk)


@require_POST
@sends("plan.conclude-assessment")
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Conclude it by a document."""
    item, form = one(request, pk), Conclude(request.POST)
    if not form.is_valid():
        return page(request, item, {"conclude": form})
    conclude_assessment(actor_of(request), item, **form.cleaned_data)
    messages.success(request, _("Concluded."))
    return redirect("desk:assessment", pk=pk)


@require_POST
@sends("plan.state-finding")
def state(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """Enter what a document finds about an indicator in words."""
    item, form = one(request, pk), Stated(request.POST)
    indicator = item.document.indicators.filter(no=no).first()
    if indicator is None:
        raise Http404("no such indicator")
    if not form.is_valid():
        return page(request, item, {"stated": form, "stating": no})
    state_finding(actor_of(request), item, indicator, **form.cleaned_data)
    messages.success(request, _("Entered; it counts when the result is computed again."))
    return redirect("desk:assessment", pk=pk)
