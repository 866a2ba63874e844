"""Rounds 调度: their list, one of them as a board, opening and closing, reminders, its bulletin's numbers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.rounds.forms import PERIODS, OpenRound
from huanzhi.desk.rounds.showing import changed_words
from huanzhi.desk.selection import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rounds import accept_many, close_round, open_round, preview, remind
from huanzhi.plan.models import Asked, Round
from huanzhi.plan.rounds.queries import Body, asked_of, bodies_of, changed_since, rounds_of
from huanzhi.plan.rounds.round import AskedState


def rounds(request: HttpRequest, form: OpenRound | None = None) -> HttpResponse:
    """The rounds this person has a part in; who may opens one here."""
    chose = chosen(request)
    may = actor_of(request).may("plan.open-round")
    period = request.GET.get("period", "quarter")
    form = form or (OpenRound(document=chose.document, user=request.user, period=period) if may else None)
    asked = _preview(chose.document, form) if may and form is not None and form.is_bound else None
    context = {
        "chose": chose,
        "rounds": rounds_of(chose.document, request.user, timezone.now()),
        "form": form if may else None,
        "periods": PERIODS.items(),
        "preview": asked,
    }
    return render(request, "desk/rounds.html", context, status=422 if form and form.errors else 200)


def _preview(document: Any, form: OpenRound) -> list[tuple[str, int]] | None:
    """Who would be asked about how many tasks."""
    if not form.is_valid():
        return None
    found: dict[str, int] = {}
    for _task, part, _leads in preview(document, form.scope()):
        found[part.organisation.name] = found.get(part.organisation.name, 0) + 1
    return sorted(found.items(), key=lambda row: -row[1])


@require_POST
@sends("plan.open-round")
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a round, or show first whom it would ask (`preview`)."""
    chose = chosen(request)
    actor = actor_of(request)
    form = OpenRound(request.POST, document=chose.document, user=request.user)
    if "preview" in request.POST or not form.is_valid():
        return rounds(request, form)
    said = form.cleaned_data
    try:
        made = open_round(
            actor,
            chose.document,
            said["name"],
            said["first_day"],
            said["last_day"],
            form.scope(),
            due_at=said["due_at"],
        )
    except Refused as error:
        form.add_error(None, str(error))
        return rounds(request, form)
    messages.success(
        request, _("The round is open: %(n)s answers are asked for.") % {"n": made.asked.count()}
    )
    return redirect("desk:round", pk=made.pk)


def _one(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), pk=pk)


def board(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: departments late first, what they were asked, filtered by department and state."""
    chose, one, actor, now = chosen(request), _one(request, pk), actor_of(request), timezone.now()
    bodies = bodies_of(one, request.user, now)
    rows = asked_of(one, request.user)
    if code := request.GET.get("organisation"):
        rows = rows.filter(organisation__code=code)
    state = request.GET.get("state", "")
    if state == "late":
        rows = rows.late(now)  # type: ignore[attr-defined]
    elif state in AskedState.values:
        rows = rows.filter(state=state)
    context = {
        "chose": chose,
        "round": one,
        "bodies": bodies,
        "rows": [(row, late, next(iter(row.answers.all()), None)) for late, row in late_first(rows, now)],
        "totals": _totals(bodies),
        "states": [(str(value), label) for value, label in AskedState.choices],
        "state": state,
        "organisation": code or "",
        "now": now,
        "may_close": one.open and actor.may("plan.close-round"),
        "may_accept": one.open and actor.may("plan.accept-answer"),
        "own": any(body.organisation.code == actor.organisation for body in bodies),
        "changed": [(step, changed_words(step.data)) for step in changed_since(one, request.user)]
        if not one.open
        else [],
    }
    return render(request, "desk/round.html", context)


def late_first(rows: Iterable[Asked], now: datetime) -> list[tuple[bool, Asked]]:
    """What is late, then the rest, each in the plan's order."""
    return sorted(((row.late_on(now), row) for row in rows), key=lambda pair: not pair[0])


def _totals(bodies: list[Body]) -> dict[str, int]:
    return {
        "asked": sum(body.asked for body in bodies),
        "accepted": sum(body.states.get(AskedState.ACCEPTED, 0) for body in bodies),
        "answered": sum(body.states.get(AskedState.ANSWERED, 0) for body in bodies),
        "owed": sum(body.owed for body in bodies),
        "late": sum(body.late for body in bodies),
    }


@require_POST
@sends("plan.remind-round")
def remind_them(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who owe an answer: the departments chosen, or all."""
    one = _one(request, pk)
    chosen_bodies = [int(key) for key in request.POST.getlist("organisation") if key.isdigit()]
    owed = remind(actor_of(request), one, chosen_bodies)
    messages.success(request, _("Reminded of %(n)s answers that are owed.") % {"n": owed})
    return redirect("desk:round", pk=pk)


@require_POST
@sends("plan.accept-answer")
def accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the answers chosen, or with `all` every one that waits."""
    one = _one(request, pk)
    keys = [int(key) for key in request.POST.getlist("asked") if key.isdigit()]
    rows = Asked.objects.visible_to(request.user).filter(round=one)
    rows = rows if "all" in request.POST else rows.filter(pk__in=keys)
    taken = accept_many(actor_of(request), rows)
    messages.success(request, _("%(n)s answers accepted.") % {"n": taken})
    return redirect("desk:round", pk=pk)


@require_POST
@sends("plan.close-round")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the round; its bulletin is made and stays."""
    one = close_round(actor_of(request), _one(request, pk))
    messages.success(request, _("%(round)s is closed; its bulletin is made.") % {"round": one})
    return redirect("desk:round", pk=pk)
