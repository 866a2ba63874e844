"""派遣规则: where rules would have sent past cases, before they go live."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huanzhi.work.kinds import kinds, named
from huanzhi.work.models import Case, RoutingRule
from huanzhi.work.routing import replay, rules_on

PAST = 500


def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force and what they would have done with the last cases; with `without` or `only` a change."""
    held = rules_on(timezone.now())
    trial = request.GET.get("trial", "")
    tried = held
    if trial:
        rule = get_object_or_404(RoutingRule.objects.visible_to(request.user), code=trial)
        tried = [one for one in held if one.pk != rule.pk]
        if len(tried) == len(held):  # not in force yet: as if it were
            tried = sorted([*held, rule], key=lambda one: (one.order, one.code))
    past = Case.objects.visible_to(request.user).filter(split_from=None)
    past = past.select_related("organisation", "area__parent__parent__parent").order_by("-opened_at")[:PAST]
    told = replay(tried, past)
    before = {one.case.pk: one.route for one in replay(held, past)} if trial else {}
    context: dict[str, Any] = {
        "rules": RoutingRule.objects.visible_to(request.user).select_related("area", "organisation", "lead"),
        "in_force": {rule.pk for rule in held},
        "trial": trial,
        "kinds": {code: named(code) for code in kinds()},
        "told": told,
        "same": sum(one.same for one in told),
        "by_rule": Counter(one.route.rule.code if one.route.rule else "—" for one in told),
        "moved": [
            (one, before[one.case.pk])
            for one in told
            if trial and one.route.organisation != before[one.case.pk].organisation
        ],
    }
    return render(request, "desk/routing.html", context)
