"""Reports 报告: make one, look at it, take it along as .docx or PDF, seal it under its number."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from huanzhi.desk.reports.forms import ISSUE, Issue, Make
from huanzhi.desk.reports.showing import shown
from huanzhi.desk.selection import Chosen, chosen
from huanzhi.desk.views.sealed import as_file
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.reports import seal_report
from huanzhi.plan.reports.kinds import find, issuer_of
from huanzhi.plan.reports.making import Asked, make
from huanzhi.plan.reports.queries import sealed_reports
from huanzhi.plan.reports.rendering import render as render_as


def reports(request: HttpRequest) -> HttpResponse:
    """What was sealed, and a form that makes one."""
    chose = chosen(request)
    wide = request.user.scope().everything  # type: ignore[union-attr]
    context = {
        "chose": chose,
        "rows": sealed_reports(request.user).filter(document=chose.document),
        "form": _make(request, chose, initial={"kind": "annual-report", "year": chose.year})
        if wide
        else None,
    }
    return render(request, "desk/reports.html", context)


def _make(request: HttpRequest, chose: Chosen, *data: Any, **more: Any) -> Make:
    return Make(*data, document=chose.document, years=chose.years, user=request.user, **more)


def _asked(request: HttpRequest, chose: Chosen, form: Make) -> Asked:
    """What a valid form asks for, when this person may have it: a department may have its own duty list."""
    asked, user = form.asked(), request.user
    scope = user.scope()  # type: ignore[union-attr]
    own = Organisation.objects.visible_to(user).filter(pk__in=scope.organisations, code=asked.organisation)
    if not scope.everything and not (asked.kind == "duty-list" and own.exists()):
        raise PermissionDenied
    said = {name: request.GET.get(name, "").strip() for name in ISSUE}
    return Asked(**{**vars(asked), **said})


@sends("plan.seal-report")
def preview(request: HttpRequest) -> HttpResponse:
    """The report as it would be made now; sealed by POST with what it is issued with."""
    chose, actor = chosen(request), actor_of(request)
    form = _make(request, chose, request.GET)
    if not form.is_valid():
        rows = sealed_reports(request.user).filter(document=chose.document)
        return render(request, "desk/reports.html", {"chose": chose, "rows": rows, "form": form}, status=422)
    asked, issue = _asked(request, chose, form), None
    if request.method == "POST":
        issue = Issue(request.POST, prefix="issue")
        if issue.is_valid():
            said = {**issue.cleaned_data, "day": issue.cleaned_data["day"].isoformat()}
            try:
                made = seal_report(actor, chose.document, Asked(**{**vars(asked), **said}))
            except Refused as error:
                issue.add_error("number", str(error))
            else:
                return redirect("desk:sealed-report", pk=made.pk)
    try:
        content = make(chose.document, asked)
    except (LookupError, ValueError) as error:
        form.add_error(None, str(error))
        return render(request, "desk/report.html", {"chose": chose, "make": form}, status=422)
    may = actor_of(request).may("plan.seal-report")
    start = {"day": timezone.localdate(), "issuer": issuer_of(chose.document), "to": content["to"]}
    context = {
        "chose": chose,
        "make": form,
        "name": find(asked.kind).name,
        "report": shown(content),
        "query": urlencode({**asked.plain()}),
        "issue": (issue or Issue(prefix="issue", initial=start)) if may else None,
    }
    return render(request, "desk/report.html", context, status=422 if issue is not None else 200)


def made(request: HttpRequest, form: str) -> HttpResponse:
    """The report as a file, unsealed."""
    chose = chosen(request)
    asking = _make(request, chose, request.GET)
    if not asking.is_valid():
        return redirect("desk:reports")
    asked = _asked(request, chose, asking)
    try:
        content = make(chose.document, asked)
    except (LookupError, ValueError) as error:
        raise Refused(str(error)) from error
    return as_file(render_as(content, form), form, content["title"])
