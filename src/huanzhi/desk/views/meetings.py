"""Coordination meetings 协调会议: called, with an agenda in order; held, with what was decided; minutes kept."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.coordination.forms import DecisionForm, HoldForm, MeetingForm, MinutesForm
from huanzhi.kit.access import actor_of, sends
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination import call_meeting, decide, hold_meeting, keep_minutes, set_agenda
from huanzhi.plan.coordination.queries import agenda, decisions, meetings
from huanzhi.plan.models import Meeting, Problem
from huanzhi.work.attachments.storage import arrive, drop, original
from huanzhi.work.attachments.types import NotTaken

PAGE = 40


@sends("plan.call-meeting")
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings this person may see; the form that calls one."""
    actor = actor_of(request)
    form = MeetingForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = call_meeting(actor, **form.cleaned_data)
        except Refused as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, _("Called. Now set its agenda."))
            return redirect("desk:meeting", made.pk)
    context = {
        "page": Paginator(meetings(request.user), PAGE).get_page(request.GET.get("page")),
        "form": form if actor.may("plan.call-meeting") else None,
    }
    return render(request, "desk/meetings.html", context, status=422 if form.errors else 200)


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda in order, what was decided, its minutes."""
    return _page(request, _one(request, pk))


@require_POST
@sends("plan.set-agenda")
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the agenda: the order as numbered, what is ticked off goes back to where it came from."""
    item = _one(request, pk)
    keys = request.POST.getlist("problem")
    there = {str(one.problem_id): one.problem for one in item.agenda.select_related("problem")}
    if strange := [key for key in keys if key not in there]:
        raise Http404(", ".join(strange))
    set_agenda(actor_of(request), item, [there[key] for key in sorted(keys, key=_place(request, keys))])
    messages.success(request, _("The agenda is set."))
    return redirect("desk:meeting", pk)


def _place(request: HttpRequest, keys: list[str]) -> Callable[[str], tuple[int, int]]:
    """Where a problem stands: by the number given, of equal ones as they stood."""

    def place(key: str) -> tuple[int, int]:
        said = request.POST.get(f"order_{key}", "")
        return (int(said) if said.isdecimal() else len(keys), keys.index(key))

    return place


@require_POST
@sends("plan.hold-meeting")
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    item = _one(request, pk)
    form = HoldForm(request.POST, prefix="hold", user=request.user)
    return _do(request, item, form, "hold", _hold)


def _hold(request: HttpRequest, item: Meeting, said: dict[str, Any]) -> str:
    hold_meeting(actor_of(request), item, said["present"], said["chair"])
    return _("Held. Enter what was decided.")


@require_POST
@sends("plan.keep-minutes")
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed minutes."""
    item = _one(request, pk)
    form = MinutesForm(request.POST, request.FILES, prefix="minutes")
    return _do(request, item, form, "minutes", _keep)


def _keep(request: HttpRequest, item: Meeting, said: dict[str, Any]) -> str:
    arrived = arrive(said["file"].chunks())
    try:
        keep_minutes(actor_of(request), item, arrived, said["file"].name, said["document"])
    finally:
        drop(arrived)
    return _("The minutes are kept.")


@require_POST
@sends("plan.decide")
def decision(request: HttpRequest, pk: int, problem: int) -> HttpResponse:
    """What was decided about a problem of the agenda."""
    item = _one(request, pk)
    subject = get_object_or_404(Problem.objects.visible_to(request.user), pk=problem, agendas__meeting=item)
    form = DecisionForm(request.POST, prefix=f"p{problem}", user=request.user)

    def act(request: HttpRequest, item: Meeting, said: dict[str, Any]) -> str:
        given = {name: said[name] for name in ("text", "conclusion", "defer_to", "reason")}
        decide(actor_of(request), item, subject, tasks=form.tasks(), **given)
        return _("Decided: “%(problem)s”.") % {"problem": subject}

    return _do(request, item, form, f"p{problem}", act)


def minutes_file(request: HttpRequest, pk: int) -> FileResponse:
    """The minutes as they were kept; always as a download."""
    held = _one(request, pk).minutes
    if not held:
        raise Http404
    return FileResponse(original(held["sha256"]).open("rb"), as_attachment=True, filename=held["name"])


def _do(
    request: HttpRequest,
    item: Meeting,
    form: forms.Form,
    name: str,
    act: Callable[[HttpRequest, Meeting, dict[str, Any]], str],
) -> HttpResponse:
    """Do what the form asks; what lacks something or is refused is shown again with its words."""
    if form.is_valid():
        try:
            words = act(request, item, form.cleaned_data)
        except (Refused, NotTaken) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("desk:meeting", item.pk)
    return _page(request, item, {name: form}, 422)


def _one(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings(request.user), pk=pk)


def _page(
    request: HttpRequest, item: Meeting, wrong: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    actor, wrong, held = actor_of(request), wrong or {}, item.state == "held"
    made = decisions(item, request.user)
    may = {
        name: actor.may(f"plan.{verb}")
        for name, verb in (("set", "set-agenda"), ("hold", "hold-meeting"), ("keep", "keep-minutes"))
    }
    rows = []
    for one in agenda(item, request.user):
        name = f"p{one.problem_id}"
        open_ = held and one.problem_id not in made and actor.may("plan.decide")
        rows.append((one, made.get(one.problem_id), _decision_form(request, wrong, name) if open_ else None))
    context = {
        "meeting": item,
        "rows": rows,
        "undecided": sum(decision is None for _one, decision, _form in rows),
        "present": item.present.all(),
        "held": held,
        "may": may,
        "hold": wrong.get("hold")
        or HoldForm(prefix="hold", user=request.user, initial={"chair": item.chair}),
        "minutes_form": wrong.get("minutes")
        or MinutesForm(prefix="minutes", initial={"document": item.document}),
        "now": timezone.now(),
    }
    return render(request, "desk/meeting.html", context, status=status)


def _decision_form(request: HttpRequest, wrong: dict[str, forms.Form], name: str) -> forms.Form:
    return wrong.get(name) or DecisionForm(prefix=name, user=request.user)
