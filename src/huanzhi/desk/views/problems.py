"""Problems 协调问题: what departments cannot solve alone, how old it is, and what became of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.coordination.forms import AgendaForm, ProblemFilter, ProblemForm, SettleForm
from huanzhi.desk.coordination.origins import origin_of
from huanzhi.desk.coordination.timeline import timeline
from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.queries import history
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination import raise_problem, set_agenda, settle_problem
from huanzhi.plan.coordination.flow import escalation
from huanzhi.plan.coordination.queries import called, due_again, escalated, problems, standing
from huanzhi.plan.models import Decision, Problem

PAGE = 40


def problem_list(request: HttpRequest) -> HttpResponse:
    """The problems this person may see: what is not settled first, the oldest on top."""
    return _list(request)


def _list(request: HttpRequest, wrong: AgendaForm | None = None, status: int = 200) -> HttpResponse:
    form = ProblemFilter(request.GET, user=request.user)
    every = problems(request.user)
    rows = _narrowed(every, form)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    actor, today = actor_of(request), timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "rows": [standing(one) for one in page],
        "asked": asked.urlencode(),
        "standing_out": escalated(every).count(),
        "due": due_again(every, today).count(),
        "escalation": escalation(),
        "may_raise": actor.may("plan.raise-problem"),
        "may_set": actor.may("plan.set-agenda"),
        "meetings": list(called()) if actor.may("plan.set-agenda") else [],
        "wrong": wrong,
    }
    return render(request, "desk/problems.html", context, status=status)


def _narrowed(rows: QuerySet[Problem], form: ProblemFilter) -> QuerySet[Problem]:
    said = form.cleaned_data if form.is_valid() else {}
    state = said.get("state") or "unsettled"
    if state == "unsettled":
        rows = rows.exclude(state="settled")
    elif state != "all":
        rows = rows.filter(state=state)
    if words := said.get("q"):
        rows = rows.filter(Q(title__icontains=words) | Q(text__icontains=words))
    if said.get("department"):
        rows = rows.filter(organisation=said["department"])
    if said.get("escalated"):
        rows = escalated(rows)
    return rows.order_by("raised_at", "pk")


@sends("plan.raise-problem")
def new_problem(request: HttpRequest) -> HttpResponse:
    """The form that raises one; an address may bring what it came from (`?origin=indicator:6&title=…`)."""
    actor, scope = actor_of(request), request.user.scope()  # type: ignore[union-attr]
    if not actor.may("plan.raise-problem"):
        raise PermissionDenied
    own = None if actor.may("plan.set-agenda") else scope.organisations
    given = {name: request.GET[name] for name in ("title", "text", "origin") if name in request.GET}
    form = ProblemForm(request.POST or None, user=request.user, own=own, initial=given)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = raise_problem(actor, said["title"], said["text"], said["origin"], said["organisation"])
        except Refused as error:
            form.add_error("origin", str(error))
        else:
            messages.success(request, _("Raised. It waits for a meeting."))
            return redirect("desk:problem", made.pk)
    status = 422 if form.errors else 200
    origin = origin_of(given.get("origin", ""))
    return render(request, "desk/problem_new.html", {"form": form, "origin": origin}, status=status)


def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem: from where it came to the cases of what was assigned."""
    return _page(request, _one(request, pk))


@require_POST
@sends("plan.settle-problem")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """It is settled, and how."""
    item = _one(request, pk)
    form = SettleForm(request.POST, prefix="settle")
    if form.is_valid():
        try:
            settle_problem(actor_of(request), item, form.cleaned_data["note"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Settled."))
            return redirect("desk:problem", pk)
    return _page(request, item, form, 422)


@require_POST
@sends("plan.set-agenda")
def put(request: HttpRequest) -> HttpResponse:
    """Put the chosen problems on a meeting's agenda, behind those that stand there."""
    actor = actor_of(request)
    form = AgendaForm(request.POST, problems=Problem.objects.visible_to(request.user))
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        there = [item.problem for item in meeting.agenda.select_related("problem")]
        set_agenda(actor, meeting, [*there, *form.cleaned_data["problem"].order_by("raised_at")])
        messages.success(request, _("On the agenda of %(meeting)s.") % {"meeting": meeting})
        return redirect("desk:meeting", meeting.pk)
    return _list(request, form, 422)


def _one(request: HttpRequest, pk: int) -> Problem:
    return get_object_or_404(problems(request.user), pk=pk)


def _page(
    request: HttpRequest, item: Problem, form: SettleForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    decisions: list[Decision] = list(
        item.decisions.select_related("meeting").prefetch_related(
            "assignments__case__merged_into", "assignments__organisation"
        )
    )
    assignments = [one for decision in decisions for one in decision.assignments.all()]
    context = {
        "problem": item,
        "standing": standing(item),
        "origin": origin_of(item.origin),
        "happened": timeline(item, list(item.agendas.select_related("meeting")), decisions),
        "assignments": assignments,
        "meeting": item.agendas.filter(meeting__state="called").select_related("meeting").first(),
        "may_settle": actor.may("plan.settle-problem") and item.state == "decided",
        "may_set": actor.may("plan.set-agenda") and item.state in ("open", "decided"),
        "meetings": list(called()) if actor.may("plan.set-agenda") else [],
        "form": form or SettleForm(prefix="settle"),
        "history": history(item)[:20] if request.user.scope().everything else [],  # type: ignore[union-attr]
        "now": timezone.now(),
    }
    return render(request, "desk/problem.html", context, status=status)
