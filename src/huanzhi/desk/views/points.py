"""Points 监测点位 that a firm or the district measures at: the day, the hours, and a person's word on them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.desk.access import only_everything
from huanzhi.desk.instruments import hours
from huanzhi.desk.instruments.body import body
from huanzhi.desk.instruments.forms import DeclarationForm, JudgementForm, NoteForm, ReviewForm
from huanzhi.desk.instruments.roll import states
from huanzhi.desk.instruments.window import window
from huanzhi.desk.instruments.words import factor_name
from huanzhi.kit.access import actor_of, sends
from huanzhi.monitoring.actions import quality
from huanzhi.monitoring.models import Channel, Declaration, Device, HourValue, Point, Review, Suspicion

LAST = 20
VERBS = {
    "review": "monitoring.review-readings",
    "withdraw": "monitoring.withdraw-review",
    "recall": "monitoring.withdraw-declaration",
    "declare": "monitoring.declare",
    "judge": "monitoring.judge-suspicion",
}


@sends("monitoring.*")
def point(request: HttpRequest, code: str) -> HttpResponse:
    """One point: its day as on the device's page, its reviews, declarations and suspicions."""
    only_everything(request)
    item = get_object_or_404(Point.objects.visible_to(request.user), code=code)
    if request.method == "POST":
        return _done(request, item)
    return _page(request, item)


def _forms(request: HttpRequest, item: Point, name: str = "", data: Any = None) -> dict[str, Any]:
    channels = Channel.objects.visible_to(request.user).filter(device__point=item).order_by("pk")
    codes = list(dict.fromkeys(channels.values_list("factor", flat=True)))
    if not codes:
        values = HourValue.objects.visible_to(request.user).filter(point=item)
        codes = sorted(set(values.values_list("factor", flat=True)))
    factors = [(one, factor_name(one)) for one in codes]
    return {
        "review": ReviewForm(data if name == "review" else None, factors=factors, prefix="review"),
        "declare": DeclarationForm(data if name == "declare" else None, prefix="declare"),
        "judge": JudgementForm(data if name == "judge" else None, prefix="judge"),
        "withdraw": NoteForm(data if name == "withdraw" else None, prefix="withdraw"),
        "recall": NoteForm(data if name == "recall" else None, prefix="recall"),
    }


def _page(
    request: HttpRequest, item: Point, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    devices = list(Device.objects.visible_to(request.user).filter(point=item).select_related("contact"))
    actor = actor_of(request)
    context: dict[str, Any] = body(request.user, item, None, window(request, now)) | {
        "point": item,
        "devices": states(request.user, devices),
        "reviews": item.reviews.all()[:LAST],
        "declarations": item.declarations.all()[:LAST],
        "suspicions": item.suspicions.all()[:LAST],
        "limits": item.limits.all(),
        "forms": forms or _forms(request, item),
        "may": {name: actor.may(verb) for name, verb in VERBS.items()},
    }
    return render(request, "desk/point.html", context, status=status)


def _done(request: HttpRequest, item: Point) -> HttpResponse:
    """A form of the page: the word is said, or the page comes back with what is wrong."""
    name = request.POST.get("do", "")
    forms = _forms(request, item, name, request.POST)
    if name not in forms:
        raise Http404(name)
    form = forms[name]
    if not form.is_valid():
        return _page(request, item, forms, status=400)
    actor, said = actor_of(request), form.cleaned_data
    try:
        if name == "review":
            quality.review_readings(
                actor, item, said["factor"], said["start"], said["end"], said["standing"], said["reason"]
            )
        elif name == "declare":
            quality.declare(
                actor, item, said["kind"], said["start"], said["end"], said["reason"], said["document"]
            )
        elif name == "judge":
            quality.judge_suspicion(actor, _own(Suspicion, item, request), said["judged"], said["note"])
        elif name == "recall":
            quality.withdraw_declaration(actor, _own(Declaration, item, request), said["reason"])
        else:
            quality.withdraw_review(actor, _own(Review, item, request), said["reason"])
    except ValueError as error:
        form.add_error(None, str(error))
        return _page(request, item, forms, status=409)
    messages.success(request, _("Written down. What it touches is computed anew within a minute."))
    return redirect(
        f"{reverse('desk:point', args=[item.code])}{'?' if request.GET else ''}{request.GET.urlencode()}"
    )


def _own(model: Any, item: Point, request: HttpRequest) -> Any:
    key = request.POST.get("key", "")
    return get_object_or_404(
        model.objects.visible_to(request.user),
        point=item,
        pk=int(key) if key.isdecimal() and len(key) < 19 else 0,
    )


def hour(request: HttpRequest, code: str, factor: str, stamp: str) -> HttpResponse:
    """An hour of a factor, down to its frames: in the drawer, or as a page of its own."""
    only_everything(request)
    item = get_object_or_404(Point.objects.visible_to(request.user), code=code)
    try:
        at = hours.moment(stamp)
    except ValueError:
        raise Http404(stamp) from None
    day = timezone.localdate(at - hours.HOUR)
    page = "desk:station" if item.medium == "air" else "desk:point"
    back = f"{reverse(page, args=[item.code])}?day={day}"
    context = hours.opened(request.user, item, factor, at) | {
        "point": item,
        "name": factor_name(factor),
        "at": at,
        "back": back,
    }
    inside = request.headers.get("HX-Target") == "drawer"
    return render(request, "desk/parts/hour.html" if inside else "desk/hour.html", context)
