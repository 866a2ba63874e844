"""工作台 The work desk: what is in my hands, by clock; what waits for my re-check; what is nobody's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huanzhi.desk.casework.forms import HandsForm
from huanzhi.kit.access import actor_of, sends
from huanzhi.work.actions import WrongStep, hand_over_many
from huanzhi.work.models import Case
from huanzhi.work.obligations.queries import duties
from huanzhi.work.queries import mine, nobodys, open_cases, to_hand_out, to_re_check

MOST, DUTIES, SOON = 50, 10, timedelta(30)


@dataclass(frozen=True)
class Pile:
    """Some of the cases, the next due first; `count` is how many there are in all."""

    title: Any
    rows: list[Case]
    count: int
    empty: Any
    pick: bool = False


def desk(request: HttpRequest) -> HttpResponse:
    """The work desk of whoever is signed in."""
    user: Any = request.user
    actor = actor_of(request)
    piles = [_pile(_("In my hands"), mine(user), _("Nothing is in your hands."), actor.may("work.hand-over"))]
    if actor.may("work.verify"):
        piles.append(
            _pile(_("Waiting for a re-check"), to_re_check(user), _("Nothing waits for a re-check."))
        )
    if actor.may("work.assign"):
        piles.append(_pile(_("To be handed out"), to_hand_out(user), _("Everything has been handed out.")))
        alarm = nobodys(user)[:MOST]
    else:
        alarm = Case.objects.none()
    context = {
        "piles": piles,
        "alarm": alarm,
        "form": HandsForm(prefix="hand-over", user=user),
        "now": timezone.now(),
        "duties": duties(user, "mine").open().filter(due_on__lte=timezone.localdate() + SOON)[:DUTIES],
    }
    return render(request, "desk/work.html", context)


@require_POST
@sends("work.hand-over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand several cases over, all or none."""
    actor = actor_of(request)
    form = HandsForm(request.POST, prefix="hand-over", user=request.user)
    chosen = open_cases(request.user).filter(number__in=request.POST.getlist("case"))
    if not chosen:
        raise WrongStep(_("choose the cases first"))
    if not form.is_valid():
        raise WrongStep(
            "; ".join(f"{form.fields[k].label}: {' '.join(map(str, v))}" for k, v in form.errors.items())
        )
    data = form.cleaned_data
    made = hand_over_many(actor, list(chosen), data["organisation"], data["assignee"], data["note"])
    said = ngettext("%(n)s case handed over.", "%(n)s cases handed over.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("desk:work")


def _pile(title: Any, rows: Any, empty: Any, pick: bool = False) -> Pile:
    shown = list(rows[: MOST + 1])
    count = len(shown) if len(shown) <= MOST else rows.count()
    return Pile(title, shown[:MOST], count, empty, pick)
