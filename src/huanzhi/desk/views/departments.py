"""Departments 部门: who has how much on their hands, and one of them with all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from huanzhi.desk.selection import chosen
from huanzhi.people.models import Organisation
from huanzhi.plan.queries import loads, tasks_of
from huanzhi.work.queries import open_cases


def departments(request: HttpRequest) -> HttpResponse:
    """Who has how much on their hands."""
    chose = chosen(request)
    scope = request.user.scope()  # type: ignore[union-attr]
    rows = loads(chose.document, None if scope.everything else scope.organisations)
    return render(request, "desk/departments.html", {"chose": chose, "rows": rows})


def department(request: HttpRequest, code: str) -> HttpResponse:
    """One department: its tasks, indicators and cases."""
    chose = chosen(request)
    body = get_object_or_404(
        Organisation.objects.visible_to(request.user).prefetch_related("aliases"), code=code
    )
    scope = request.user.scope()  # type: ignore[union-attr]
    if not scope.everything and body.pk not in scope.organisations:
        raise Http404(code)
    rows = tasks_of(chose.document, request.user).filter(roles__organisation=body).distinct()
    context = {
        "chose": chose,
        "body": body,
        "load": next(iter(loads(chose.document, [body.pk])), None),
        "tasks": [(task, next(r for r in task.roles.all() if r.organisation_id == body.pk)) for task in rows],
        "indicators": body.indicators.filter(document=chose.document),
        "cases": open_cases(request.user).filter(organisation=body),
    }
    return render(request, "desk/department.html", context)
