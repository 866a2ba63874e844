"""Answers to a round 填报: a department's sheet, one answer with its history, what the planner does about it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huanzhi.desk.rounds.forms import AnswerForm, Return
from huanzhi.desk.rounds.showing import cards, changed_words
from huanzhi.desk.selection import chosen
from huanzhi.desk.views.works_files import sent
from huanzhi.kit.access import actor_of, sends
from huanzhi.kit.actions import Unsound
from huanzhi.plan.actions.rounds import accept, answer, reopen, return_answer
from huanzhi.plan.models import AnswerFile, Asked, Round
from huanzhi.plan.rounds.beside import beside
from huanzhi.plan.rounds.queries import asked_of, history
from huanzhi.plan.rounds.round import OWED
from huanzhi.work.attachments.storage import arrive
from huanzhi.work.attachments.types import NotTaken


def sheet(
    request: HttpRequest, pk: int, wrong: AnswerForm | None = None, key: int = 0, unfit: Sequence[str] = ()
) -> HttpResponse:
    """Everything that a round asks of one's own department, each with its form; what is owed first."""
    one = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    actor, now = actor_of(request), timezone.now()
    rows = asked_of(one, request.user).filter(organisation__code=actor.organisation)
    rows = rows.prefetch_related("task__targets", "task__projects__gates")
    held = sorted(rows, key=lambda row: (row.state not in OWED, row.task.code))
    aside = beside(held, timezone.localdate(now))
    context = {
        "chose": chosen(request),
        "round": one,
        "cards": cards(held, aside, wrong, key),
        "milestones": aside.milestones,
        "unfit": unfit,
        "owed": sum(row.state in OWED for row in held),
        "late": sum(row.late_on(now) for row in held),
        "wrong": key,
    }
    return render(request, "desk/round_sheet.html", context, status=422 if wrong or unfit else 200)


def one_asked(
    request: HttpRequest, pk: int, wrong: AnswerForm | None = None, back: Return | None = None
) -> HttpResponse:
    """One task asked of one department: what is known, what was said, what happened."""
    row = _asked(request, pk)
    actor = actor_of(request)
    answering = row.organisation.code == actor.organisation or actor.may("plan.answer-for-others")
    card = cards([row], beside([row], timezone.localdate()), wrong, pk)[0]
    judging = card.asked.round.open and actor.may("plan.accept-answer")
    context = {
        "chose": chosen(request),
        "card": card,
        "round": row.round,
        "history": [(step, changed_words(step.data)) for step in history(row)],
        "late": row.late_on(timezone.now()),
        "may_answer": card.may_answer and answering and actor.may("plan.answer-round"),
        "may_judge": judging and row.state == "answered",
        "may_reopen": judging and row.state == "accepted",
        "back": back or Return(),
    }
    return render(
        request, "desk/round_asked.html", context, status=422 if wrong or (back and back.errors) else 200
    )


def _asked(request: HttpRequest, pk: int) -> Asked:
    rows = Asked.objects.visible_to(request.user).select_related("round", "task", "organisation")
    rows = rows.prefetch_related("answers__files", "task__targets", "task__projects__gates")
    return get_object_or_404(rows, pk=pk)


@require_POST
@sends("plan.answer-round")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer; one that lacks something comes back with its messages, on the page it was written on."""
    row = _asked(request, pk)
    form = AnswerForm(request.POST, _files(request, row), asked=row)
    sheet_of = request.POST.get("from") == "sheet"
    if form.is_valid():
        try:
            files = [(arrive(one.chunks()), one.name) for one in form.cleaned_data["files"]]
            answer(actor_of(request), row, form.said(), files)
        except Unsound as error:
            _tell(form, error.errors)
        except NotTaken as error:
            form.add_error("files", str(error))
    if form.errors:
        return sheet(request, row.round_id, form, pk) if sheet_of else one_asked(request, pk, form)
    messages.success(request, _("%(task)s: your answer is kept.") % {"task": row.task})
    if sheet_of:
        return redirect(f"{reverse('desk:round-sheet', args=[row.round_id])}#asked-{_next(request, row)}")
    return redirect("desk:asked", pk=pk)


def _files(request: HttpRequest, row: Asked) -> Any:
    """The files of this form, as the field for several takes them."""
    name = f"a{row.pk}-files"
    return {name: request.FILES.getlist(name)}


def _tell(form: AnswerForm, errors: dict[str, list[str]]) -> None:
    for field, lines in errors.items():
        for line in lines:
            form.add_error(field if field in form.fields else None, line)


def _next(request: HttpRequest, row: Asked) -> int:
    """The next task of the sheet that is still owed, or this one."""
    rows = Asked.objects.visible_to(request.user).filter(round=row.round_id, organisation=row.organisation_id)
    following = rows.owed().filter(task__code__gt=row.task.code).order_by("task__code").first()  # type: ignore[attr-defined]
    return following.pk if following else row.pk


@require_POST
@sends("plan.accept-answer")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an answer."""
    accept(actor_of(request), _asked(request, pk), request.POST.get("note", ""))
    messages.success(request, _("Accepted."))
    return redirect("desk:asked", pk=pk)


@require_POST
@sends("plan.return-answer")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an answer back with a reason."""
    row = _asked(request, pk)
    form = Return(request.POST)
    if not form.is_valid():
        return one_asked(request, pk, back=form)
    return_answer(actor_of(request), row, form.cleaned_data["reason"], form.cleaned_data["due_at"])
    messages.success(request, _("Given back."))
    return redirect("desk:asked", pk=pk)


@require_POST
@sends("plan.reopen-answer")
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an accepted answer again."""
    reopen(actor_of(request), _asked(request, pk), request.POST.get("reason", ""))
    messages.success(request, _("It is open again."))
    return redirect("desk:asked", pk=pk)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of an answer, for those who see the answer."""
    held = get_object_or_404(AnswerFile.objects.visible_to(request.user), pk=pk)
    return sent(held.sha256, held.name, held.media)
