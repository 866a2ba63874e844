"""Notices 消息: what one was told of, by day; how one is told; the webhooks of organisations."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huanzhi.kit.access import actor_of, sends
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.people.forms import said
from huanzhi.people.models import Organisation
from huanzhi.work.actions.notices import choose_notices, read_notices
from huanzhi.work.actions.webhooks import SHORTEST, end_webhook, set_webhook, try_again
from huanzhi.work.delivery import Pace, Webhook
from huanzhi.work.notices.outbox import choice, hooks
from huanzhi.work.notices.places import Unfit
from huanzhi.work.notices.reading import by_day, own, reachable
from huanzhi.work.notices.words import about, kind, path, simulated

PAGE = 50
STEPS = {"end": end_webhook, "again": try_again}


class ChoiceForm(forms.Form):
    """How one is told by mail."""

    mail = forms.ChoiceField(label=gettext_lazy("By mail"), choices=Pace.choices)
    address = forms.EmailField(
        label=gettext_lazy("At this address"),
        required=False,
        help_text=gettext_lazy("Empty: the address of the account."),
    )


class HookForm(forms.Form):
    """Where an organisation's messaging tool is told."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none()
    )
    url = forms.CharField(label=gettext_lazy("Address of the webhook"), max_length=500)
    secret = forms.CharField(
        label=gettext_lazy("Secret of the signature"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("At least 16 characters; never shown again. Empty: the former one stays."),
        min_length=SHORTEST,
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("Gathered"), choices=[c for c in Pace.choices if c[0] != Pace.OFF]
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(user)  # type: ignore[attr-defined]


def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices by day, the newest first; all, or what is unread."""
    only = "unread" if request.GET.get("only") == "unread" else ""
    page = Paginator(own(request.user, bool(only)), PAGE).get_page(request.GET.get("page"))
    rows: list[Any] = list(page.object_list)
    cases, duties = reachable(request.user, rows)
    for row in rows:
        open_to_me = row.case_id in cases if row.case_id else row.duty_id in duties
        row.words, row.kind_words, row.simulated = about(row), kind(row), simulated(row)
        row.href = path(row) if open_to_me else ""
    context = {"page": page, "days": by_day(rows), "only": only, "asked": f"only={only}" if only else ""}
    return render(request, "desk/notices.html", context)


@require_POST
@sends("work.read-notices")
def read(request: HttpRequest) -> HttpResponse:
    """One of them read, or all; on to where it leads."""
    number = request.POST.get("notice", "")
    if not number:
        read_notices(actor_of(request))
        return redirect("desk:notices")
    row = get_object_or_404(own(request.user), pk=number if number.isdecimal() and len(number) < 19 else 0)
    read_notices(actor_of(request), [row.pk])
    return redirect(path(row) if request.POST.get("open") else "desk:notices")


@never_cache
@sensitive_post_parameters("address")
@sends("work.choose-notices")
def choices(request: HttpRequest) -> HttpResponse:
    """How one is told by mail; for administrators the webhooks too."""
    user: Any = request.user
    held = choice(user)
    initial = {"mail": held.mail, "address": held.address}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_notices(actor_of(request), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("desk:notice-settings")
    may = actor_of(request).may("work.set-webhook")
    rows: list[Any] = list(hooks()) if may else []
    for row in rows:
        row.host = urlsplit(row.url).hostname
    context = {
        "choice": form,
        "mail_on": bool(settings.MAIL),
        "address": held.address or user.email,
        "hooks": rows,
        "hook_form": HookForm(user=user) if may else None,
    }
    return render(request, "desk/notice_settings.html", context)


@require_POST
@sensitive_post_parameters("url", "secret")
@sends("work.set-webhook")
def hook(request: HttpRequest) -> HttpResponse:
    """A webhook of an organisation: new, or changed."""
    actor = actor_of(request)
    if not actor.may("work.set-webhook"):
        raise NotAllowed(f"{actor.name} ({actor.role}) may not work.set-webhook")
    form = HookForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, said(form))
        return redirect("desk:notice-settings")
    try:
        set_webhook(actor, **form.cleaned_data)
        messages.success(request, _("Kept. The secret is not shown again."))
    except Unfit as error:
        messages.error(request, str(error))
    return redirect("desk:notice-settings")


@require_POST
@sends("work.set-webhook")
def hook_step(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Turn a webhook off, or try again what was given up."""
    actor = actor_of(request)
    if not actor.may("work.set-webhook"):
        raise NotAllowed(f"{actor.name} ({actor.role}) may not work.set-webhook")
    if how not in STEPS:
        raise Http404
    STEPS[how](actor, get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk))
    return redirect("desk:notice-settings")
