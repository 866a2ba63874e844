"""Works 重大工程: the list with its filters, one work with all that is known of it, the dates of the plan."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huanzhi.desk.selection import chosen
from huanzhi.desk.works import forms
from huanzhi.desk.works.selecting import Narrow, counts, rows
from huanzhi.kit.access import actor_of
from huanzhi.kit.factories import features
from huanzhi.ledger.queries import history
from huanzhi.people.area import register as areas
from huanzhi.people.models import Area
from huanzhi.plan.actions.works import OTHERS
from huanzhi.plan.models import FundLine, Project
from huanzhi.plan.works.money import money
from huanzhi.plan.works.queries import answering, answers, blocked, lacks, lateness, line, works_of

PAGE, ENTRIES = 50, 30
VERBS = {
    "save": "plan.save-project",
    "pass": "plan.pass-stage",
    "confirm": "plan.confirm-stage",
    "obstacle": "plan.raise-blocker",
    "settle": "plan.settle-blocker",
    "fund": "plan.record-fund",
    "claim": "plan.claim-reduction",
    "verify": "plan.verify-reduction",
    "photo": "plan.add-photo",
}


def works(request: HttpRequest) -> HttpResponse:
    """Every work this person may see, with where it stands and what nobody has said of it."""
    chose = chosen(request)
    found = rows(list(works_of(chose.document, request.user)), blocked(chose.document), timezone.localdate())
    form = Narrow(request.GET)
    kept = [row for row in found if form.keeps(row)]
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "chose": chose,
        "form": form,
        "page": Paginator(kept, PAGE).get_page(request.GET.get("page")),
        "counts": counts(found),
        "features": _map(request, [row.work for row in kept]),
        "asked": asked.urlencode(),
    }
    return render(request, "desk/projects.html", context)


def _map(request: HttpRequest, found: list[Project]) -> dict[str, Any] | None:
    """Those that have a place, on the outline of the district."""
    placed = [work for work in found if work.lon is not None]
    if not placed:
        return None
    district = Area.objects.visible_to(request.user).filter(level="district")
    shapes = features(areas, district)["features"]
    points = [
        {
            "type": "Feature",
            "properties": {"name": work.name, "href": f"/desk/works/{work.code}/"},
            "geometry": {"type": "Point", "coordinates": [float(work.lon or 0), float(work.lat or 0)]},
        }
        for work in placed
    ]
    return {"type": "FeatureCollection", "features": [*shapes, *points]}


def dates(request: HttpRequest) -> HttpResponse:
    """What the plan promises for which year."""
    chose = chosen(request)
    dated = list(chose.document.milestones.all())
    years = [(year, list(found)) for year, found in groupby(dated, lambda row: row.year)]
    return render(request, "desk/milestones.html", {"chose": chose, "years": years})


def one(request: HttpRequest, code: str) -> Project:
    """The work of that code, when this person may see it."""
    return get_object_or_404(works_of(chosen(request).document, request.user), code=code)


def work(request: HttpRequest, code: str) -> HttpResponse:
    """One work."""
    return page(request, one(request, code))


def page(
    request: HttpRequest, item: Project, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a work, with the form that was sent and is not right yet."""
    today, actor = timezone.localdate(), actor_of(request)
    ours = actor.may(OTHERS) or answers(actor, item)
    may = {name: ours and actor.may(verb) for name, verb in VERBS.items()}
    steps = line(item, today)
    ahead = next((step.stage for step in steps if step.state == "next"), None)
    blank = {
        "save": forms.Facts(work=item, user=request.user, prefix="save") if may["save"] else None,
        "pass": forms.Pass(work=item, prefix="pass", initial={"stage": ahead.code if ahead else ""}),
        "confirm": forms.Confirm(work=item, prefix="confirm"),
        "obstacle": forms.Obstacle(work=item, prefix="obstacle"),
        "fund": forms.Fund(work=item, prefix="fund", initial={"year": min(today.year, 2100)}),
        "claim": forms.Claim(work=item, prefix="claim"),
        "photo": forms.Photo(work=item, prefix="photo"),
    }
    sent = bound or {}
    funds = FundLine.objects.visible_to(request.user).filter(project=item).select_related("project")
    lines = list(funds)
    context = {
        "work": item,
        "steps": steps,
        "ahead": ahead,
        "late": lateness(item, today),
        "lacks": lacks(item),
        "answering": answering(item),
        "blockers": _each(item, item.blockers.select_related("organisation"), "settle", forms.Settle, sent),
        "funds": lines,
        "money": money(item.document, lines=lines).total,
        "photos": item.photos.all(),
        "reductions": _each(item, item.reductions.all(), "verify", forms.Verify, sent),
        "history": history(item)[:ENTRIES],
        "may": may,
        "me": request.user.pk,
        "forms": blank | {name: form for name, form in sent.items() if name in blank},
        "sent": next(iter(sent), ""),
    }
    return render(request, "desk/project.html", context, status=status)


def _each(item: Project, found: Any, name: str, kind: type[forms.Step], sent: dict[str, Any]) -> list[Any]:
    """Each with a form of its own; the one that was sent comes back as it was."""
    return [
        (row, sent[name])
        if name in sent and sent["to"] == row.pk
        else (row, kind(work=item, prefix=f"{name}-{row.pk}"))
        for row in found
    ]
