"""The year 年度计划: its versions, one of them by chapter, a department's duty list, two versions side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.desk.selection import chosen
from huanzhi.desk.year import forms
from huanzhi.desk.year.showing import bodies_of, changed, chapters, having, steps
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.drafting import draft_year
from huanzhi.plan.models import AnnualPlan
from huanzhi.plan.year.comparing import between
from huanzhi.plan.year.content import list_hashes
from huanzhi.plan.year.queries import (
    annual_plans,
    district_signature,
    duties_among,
    items_of,
    open_objections,
    signers,
    unheard,
    without_answer,
    words_on,
)


def one(request: HttpRequest, pk: int) -> AnnualPlan:
    """A version that this person may see."""
    rows = AnnualPlan.objects.visible_to(request.user).select_related("document", "amends")
    return get_object_or_404(rows, pk=pk)


@sends("plan.draft-year")
def versions(request: HttpRequest) -> HttpResponse:
    """Every version of every year, and a form that drafts a year."""
    chose, actor = chosen(request), actor_of(request)
    document = chose.document
    rows = list(annual_plans(document, request.user))
    taken = {row.year for row in rows if row.state != "withdrawn"}
    last = max(document.last_year, timezone.localdate().year + 1)
    free = [year for year in range(document.first_year, last + 1) if year not in taken]
    form = forms.DraftYear(request.POST or None, years=free, initial={"year": free[-1] if free else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_year(actor, document, form.cleaned_data["year"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Drafted from the plan; edit it, then ask the departments."))
            return redirect("desk:annual-plan", pk=made.pk)
    may = actor.may("plan.draft-year") and free
    context = {"chose": chose, "rows": rows, "form": form if may or form.errors else None}
    return render(request, "desk/annual_plans.html", context, status=422 if form.errors else 200)


def annual_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: the table by chapter, who has signed, the next steps."""
    return page(request, one(request, pk))


def page(request: HttpRequest, plan: AnnualPlan, wrong: dict[str, Any] | None = None) -> HttpResponse:
    """The page of a version; with a form that was refused it answers 422."""
    actor, scope = actor_of(request), request.user.scope()  # type: ignore[union-attr]
    items = items_of(plan, request.user)
    kept = [item for item in items if not item.left_out]
    code = request.GET.get("department", "")
    context: dict[str, Any] = {
        "plan": plan,
        "view": "plan",
        "wide": scope.everything,
        "chapters": chapters(plan.document, having(kept, code)),
        "left_out": [item for item in items if item.left_out],
        "count": len(having(kept, code)),
        "derived": sum(item.derived for item in kept),
        "bodies": bodies_of(kept),
        "department": code,
        "may_edit": plan.state in ("draft", "negotiating") and actor.may("plan.edit-item"),
        "may_speak": plan.state == "negotiating" and actor.may("plan.comment-year"),
    }
    if scope.everything:
        context |= _of_the_whole(plan, items, actor)
    context["own"] = Organisation.objects.visible_to(request.user).filter(code=actor.organisation).first()
    context["steps"] = {**context.get("steps", {}), **(wrong or {})}
    return render(request, "desk/annual_plan.html", context, status=422 if wrong else 200)


def _of_the_whole(plan: AnnualPlan, items: list[Any], actor: Any) -> dict[str, Any]:
    """What only those see who see every department: signatures, objections, gaps, and the steps of the whole."""
    rows, words = signers(plan, items), words_on(plan)
    district = district_signature(plan, items)
    waiting = [row for row in rows if row.signature is None]
    return {
        "signers": rows,
        "signed": len(rows) - len(waiting),
        "district": district,
        "objections": open_objections(items, words),
        "unheard": unheard(items, words) if plan.state == "negotiating" else {},
        "nobody": without_answer(items),
        "steps": steps(plan, actor, waiting, district is not None),
    }


def duty_list(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A department's list as it is signed and printed."""
    plan, actor, scope = one(request, pk), actor_of(request), request.user.scope()  # type: ignore[union-attr]
    body = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    if not scope.everything and body.pk not in scope.organisations:
        raise Http404("not the own organisation")
    items = items_of(plan, request.user)
    duties = duties_among(items, body)
    if not duties:
        raise Http404("no part in this year")
    digest = list_hashes(plan, items)[code]
    signatures = plan.signatures.select_related("organisation")
    signature = signatures.filter(organisation=body, sha256=digest).last()
    answers = any(duty.role != "supporting" for duty in duties)
    context = {
        "plan": plan,
        "body": body,
        "duties": duties,
        "sha256": digest,
        "signature": signature,
        "answers": answers,
        "district": signatures.filter(organisation=None).last(),
        "may_sign": plan.state == "signing"
        and answers
        and signature is None
        and actor.may("plan.sign-year")
        and actor.organisation == code,
    }
    return render(request, "desk/duty_list.html", context)


def against(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What a version changes of another of the same year."""
    plan, before = one(request, pk), one(request, other)
    if (plan.document_id, plan.year) != (before.document_id, before.year):
        raise Http404("versions of two years")
    old, new = items_of(before, request.user), items_of(plan, request.user)
    found = between(before, old, plan, new)
    names = dict(bodies_of([*old, *new]))
    context = {
        "plan": plan,
        "before": before,
        "view": "against",
        "found": found,
        "changes": changed(found),
        "bodies": sorted(names[code] for code in found.organisations if code in names),
        "wide": request.user.scope().everything,  # type: ignore[union-attr]
    }
    return render(request, "desk/annual_diff.html", context)
