"""Data 数据: the air now, what came in and what was refused."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huanzhi.desk.access import only_everything
from huanzhi.desk.instruments.roll import states
from huanzhi.desk.selection import chosen
from huanzhi.kit.models import Intake
from huanzhi.monitoring.models import Device, Point
from huanzhi.monitoring.queries import hours_of_day, latest_hours
from huanzhi.monitoring.vocabulary import factors
from huanzhi.people.models import Area
from huanzhi.plan.queries import find

PAGE = 50
YEAR = 365 * 24 * 3600


def air(request: HttpRequest) -> HttpResponse:
    """Every air station: its newest hour, its last 24 hours, its place."""
    points = list(Point.objects.visible_to(request.user).filter(medium="air"))
    rows = latest_hours(points)
    district = Area.objects.visible_to(request.user).filter(level="district").first()
    context = {"rows": rows, "factors": factors().values(), "features": _features(points, district)}
    return render(request, "desk/air.html", context)


def _features(points: list[Point], district: Area | None) -> dict[str, Any]:
    """The district's outline and the stations as GeoJSON for the map."""
    features: list[dict[str, Any]] = []
    if district is not None and district.geometry:
        name = {"name": district.name}
        features.append({"type": "Feature", "properties": name, "geometry": district.geometry})
    for point in points:
        if point.lon is None or point.lat is None:
            continue
        place = {"type": "Point", "coordinates": [float(point.lon), float(point.lat)]}
        href = reverse("desk:station", args=[point.code])
        features.append(
            {"type": "Feature", "properties": {"name": point.name, "href": href}, "geometry": place}
        )
    return {"type": "FeatureCollection", "features": features}


def station(request: HttpRequest, code: str) -> HttpResponse:
    """One station's day, hour by hour, as received."""
    point = get_object_or_404(Point.objects.visible_to(request.user), code=code)
    try:
        day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    context = {
        "point": point,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
        "hours": hours_of_day(point, day),
        "factors": factors(),
        "latest": latest_hours([point])[0],
        "devices": states(request.user, _devices(request, point)),
    }
    return render(request, "desk/station.html", context)


def _devices(request: HttpRequest, point: Point) -> list[Device]:
    """The devices of a station, for those who may open their pages."""
    if not request.user.scope().everything:  # type: ignore[union-attr]
        return []
    return list(Device.objects.visible_to(request.user).filter(point=point).select_related("contact"))


def intakes(request: HttpRequest) -> HttpResponse:
    """Every file that came in, with what was taken and refused."""
    only_everything(request)
    page = Paginator(Intake.objects.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/intakes.html", {"page": page})


def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with its refused rows as they came."""
    only_everything(request)
    item = get_object_or_404(Intake.objects.visible_to(request.user), pk=pk)
    page = Paginator(item.refused.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/intake.html", {"intake": item, "page": page})


def search(request: HttpRequest) -> HttpResponse:
    """Indicators, tasks, works and departments that hold the words."""
    chose = chosen(request)
    words = request.GET.get("q", "").strip()
    found = (
        {name: list(rows[:30]) for name, rows in find(chose.document, words, request.user).items()}
        if words
        else {}
    )
    context = {"chose": chose, "q": words, "found": found, "total": sum(map(len, found.values()))}
    return render(request, "desk/search.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Dark or light, kept in a cookie; without scripts the page comes back in the other one."""
    wanted = request.POST.get("theme", "")
    if wanted not in ("dark", "light"):
        wanted = "light" if request.COOKIES.get("theme") == "dark" else "dark"
    back = request.META.get("HTTP_REFERER", "")
    home = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    answer = redirect(back if home else "desk:cockpit")
    answer.set_cookie("theme", wanted, max_age=YEAR, samesite="Lax", httponly=True)
    return answer
