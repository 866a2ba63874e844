"""Duties as a calendar 日历: a month on a page, and a feed that a person's own calendar reads."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huanzhi.desk.duties.month import month, month_of
from huanzhi.desk.views.obligations import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.work.actions.obligations import end_feed, renew_feed
from huanzhi.work.obligation import DutyFeed
from huanzhi.work.obligations.feed import calendar, hashed
from huanzhi.work.obligations.queries import of_feed


def month_page(request: HttpRequest) -> HttpResponse:
    """A month of duties."""
    rows, whose = chosen(request)
    today = timezone.localdate()
    shown = month(rows.order_by("due_on", "pk"), month_of(request.GET.get("month", ""), today), today)
    return render(request, "desk/duty_month.html", {"month": shown, "whose": whose, "today": today})


@never_cache
def feed_page(request: HttpRequest) -> HttpResponse:
    """How to have one's duties in one's own calendar; the address itself is shown only when it is new."""
    user: Any = request.user
    secret = request.session.pop("duty-feed", None)
    address = request.build_absolute_uri(reverse("desk:duty-feed-ics", args=[secret])) if secret else ""
    context = {"feed": DutyFeed.objects.visible_to(user).first(), "address": address}
    return render(request, "desk/duty_feed.html", context)


@require_POST
@sends("work.renew-feed")
def renew(request: HttpRequest) -> HttpResponse:
    """A new address; the former one is void."""
    request.session["duty-feed"] = renew_feed(actor_of(request))
    return redirect("desk:duty-feed")


@require_POST
@sends("work.renew-feed")
def end(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    end_feed(actor_of(request))
    messages.success(request, _("The address is void: no calendar reads your duties any more."))
    return redirect("desk:duty-feed")


@login_not_required
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for whoever knows the secret; it shows what its person may see today."""
    held = DutyFeed.objects.filter(secret_sha256=hashed(secret)).select_related("user").first()
    if held is None or not held.user.is_active:
        raise Http404
    today = timezone.localdate()
    made = calendar(
        of_feed(held.user, today),
        _("Duties of %(name)s") % {"name": held.user},
        lambda duty: request.build_absolute_uri(reverse("desk:duty", args=[duty.pk])),
        urlsplit(request.build_absolute_uri()).hostname or "huanzhi",
        today,
    )
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="duties.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
