"""Tasks 任务: the list with its filters, one task, and a department's report on it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.forms import TaskFilter, TaskReport
from huanzhi.desk.selection import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.queries import history
from huanzhi.plan.actions import report_task
from huanzhi.plan.models import RoleKind
from huanzhi.plan.queries import questions_about, tasks_of
from huanzhi.plan.words import question_text

PAGE = 40


def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks this person may see, filtered by words, state, department and chapter."""
    chose = chosen(request)
    form = TaskFilter(request.GET, document=chose.document, user=request.user)
    rows = tasks_of(chose.document, request.user)
    if form.is_valid():
        said = form.cleaned_data
        if words := said["q"]:
            rows = rows.filter(Q(title__icontains=words) | Q(code__iexact=words) | Q(text__icontains=words))
        if said["state"]:
            rows = rows.filter(state=said["state"])
        if said["chapter"]:
            rows = rows.filter(chapter=int(said["chapter"]))
        if said["department"]:
            rows = rows.filter(roles__organisation=said["department"]).distinct()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"chose": chose, "form": form, "page": page, "asked": _asked(request)}
    return render(request, "desk/tasks.html", context)


def _asked(request: HttpRequest) -> str:
    """The filters as an address carries them, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def task(request: HttpRequest, code: str) -> HttpResponse:
    """One task: what it asks, who answers, what was reported."""
    chose = chosen(request)
    item = get_object_or_404(tasks_of(chose.document, request.user).prefetch_related("targets"), code=code)
    actor = actor_of(request)
    answers = [role.organisation.code for role in item.roles.all() if role.role != RoleKind.SUPPORTING]
    context = {
        "chose": chose,
        "task": item,
        "answering": [role for role in item.roles.all() if role.role != RoleKind.SUPPORTING],
        "supporting": [role for role in item.roles.all() if role.role == RoleKind.SUPPORTING],
        "history": history(item)[:20],
        "works": item.projects.all(),
        "questions": [(q, question_text(q)) for q in questions_about(chose.document, f"task:{item.code}")],
        "may_report": actor.may("plan.report-task") and actor.organisation in answers,
        "form": TaskReport(initial={"state": item.state}),
    }
    return render(request, "desk/task.html", context)


@require_POST
@sends("plan.report-task")
def report(request: HttpRequest, code: str) -> HttpResponse:
    """A department says how far it is."""
    chose = chosen(request)
    item = get_object_or_404(tasks_of(chose.document, request.user), code=code)
    form = TaskReport(request.POST)
    if form.is_valid():
        report_task(actor_of(request), item, form.cleaned_data["state"], form.cleaned_data["report"])
        messages.success(request, _("Report kept."))
    else:
        messages.error(request, _("A report needs a state and a sentence on what was done."))
    return redirect("desk:task", code=code)
