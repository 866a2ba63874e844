"""Cases 事件: what is wrong, in whose hands, until somebody else has seen that it is right again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.forms import CaseNote
from huanzhi.kit.access import actor_of
from huanzhi.ledger.verbs import Actor
from huanzhi.work.actions import VERBS
from huanzhi.work.kinds import kinds
from huanzhi.work.models import Case, State
from huanzhi.work.words import STEPS

PAGE = 40


@dataclass(frozen=True)
class Choice:
    """A step of a case; one that this person may not take stays visible, with the reason."""

    verb: str
    words: Any
    needs_note: bool
    forbidden: str = ""


def cases(request: HttpRequest) -> HttpResponse:
    """The cases this person may see: open ones, or those of a state."""
    rows = Case.objects.visible_to(request.user).select_related("organisation")
    state = request.GET.get("state", "open")
    if state == "open":
        rows = rows.exclude(state=State.CLOSED)
    elif state in State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": State.choices, "today": timezone.localdate()}
    return render(request, "desk/cases.html", context)


def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: the finding, its steps, what can be done next."""
    rows = Case.objects.visible_to(request.user).select_related("organisation")
    item = get_object_or_404(rows.prefetch_related("steps"), number=number)
    kind = kinds()[item.kind]
    today = timezone.localdate()
    actor = actor_of(request)
    context = {
        "case": item,
        "kind": kind.zh if (get_language() or "").startswith("zh") else kind.en,
        "steps": [(step, STEPS.get(step.verb, step.verb)) for step in item.steps.all()],
        "choices": [_choice(actor, item, step) for step in kind.steps if step.start == item.state],
        "form": CaseNote(),
        "days": (item.due_on - today).days,
        "used": min(100, max(0, 100 * (today - timezone.localdate(item.opened_at)).days // kind.days)),
        "indicator": item.subject.removeprefix("indicator:") if item.subject.startswith("indicator:") else "",
        "whole": kind.days,
    }
    return render(request, "desk/case.html", context)


def _choice(actor: Actor, item: Case, step: Any) -> Choice:
    reason = ""
    if not actor.may(step.verb):
        reason = _("Your role does not take this step.")
    elif step.own and actor.organisation != item.organisation.code and "*" not in actor.verbs:
        reason = _("The case is in the hands of %(body)s.") % {"body": item.organisation}
    elif step.verb == "work.verify" and item.reported_by_id == actor.user_id:
        reason = _("The re-check is for somebody other than who reported.")
    return Choice(step.verb, STEPS[step.verb], step.verb != "work.accept", reason)


@require_POST
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a step."""
    item = get_object_or_404(Case.objects.visible_to(request.user), number=number)
    if name not in VERBS:
        raise Http404(name)
    VERBS[name](actor_of(request), item, request.POST.get("note", ""))
    messages.success(request, _("Done: %(step)s.") % {"step": STEPS[name]})
    return redirect("desk:case", number=number)
