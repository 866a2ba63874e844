"""Cases 事件: what is wrong, in whose hands, until somebody else has seen that it is right again."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.casework.steps import choices, form_of, take
from huanzhi.desk.casework.timeline import timeline
from huanzhi.desk.views.field_sync import settled
from huanzhi.desk.views.field_words import left
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.delegation import Circle, acting
from huanzhi.people.models import User
from huanzhi.work.actions import VERBS
from huanzhi.work.disclosure import shown
from huanzhi.work.kinds import kinds, named
from huanzhi.work.models import ENDS, Case, Disclosure, Evidence, State
from huanzhi.work.queries import alike, open_cases
from huanzhi.work.words import TOLD

PAGE = 40
SAID = {"value", "unit", "goal", "reason"}  # parts of a finding that have a place of their own


def cases(request: HttpRequest) -> HttpResponse:
    """The cases this person may see: open ones, or those of a state or a kind."""
    rows = Case.objects.visible_to(request.user).select_related("organisation", "assignee")
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    if state == "open":
        rows = rows.exclude(state__in=ENDS).order_by("clock_at", "pk")
    elif state in State.values:
        rows = rows.filter(state=state).order_by("-opened_at", "-pk")
    if kind in kinds():
        rows = rows.filter(kind=kind)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "kind": kind,
        "states": State.choices,
        "kinds": [(code, named(code)) for code in kinds()],
        "now": timezone.now(),
    }
    return render(request, "desk/cases.html", context)


def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: the finding, everything that happened, what can be done next."""
    return _page(request, _visible(request, number))


@require_POST
@sends("{name}")
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a step; a form that lacks something is shown again."""
    item = _visible(request, number)
    if name not in VERBS:
        raise Http404(name)
    form = form_of(request.user, name, request.POST, open_cases(request.user).exclude(pk=item.pk))
    if not form.is_valid():
        return _page(request, item, (name, form), 422)
    take(name, actor_of(request), item, form)
    messages.success(request, _("Done: %(step)s.") % {"step": TOLD[name]})
    return redirect("desk:case", number=number)


@require_POST
@sends("work.attach-evidence")
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Add a photo or file to the case."""
    item = _visible(request, number)
    held = settled(request, item)
    if held.outcome == "done":
        messages.success(request, _("The photo or file is kept."))
    else:
        messages.error(request, _("Refused: ") + held.reason)
    return redirect("desk:case", number=number)


def _visible(request: HttpRequest, number: str) -> Case:
    rows = Case.objects.visible_to(request.user)
    rows = rows.select_related("organisation", "assignee", "lead", "area", "merged_into", "split_from")
    return get_object_or_404(rows, number=number)


def _page(
    request: HttpRequest, item: Case, wrong: tuple[str, object] | None = None, status: int = 200
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    others = open_cases(request.user).exclude(pk=item.pk)
    possible = choices(request.user, actor, item, others)
    whole = (item.due_at - item.opened_at).total_seconds() or 1
    context = {
        "case": item,
        "kind": named(item.kind),
        "happened": timeline(item, request.user),
        "choices": [one for one in possible if one.first and not one.forbidden],
        "others": [one for one in possible if not one.first and not one.forbidden],
        "barred": [one for one in possible if one.forbidden],
        "wrong": wrong,
        "left": left(item.clock_at, now) if item.clock_at else "",
        "late": item.clock_at is not None and item.clock_at <= now,
        "used": min(100, max(0, round(100 * (now - item.opened_at).total_seconds() / whole))),
        "indicator": item.subject.removeprefix("indicator:") if item.subject.startswith("indicator:") else "",
        "particulars": [
            (k, v) for k, v in item.finding.items() if k not in SAID and not isinstance(v, dict | list)
        ],
        "alike": alike(item, request.user),
        "parts": item.parts.select_related("organisation"),
        "merged": item.merged.all(),
        "may_attach": actor.may("work.attach-evidence") and not item.ended,
        "public": _public(item) if actor.may("work.disclose-evidence") else None,
        "key": uuid4(),
        "place": _place(item),
        "stand_in": _stand_in(item),
    }
    return render(request, "desk/case.html", context, status=status)


def _public(item: Case) -> list[tuple[Evidence, Disclosure | None]]:
    """The pictures of a case, each with how everybody sees it today."""
    pictures = [one for one in item.evidence.order_by("pk") if one.type.image]
    held = {row.evidence_id: row for row in shown().filter(evidence__case=item)}
    return [(one, held.get(one.pk)) for one in pictures]


def _place(item: Case) -> dict[str, object] | None:
    """The place of a case as a layer of the map."""
    if item.lon is None or item.lat is None:
        return None
    point = {"type": "Point", "coordinates": [float(item.lon), float(item.lat)]}
    features = [{"type": "Feature", "geometry": point, "properties": {"name": item.title, "status": "off"}}]
    if item.area is not None and item.area.geometry:
        around = {"type": "Feature", "geometry": item.area.geometry, "properties": {"name": item.area.name}}
        features.insert(0, around)
    return {"type": "FeatureCollection", "features": features}


def _stand_in(item: Case) -> User | None:
    """Who stands in for the holder today; None when the holder is there, or nobody is."""
    if item.assignee is None or item.ended:
        return None
    try:
        today = acting(item.assignee)
    except Circle:
        return None
    return today if today != item.assignee else None
