"""Ways to look at an assessment 自评、重算、对照: own words, other rules, and the records of today."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huanzhi.desk.access import only_everything
from huanzhi.desk.assessment.beside import body_pairs, indicator_pairs, task_pairs
from huanzhi.desk.assessment.forms import OwnWord
from huanzhi.desk.views.assessments import one
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assessment import self_evaluate
from huanzhi.plan.assessment.comparing import beside
from huanzhi.plan.assessment.content import broken
from huanzhi.plan.assessment.editions import edition, editions
from huanzhi.plan.assessment.queries import newest
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.assessment.since import since
from huanzhi.plan.assessment.words import said
from huanzhi.plan.models import RoleKind


@sends("plan.self-evaluate")
def own_words(request: HttpRequest, pk: int) -> HttpResponse:
    """What the own organisation says of itself; a wide scope reads what all say."""
    item, actor = one(request, pk), actor_of(request)
    bodies = Organisation.objects.visible_to(request.user)
    body = bodies.filter(code=actor.organisation).first() if actor.may("plan.self-evaluate") else None
    abouts = _abouts(item, body)
    form = OwnWord(request.POST or None, abouts=abouts, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        if body is None:
            raise Http404("no organisation to speak for")
        try:
            self_evaluate(actor, item, body, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:assessment-self", pk=pk)
    rows = SelfEvaluation.objects.visible_to(request.user).filter(assessment=item)
    names = dict(abouts)
    context = {
        "item": item,
        "view": "self",
        "wide": request.user.scope().everything,  # type: ignore[union-attr]
        "form": form if abouts and item.state == "self-evaluation" else None,
        "rows": [(row, names.get(row.about, row.about)) for row in rows.select_related("organisation")],
        "missing": len(abouts) - rows.filter(organisation=body).count() if body else 0,
    }
    return render(request, "desk/assessment_self.html", context, status=422 if form.errors else 200)


def _abouts(item: Any, body: Organisation | None) -> list[tuple[str, str]]:
    """What an organisation answers for: (address, name)."""
    if body is None:
        return []
    indicators = body.indicators.filter(document=item.document).order_by("no")
    tasks = item.document.tasks.filter(roles__organisation=body).exclude(
        roles__in=body.task_roles.filter(role=RoleKind.SUPPORTING)
    )
    return [(f"indicator:{row.no}", f"{row.no} {row.name}") for row in indicators] + [
        (f"task:{row.code}", f"{row.code} {row.title}") for row in tasks.order_by("code")
    ]


def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """The same frozen inputs under other rules, side by side; and whether our own come out to the same bytes."""
    only_everything(request)
    item = one(request, pk)
    found = newest(item)
    others = [(code, said(row)) for code, row in editions().items() if code != item.edition]
    asked = request.GET.get("with", others[0][0] if others else item.edition)
    if asked not in editions():
        raise Http404("no such edition")
    context: dict[str, Any] = {
        "item": item, "view": "replay", "wide": True, "others": others, "asked": asked, "other": said(edition(asked)),
    }  # fmt: skip
    if found is not None:
        held, content = found
        both = beside(content, edition(asked))
        context |= {
            "held": held,
            "rules": said(content["rules"]),
            "fault": broken(held.content, held.sha256),
            "both": both,
            "indicators": indicator_pairs(content, both),
            "tasks": task_pairs(content, both),
            "bodies": body_pairs(content, both, edition(asked)),
        }
    return render(request, "desk/assessment_replay.html", context)


def today(request: HttpRequest, pk: int) -> HttpResponse:
    """Which figures and states would change if it were computed from the records of today."""
    only_everything(request)
    item = one(request, pk)
    found = newest(item)
    context: dict[str, Any] = {"item": item, "view": "today", "wide": True}
    if found is not None:
        held, content = found
        change = since(held)
        context |= {
            "held": held,
            "change": change,
            "moved": [row for row in change.figures if row.value_moved],
            "indicators": [row for row in indicator_pairs(content, change.results) if row["differs"]],
        }
    return render(request, "desk/assessment_today.html", context)
