"""五率 The five rates: how fast and how well cases are dealt with, down to the cases themselves."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from huanzhi.people.models import Area, Organisation
from huanzhi.science.shanghai import OFFSET
from huanzhi.work.kinds import named
from huanzhi.work.models import Case
from huanzhi.work.rates import RATES, Rate, Told, grouped, median_hours, rates, told

WORDS = {
    "dispatch": (_("Handed out in time"), _("before its dispatch clock ran out")),
    "acceptance": (_("Taken up in time"), _("from the first hand it was given to")),
    "handling": (_("Handled in time"), _("by the last report before the deadline")),
    "closure": (_("Closed"), _("of all that were opened")),
    "re-check": (_("Passed the re-check"), _("of all re-checks")),
}
BY = {
    "kind": ("kind", _("kind")),
    "organisation": ("organisation_id", _("department")),
    "area": ("area_id", _("area")),
}
MOST = 200


@dataclass(frozen=True)
class Shown:
    """A rate as the page shows it."""

    name: str
    words: Any
    meaning: Any
    rate: Rate

    @property
    def width(self) -> str:
        """The bar's length in per cent."""
        return f"{(self.rate.share_e3 or 0) / 10:.1f}"


@dataclass(frozen=True)
class Group:
    """A line of the table."""

    key: Any
    words: str
    rates: list[Shown]
    count: int
    median: float | None


def page(request: HttpRequest) -> HttpResponse:
    """The rates of the cases opened in a period, whole and by kind, department or area; one rate opens its cases."""
    start, end = _period(request)
    by = request.GET.get("by", "kind")
    by = by if by in BY else "kind"
    rows = list(told(_cases(request, start, end), timezone.now()))
    key: Any = BY[by][0]
    groups = [_group(request, value, by, part) for value, part in grouped(rows, key).items()]
    context = {
        "start": start,
        "end": end,
        "by": by,
        "bys": [(name, words) for name, (_key, words) in BY.items()],
        "whole": _shown(rates(rows)),
        "count": len(rows),
        "median": median_hours(rows),
        "groups": sorted(groups, key=lambda group: -group.count),
        **_opened(request, rows, key),
    }
    return render(request, "desk/rates.html", context)


def _cases(request: HttpRequest, start: date, end: date) -> Any:
    first = datetime.combine(start, time(), OFFSET)
    last = datetime.combine(end + timedelta(1), time(), OFFSET)
    return Case.objects.visible_to(request.user).filter(opened_at__gte=first, opened_at__lt=last)


def _period(request: HttpRequest) -> tuple[date, date]:
    today = timezone.localdate()
    start = _day(request.GET.get("from", "")) or today.replace(day=1)
    end = _day(request.GET.get("to", "")) or today
    return min(start, end), max(start, end)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _opened(request: HttpRequest, rows: list[Told], key: str) -> dict[str, Any]:
    """The cases behind one rate: those that failed first."""
    name = request.GET.get("rate", "")
    if name not in RATES:
        return {}
    only = request.GET.get("only", "")
    mine = [one for one in rows if sum(one.counts[name]) and only in ("", str(one.keys[key]))]  # type: ignore[index]
    failed = {one.pk for one in mine if one.counts[name][1]}  # type: ignore[index]
    chosen = sorted(mine, key=lambda one: one.pk not in failed)[:MOST]
    cases = Case.objects.visible_to(request.user).select_related("organisation", "assignee")
    held = cases.in_bulk([one.pk for one in chosen])
    listed = [(held[one.pk], one.pk in failed) for one in chosen if one.pk in held]
    return {"rate": name, "rate_words": WORDS[name][0], "only": only, "listed": listed, "of": len(mine)}


def _group(request: HttpRequest, value: Any, by: str, part: list[Told]) -> Group:
    return Group(value, _words(request, value, by), _shown(rates(part)), len(part), median_hours(part))


def _words(request: HttpRequest, value: Any, by: str) -> str:
    if by == "kind":
        return named(value)
    model: Any = Organisation if by == "organisation" else Area
    return str(model.objects.visible_to(request.user).filter(pk=value).first() or "—")


def _shown(found: dict[Any, Rate]) -> list[Shown]:
    return [Shown(name, *WORDS[name], found[name]) for name in RATES]
