"""Sealed reports 封存报告: one of them, its files, rebuilt to the same bytes, held against today, published or not."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.access import only_everything
from huanzhi.desk.reports.forms import Why
from huanzhi.desk.reports.showing import shown
from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.queries import history
from huanzhi.plan.actions.reports import publish_report, withdraw_report
from huanzhi.plan.reports.kinds import find
from huanzhi.plan.reports.proving import content_of, rebuild, since
from huanzhi.plan.reports.queries import files_of, octets_of
from huanzhi.plan.reports.rendering import TYPES
from huanzhi.plan.reports.sealed_report import SealedReport


def one(request: HttpRequest, pk: int) -> SealedReport:
    """A sealed report that this person may see."""
    rows = SealedReport.objects.visible_to(request.user).select_related(
        "document", "organisation", "publication"
    )
    return get_object_or_404(rows, pk=pk)


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it was sealed; with `?check` it is made again and compared."""
    return page(request, one(request, pk))


def page(request: HttpRequest, held: SealedReport, why: Why | None = None) -> HttpResponse:
    """The page; with a form that was refused it answers 422."""
    actor, public = actor_of(request), hasattr(held, "publication")
    verb = "plan.withdraw-report" if public else "plan.publish-report"
    entries = history(held)
    context: dict[str, Any] = {
        "held": held,
        "name": find(held.kind).name,
        "report": shown(content_of(held)),
        "files": files_of(held),
        "entries": entries,
        "check": rebuild(held) if "check" in request.GET else None,
        "why": (why or Why(prefix="why")) if actor.may(verb) and (public or not held.simulated) else None,
        "public": public,
        "wide": request.user.scope().everything,  # type: ignore[union-attr]
    }
    return render(request, "desk/sealed_report.html", context, status=422 if why else 200)


def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One of its files, as kept."""
    held = one(request, pk)
    if form not in TYPES:
        raise Http404("no such form")
    return as_file(octets_of(held, form), form, f"{held.number} {held.title}")


def as_file(octets: bytes, form: str, name: str) -> HttpResponse:
    """A report to take along under its title."""
    if form not in TYPES:
        raise Http404("no such form")
    answer = HttpResponse(octets, content_type=TYPES[form])
    title = quote(f"{name.replace(chr(10), '')}.{form}", safe="")
    answer["Content-Disposition"] = f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{title}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def today(request: HttpRequest, pk: int) -> HttpResponse:
    """What its figures would be today, by name."""
    only_everything(request)
    held = one(request, pk)
    try:
        found, lost = since(held), ""
    except (LookupError, ValueError) as error:
        found, lost = None, str(error)
    return render(request, "desk/sealed_today.html", {"held": held, "found": found, "lost": lost})


@require_POST
@sends("plan.publish-report")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read it."""
    held, why = one(request, pk), Why(request.POST, prefix="why")
    if not why.is_valid():
        return page(request, held, why)
    publish_report(actor_of(request), held, why.cleaned_data["reason"])
    messages.success(request, _("Everybody may read it now."))
    return redirect("desk:sealed-report", pk=pk)


@require_POST
@sends("plan.withdraw-report")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take that back."""
    held, why = one(request, pk), Why(request.POST, prefix="why")
    if not why.is_valid():
        return page(request, held, why)
    withdraw_report(actor_of(request), held, why.cleaned_data["reason"])
    messages.success(request, _("Taken back; it stays sealed."))
    return redirect("desk:sealed-report", pk=pk)
