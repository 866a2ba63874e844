"""Talks 约谈: what results propose, what was decided, and what was said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.assessment.forms import Decide, Record
from huanzhi.desk.assessment.showing import trigger_rows
from huanzhi.desk.views.assessments import codes_of, one
from huanzhi.kit.access import actor_of, sends
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assessment_talks import decide_talk, record_talk
from huanzhi.plan.assessment.assessment import Assessment
from huanzhi.plan.assessment.queries import newest
from huanzhi.plan.assessment.queries import talks as decided
from huanzhi.plan.assessment.talk import Talk, TalkState


@sends("plan.decide-talk")
def talks(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposals with their triggers, and what became of them; a POST decides on one."""
    item = one(request, pk)
    if request.method != "POST":
        return _page(request, item)
    actor = actor_of(request)
    said, form = request.POST, Decide(request.POST)
    wrong = {"wrong": said.get("key", ""), "wrong_form": form}
    if not form.is_valid():
        return _page(request, item, wrong)
    body = get_object_or_404(Organisation.objects.visible_to(request.user), code=said.get("organisation", ""))
    try:
        decide_talk(actor, item, body, said.get("rule", ""), said.get("about", ""), **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, item, wrong)
    messages.success(request, _("Decided."))
    return redirect("desk:assessment-talks", pk=pk)


def _page(request: HttpRequest, item: Assessment, wrong: dict[str, Any] | None = None) -> HttpResponse:
    actor, found, codes = actor_of(request), newest(item), codes_of(request)
    held = decided(item, request.user)
    proposals = trigger_rows(found[1], codes) if found else []
    keys = {(row["rule"], row["about"], row["organisation"]) for row in proposals}
    rows = [
        {
            **row,
            "key": f"{row['rule']}-{row['about']}-{row['organisation']}",
            "talk": held.get((row["rule"], row["about"], row["organisation"])),
        }
        for row in proposals
    ]
    context = {
        "item": item,
        "view": "talks",
        "wide": codes is None,
        "found": found is not None,
        "rows": rows,
        "older": [talk for key, talk in held.items() if key not in keys],
        "open": sum(row["talk"] is None for row in rows),
        "may_decide": actor.may("plan.decide-talk"),
        "may_record": actor.may("plan.record-talk"),
        "decide": Decide(),
        "record": Record(),
        "to_hold": TalkState.TO_HOLD,
        **(wrong or {}),
    }
    return render(request, "desk/assessment_talks.html", context, status=422 if wrong else 200)


@require_POST
@sends("plan.record-talk")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was said at a talk."""
    rows = Talk.objects.visible_to(request.user).select_related("assessment__document", "organisation")
    talk, form = get_object_or_404(rows, pk=pk), Record(request.POST)
    item = talk.assessment
    wrong = {"wrong_talk": talk.pk, "record_form": form}
    if not form.is_valid():
        return _page(request, item, wrong)
    said = form.cleaned_data
    try:
        record_talk(
            actor_of(request), talk, said["held_on"], said["led_by"], said["with_whom"], said["said"],
            said["number"], due_on=said["due_on"], demand=said["demand"],
        )  # fmt: skip
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, item, wrong)
    messages.success(request, _("Recorded."))
    return redirect("desk:assessment-talks", pk=item.pk)
