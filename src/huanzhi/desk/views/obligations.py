"""Duties 义务: the due list, one duty with its history, and what is done about it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.duties.forms import Proof, Reason
from huanzhi.desk.duties.words import PROOFS, every, stand, subject_page
from huanzhi.kit.access import actor_of, sends
from huanzhi.work.actions.obligations import DutyRefused, answers, fulfil_duty, reopen_duty, waive_duty
from huanzhi.work.attachments.storage import arrive, drop, original
from huanzhi.work.attachments.types import NotTaken
from huanzhi.work.obligation import Obligation, ObligationQuerySet
from huanzhi.work.obligations.queries import WHOSE, counts, duties, history

PAGE, TURNS = 40, 12
STATES = ("open", "late", "settled", "all")


def chosen(request: HttpRequest) -> tuple[ObligationQuerySet, str]:
    """Whose duties are asked for: without a word all that the person may see, but a department's own for itself."""
    user: Any = request.user
    whose = request.GET.get("whose", "all" if user.scope().everything else "ours")
    whose = whose if whose in WHOSE else "all"
    return duties(user, whose), whose


def due_list(request: HttpRequest) -> HttpResponse:
    """The due list: to be done first, what is late on top; of a day or a rule when asked."""
    rows, whose = chosen(request)
    today = timezone.localdate()
    state = request.GET.get("state", "open")
    stand_now = counts(rows, today)
    narrow = {
        "open": rows.open,
        "late": lambda: rows.late(today),
        "settled": lambda: rows.exclude(outcome="").order_by("-due_on", "pk"),
        "all": lambda: rows.order_by("-due_on", "pk"),
    }
    found = narrow.get(state, rows.open)()
    day = _day(request.GET.get("day", ""))
    rule, words = request.GET.get("rule", ""), request.GET.get("q", "").strip()
    if day:
        found = found.filter(due_on=day)
    if rule:
        found = found.filter(rule=rule)
    if words:
        found = found.filter(subject_name__icontains=words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "page": page,
        "rows": [(duty, stand(duty, today)) for duty in page],
        "counts": stand_now,
        "whose": whose,
        "state": state if state in STATES else "open",
        "day": day,
        "rule": rule,
        "q_duty": words,
        "narrowed": bool(day or rule or words),
        "asked": asked.urlencode(),
    }
    return render(request, "desk/duties.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one(request: HttpRequest, pk: int) -> Obligation:
    rows = Obligation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation", "user", "area", "case"), pk=pk)


def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: what, who, by which clause, until when; its proof; the same duty before."""
    return _page(request, _one(request, pk))


def _page(
    request: HttpRequest,
    item: Obligation,
    proof: Proof | None = None,
    reason: Reason | None = None,
    status: int = 200,
) -> HttpResponse:
    today, actor = timezone.localdate(), actor_of(request)
    open_ = item.outcome == "" and not item.withdrawn
    may_prove = actor.may("work.fulfil-duty") and (
        actor.may("work.fulfil-for-others") or answers(actor, item)
    )
    turns = list(history(item)[: TURNS + 1])
    context = {
        "duty": item,
        "stand": stand(item, today),
        "every": every(item),
        "proof_words": PROOFS[item.terms["proof"]],
        "where": _where(item),
        "subject_page": subject_page(item.subject),
        "turns": [(turn, stand(turn, today)) for turn in turns[:TURNS]],
        "more": len(turns) > TURNS,
        "may_prove": open_ and may_prove,
        "may_waive": open_ and actor.may("work.waive-duty"),
        "may_reopen": item.outcome != "" and actor.may("work.reopen-duty"),
        "form": proof or Proof(duty=item),
        "reason": reason or Reason(),
    }
    return render(request, "desk/duty.html", context, status=status)


@require_POST
@sends("work.fulfil-duty")
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was done, and prove it."""
    item = _one(request, pk)
    form = Proof(request.POST, request.FILES, duty=item)
    if not form.is_valid():
        return _page(request, item, proof=form, status=400)
    said, arrived = form.cleaned_data, None
    try:
        if file := said.get("file"):
            arrived = arrive(file.chunks())
        fulfil_duty(
            actor_of(request),
            item,
            said["done_on"],
            said["note"],
            reference=said.get("reference", ""),
            file=arrived,
            name=file.name if file else "",
        )
    except (DutyRefused, NotTaken) as error:
        form.add_error(None, str(error))
        return _page(request, item, proof=form, status=409)
    finally:
        if arrived is not None:
            drop(arrived)
    messages.success(request, _("Proved. Thank you."))
    return redirect("desk:duty", pk=pk)


@require_POST
@sends("work.{how}-duty")
def settle(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Let a turn go, or take back what settled it; both with a reason."""
    act = {"waive": waive_duty, "reopen": reopen_duty}.get(how)
    if act is None:
        raise Http404(how)
    item = _one(request, pk)
    form = Reason(request.POST)
    if not form.is_valid():
        return _page(request, item, reason=form, status=400)
    try:
        act(actor_of(request), item, form.cleaned_data["reason"])
    except DutyRefused as error:
        form.add_error(None, str(error))
        return _page(request, item, reason=form, status=409)
    messages.success(request, _("Written down, with its reason."))
    return redirect("desk:duty", pk=pk)


def proof_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file that proves it, as it was kept; always as a download."""
    proof = _one(request, pk).proof
    if proof.get("kind") != "file":
        raise Http404
    return FileResponse(original(proof["sha256"]).open("rb"), as_attachment=True, filename=proof["name"])


def _where(item: Obligation) -> str:
    """The address at which a duty that is proved by a record elsewhere is done."""
    kind, _colon, key = item.subject.partition(":")
    if item.terms["proof"] != "record" or kind != "round":
        return ""
    return reverse("desk:round-sheet", args=[int(key.split("/")[0])])
