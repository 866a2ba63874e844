"""Items of a year and words on them 协商: the planner edits and answers, a department agrees or objects."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.views.year import one
from huanzhi.desk.year import forms
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.editing import edit_item
from huanzhi.plan.actions.year.negotiating import answer_comment, comment_year
from huanzhi.plan.models import AnnualComment, AnnualItem, AnnualPlan
from huanzhi.plan.year.queries import PARTS, duties_among, items_of, open_objections, words_on


@sends("plan.edit-item")
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One item with every word on it; the planner edits it while the plan is made."""
    plan, actor = one(request, pk), actor_of(request)
    rows = AnnualItem.objects.visible_to(request.user).filter(plan=plan).select_related("plan")
    held = get_object_or_404(rows.prefetch_related(PARTS), pk=item)
    may = plan.state in ("draft", "negotiating") and actor.may("plan.edit-item")
    if request.method == "POST" and not may and not actor.may("plan.edit-item"):
        raise PermissionDenied
    form = forms.EditItem(request.POST or None, instance=held, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            edit_item(actor, held, form.facts(), parts=form.parts(), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Changed. Who agreed before is asked anew."))
            return redirect("desk:annual-item", pk=pk, item=item)
    shown = get_object_or_404(rows.prefetch_related(PARTS), pk=item) if form.errors else held
    words = AnnualComment.objects.visible_to(request.user).filter(item=held).select_related("organisation")
    context = {
        "plan": plan,
        "item": shown,
        "form": form if may or form.errors else None,
        "words": words.order_by("-said_at", "-pk"),
    }
    return render(request, "desk/annual_item.html", context, status=422 if form.errors else 200)


@sends("plan.comment-year")
def negotiation(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk of the negotiation: a department's own items with its word on each; the planner's open objections."""
    plan, actor = one(request, pk), actor_of(request)
    body = Organisation.objects.visible_to(request.user).filter(code=actor.organisation).first()
    form = forms.Word(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = _say(request, plan, body, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept: a word on %(n)s items.") % {"n": count})
            return redirect("desk:annual-negotiation", pk=pk)
    return _page(request, plan, body, form)


def _say(request: HttpRequest, plan: AnnualPlan, body: Organisation | None, said: dict[str, Any]) -> int:
    if body is None:
        raise Refused(_("You speak for no organisation."))
    rows = AnnualItem.objects.visible_to(request.user).filter(plan=plan)
    items = [get_object_or_404(rows, pk=said["item"])] if said["item"] else None
    return len(comment_year(actor_of(request), plan, body, said["agrees"], said["reason"], items))


def _page(
    request: HttpRequest, plan: AnnualPlan, body: Organisation | None, form: Any, answer: Any = None
) -> HttpResponse:
    actor, items = actor_of(request), items_of(plan, request.user)
    words = words_on(plan, request.user)
    duties = duties_among(items, body) if body else []
    rows = [(duty, words.get(duty.item.pk, {}).get(body.pk)) for duty in duties] if body else []
    open_ = plan.state == "negotiating"
    context = {
        "plan": plan,
        "view": "negotiation",
        "wide": request.user.scope().everything,  # type: ignore[union-attr]
        "body": body,
        "rows": [(duty, word, word is None or word.edition != duty.item.edition) for duty, word in rows],
        "waiting": sum(word is None or word.edition != duty.item.edition for duty, word in rows),
        "objections": [(item, word) for item, word in open_objections(items, words)],
        "answered": [
            (item, word)
            for item in items
            for word in words.get(item.pk, {}).values()
            if not word.agrees and not word.open_on(item.edition)
        ],
        "may_speak": open_ and actor.may("plan.comment-year"),
        "may_answer": open_ and actor.may("plan.answer-comment"),
        "form": form,
        "wrong_item": form.data.get("item", "") if form.errors else None,
        "answer": answer or forms.Answer(),
        "wrong_answer": answer is not None,
    }
    return render(
        request, "desk/annual_negotiation.html", context, status=422 if form.errors or answer else 200
    )


@require_POST
@sends("plan.answer-comment")
def answer(request: HttpRequest, pk: int, word: int) -> HttpResponse:
    """Say why an objection is not followed."""
    plan = one(request, pk)
    rows = AnnualComment.objects.visible_to(request.user).filter(item__plan=plan)
    held, form = get_object_or_404(rows, pk=word), forms.Answer(request.POST)
    body = Organisation.objects.visible_to(request.user).filter(code=actor_of(request).organisation).first()
    if not form.is_valid():
        return _page(request, plan, body, forms.Word(), form)
    try:
        answer_comment(actor_of(request), held, form.cleaned_data["answer"])
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, plan, body, forms.Word(), form)
    messages.success(request, _("Answered."))
    return redirect("desk:annual-negotiation", pk=pk)
