"""现场 Field pages for a phone: my cases by clock, their map, one case with its photos, what waits to be sent."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huanzhi.desk.views.field_cards import Card, card, choices
from huanzhi.desk.views.field_sync import settled
from huanzhi.desk.views.field_words import words
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Area
from huanzhi.work.evidence import Evidence
from huanzhi.work.models import Case
from huanzhi.work.queries import mine, to_re_check
from huanzhi.work.showing import stamped

MOST = 60


def _page(request: HttpRequest, template: str, stamp: str = "", **context: Any) -> HttpResponse:
    """A page that a phone may keep for this person and no other."""
    response = render(request, f"desk/field/{template}", {"words": words(), **context})
    response["X-Huanzhi-Who"] = str(request.user.pk)
    if stamp:
        response["X-Huanzhi-Stamp"] = stamp
    response["Cache-Control"] = "private, no-store"
    return response


def _cards(request: HttpRequest) -> tuple[list[Card], list[Card]]:
    """What is in my hands, and what others reported that I may re-check; by their clocks."""
    own = [card(case) for case in stamped(mine(request.user))[:MOST]]  # type: ignore[arg-type]
    if not actor_of(request).may("work.verify"):
        return own, []
    return own, [card(case) for case in stamped(to_re_check(request.user))[:MOST]]  # type: ignore[arg-type]


@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    """My cases, the clock that runs out first on top."""
    own, checks = _cards(request)
    first = [one for one in own if one.look in ("late", "risk")]
    rest = [one for one in own if one not in first]
    groups = [(_("First of all"), first), (_("After that"), rest), (_("To re-check"), checks)]
    return _page(request, "cases.html", tab="cases", groups=[group for group in groups if group[1]])


@never_cache
def places(request: HttpRequest) -> HttpResponse:
    """Where my cases are; those without a place are named."""
    cards = [one for part in _cards(request) for one in part]
    placed = [one for one in cards if one.case.lon is not None and one.case.lat is not None]
    features = {"type": "FeatureCollection", "features": [*_outlines(request, cards), *map(_point, placed)]}
    elsewhere = [one for one in cards if one not in placed]
    return _page(request, "places.html", tab="places", features=features, placed=placed, elsewhere=elsewhere)


def _point(one: Card) -> dict[str, Any]:
    place = [float(one.case.lon or 0), float(one.case.lat or 0)]
    properties = {"name": one.case.title, "href": one.address, "status": one.look}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": properties}


def _outlines(request: HttpRequest, cards: list[Card]) -> list[dict[str, Any]]:
    """The cells in which the cases lie; where none is known, the district."""
    known = Area.objects.visible_to(request.user).exclude(geometry=None)
    rows = list(known.filter(pk__in={one.case.area_id for one in cards if one.case.area_id}))
    rows = rows or list(known.filter(level="district"))
    return [{"type": "Feature", "geometry": row.geometry, "properties": {}} for row in rows]


@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: its clock, what was found, its photos, the step that can be taken next."""
    item = _visible(request, number)
    shown = card(item)
    return _page(
        request,
        "case.html",
        stamp=shown.stamp,
        card=shown,
        case=item,
        choices=choices(request, item),
        evidence=Evidence.objects.visible_to(request.user).filter(case=item).order_by("-received_at"),
        last=item.steps.last(),
        keys=[uuid4(), uuid4()],
        may_attach=actor_of(request).may("work.attach-evidence"),
    )


def _visible(request: HttpRequest, number: str) -> Case:
    return get_object_or_404(stamped(Case.objects.visible_to(request.user)), number=number)


@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What was recorded on this phone; the list itself is made there."""
    return _page(request, "waiting.html", tab="waiting")


@require_POST
@sends("work.take-field-record")
def record(request: HttpRequest, number: str) -> HttpResponse:
    """A step or a file sent by the plain form, without scripts; a refusal is said on the page."""
    item = _visible(request, number)
    held = settled(request, item)
    if held.outcome == "done":
        messages.success(request, _("Sent."))
    else:
        messages.error(request, _("Refused: ") + held.reason)
    return redirect(reverse("desk:field-case", args=[number]))
