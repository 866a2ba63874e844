"""Steps of an annual plan 年度计划办理: each a form on its page; what is refused comes back with the reason."""

from collections.abc import Callable
from typing import Any

from django import forms as base
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.views.year import one, page
from huanzhi.desk.year import forms
from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.verbs import Actor
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.drafting import amend_year, withdraw_year
from huanzhi.plan.actions.year.forcing import put_in_force
from huanzhi.plan.actions.year.negotiating import open_negotiation
from huanzhi.plan.actions.year.signing import (
    OnPaper,
    open_signing,
    record_signatures,
    reopen_negotiation,
    sign_district,
    sign_year,
)
from huanzhi.plan.models import AnnualPlan
from huanzhi.plan.year.queries import signers

Deed = Callable[[Actor, AnnualPlan, dict[str, Any]], Any]


def _take(request: HttpRequest, plan: AnnualPlan, name: str, form: base.Form, deed: Deed) -> HttpResponse:
    """The form checked, the deed done; with the plan's page again where either refuses."""
    if form.is_valid():
        try:
            made = deed(actor_of(request), plan, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done."))
            return redirect("desk:annual-plan", pk=made.pk if isinstance(made, AnnualPlan) else plan.pk)
    return page(request, plan, {name: form})


@require_POST
@sends("plan.open-negotiation")
def negotiate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft to the departments."""
    form = forms.OpenNegotiation(request.POST)
    return _take(
        request,
        one(request, pk),
        "open_negotiation",
        form,
        lambda actor, plan, said: open_negotiation(actor, plan, **said),
    )


@require_POST
@sends("plan.open-signing")
def to_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the lists out to be signed."""
    form = base.Form(request.POST)
    return _take(
        request, one(request, pk), "open_signing", form, lambda actor, plan, _said: open_signing(actor, plan)
    )


@require_POST
@sends("plan.reopen-negotiation")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the negotiation."""
    form = forms.Reason(request.POST, auto_id="id_reopen_%s")
    return _take(
        request, one(request, pk), "reopen_negotiation", form,
        lambda actor, plan, said: reopen_negotiation(actor, plan, **said),
    )  # fmt: skip


@require_POST
@sends("plan.sign-year")
def sign(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A department signs its own list."""
    plan, scope = one(request, pk), request.user.scope()  # type: ignore[union-attr]
    body = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    if not scope.everything and body.pk not in scope.organisations:
        raise Http404(code)
    try:
        sign_year(actor_of(request), plan, body)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Signed; the ledger keeps the hash of this list."))
    return redirect("desk:duty-list", pk=pk, code=code)


@require_POST
@sends("plan.record-signatures")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A list signed on paper."""
    plan = one(request, pk)
    waiting = [row for row in signers(plan) if row.signature is None]
    form = forms.Paper(request.POST, waiting=waiting)

    def keep(actor: Actor, held: AnnualPlan, said: dict[str, Any]) -> Any:
        return record_signatures(actor, held, [OnPaper(said["organisation"], said["name"])], said["paper"])

    return _take(request, plan, "record_signatures", form, keep)


@require_POST
@sends("plan.sign-district")
def district(request: HttpRequest, pk: int) -> HttpResponse:
    """The district signs."""
    form = base.Form(request.POST)
    return _take(
        request,
        one(request, pk),
        "sign_district",
        form,
        lambda actor, plan, _said: sign_district(actor, plan),
    )


@require_POST
@sends("plan.put-in-force")
def force(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue it under its number."""
    form = forms.Number(request.POST)
    return _take(
        request,
        one(request, pk),
        "put_in_force",
        form,
        lambda actor, plan, said: put_in_force(actor, plan, **said),
    )


@require_POST
@sends("plan.amend-year")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version, by a document."""
    form = forms.AmendYear(request.POST, auto_id="id_amend_%s")
    return _take(
        request,
        one(request, pk),
        "amend_year",
        form,
        lambda actor, plan, said: amend_year(actor, plan, **said),
    )


@require_POST
@sends("plan.withdraw-year")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a version up."""
    form = forms.Reason(request.POST, auto_id="id_withdraw_%s")
    return _take(
        request,
        one(request, pk),
        "withdraw_year",
        form,
        lambda actor, plan, said: withdraw_year(actor, plan, **said),
    )
