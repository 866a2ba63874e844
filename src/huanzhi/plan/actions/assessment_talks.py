"""Verbs of talks (约谈): a person decides on a computed proposal, and the talk held is recorded with its deadline."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.assessment.assessment import Assessment
from huanzhi.plan.assessment.talk import Talk, TalkState
from huanzhi.plan.assessment.words import trigger_words
from huanzhi.work.actions import Finding, open_found

KIND = "rectification-item"


@verb("plan.decide-talk")
def decide_talk(
    actor: Actor,
    assessment: Assessment,
    organisation: Organisation,
    rule: str,
    about: str,
    hold: bool,
    reason: str,
    planned_on: date | None = None,
    now: datetime | None = None,
) -> Talk:
    """决定是否约谈: hold the talk that a result proposes, or not, and why; only what was computed can be decided on."""
    if actor.organisation == organisation.code:
        raise NotAllowed(_("nobody decides on a talk with the own organisation"))
    proposal = _proposed(assessment, organisation, rule, about)
    if not reason.strip():
        raise Refused(_("a decision needs its reason"))
    if hold and planned_on is None:
        raise Refused(_("a talk to be held needs its day"))
    held = Talk.objects.filter(
        assessment=assessment, organisation=organisation, rule=rule, about=about
    ).first()
    if held is not None and held.state == TalkState.HELD:
        raise Refused(_("that talk was held already"))
    before = {"state": held.state, "reason": held.reason} if held else None
    talk = held or Talk(assessment=assessment, organisation=organisation, rule=rule, about=about)
    talk.trigger, talk.state = proposal, TalkState.TO_HOLD if hold else TalkState.NOT_HELD
    talk.reason, talk.planned_on = reason.strip(), planned_on if hold else None
    talk.decided_at, talk.decided_by = now or timezone.now(), actor.name
    talk.save()
    after = {"state": talk.state, "rule": rule, "about": about, "organisation": organisation.code}
    record(talk, before=before, after=after, reason=talk.reason)
    return talk


def _proposed(assessment: Assessment, organisation: Organisation, rule: str, about: str) -> dict[str, Any]:
    """The proposal as it was computed; Refused when the newest calculation has none such."""
    newest = assessment.calculations.first()
    rows = json.loads(newest.content)["result"]["triggers"] if newest else []
    wanted = (rule, about, organisation.code)
    found = (row for row in rows if (row["rule"], row["about"], row["organisation"]) == wanted)
    if (row := next(found, None)) is None:
        raise Refused(_("no result proposes this talk: a talk has its trigger"))
    return {**row, "sha256": newest.sha256 if newest else ""}


@verb("plan.record-talk")
def record_talk(
    actor: Actor,
    talk: Talk,
    held_on: date,
    led_by: str,
    with_whom: str,
    said: str,
    number: str,
    due_on: date | None = None,
    demand: str = "",
    now: datetime | None = None,
) -> Talk:
    """约谈记录: who talked with whom, what was said, by which document; with a deadline a case opens."""
    at = now or timezone.now()
    if talk.state != TalkState.TO_HOLD:
        raise Refused(_("only a talk that is to be held can be recorded"))
    words = {"led_by": led_by, "with_whom": with_whom, "record": said, "number": number}
    if missing := [name for name, text in words.items() if not text.strip()]:
        raise Refused(_("missing: %(names)s") % {"names": ", ".join(missing)})
    if held_on > timezone.localdate(at):
        raise Refused(_("%(day)s lies ahead; it cannot have been held") % {"day": held_on})
    if (due_on is None) != (not demand.strip()):
        raise Refused(_("what is to be put right and until when belong together"))
    if due_on is not None and due_on <= held_on:
        raise Refused(_("%(due)s is not after the talk of %(day)s") % {"due": due_on, "day": held_on})
    talk.state, talk.held_on, talk.led_by, talk.with_whom = TalkState.HELD, held_on, led_by, with_whom
    talk.record, talk.number, talk.recorded_at, talk.recorded_by = (
        said.strip(),
        number.strip(),
        at,
        actor.name,
    )
    if due_on is not None:
        talk.case = open_found(actor, _finding(talk, due_on, demand), talk.organisation, now=at)
    talk.save()
    after = {"state": talk.state, "held_on": str(held_on), "number": talk.number, "due_on": str(due_on or "")}
    record(talk, before={"state": TalkState.TO_HOLD}, after=after)
    return talk


def _finding(talk: Talk, due_on: date, demand: str) -> Finding:
    end = timezone.make_aware(datetime.combine(due_on + timedelta(days=1), time.min))
    told = {
        "reason": demand.strip(),
        "trigger": trigger_words(talk.rule, talk.assessment.edition),
        "talk": talk.pk,
        "document": talk.number,
    }
    title = _("Put right after the talk: %(what)s") % {"what": demand.strip()[:60]}
    return Finding(KIND, title, f"talk:{talk.pk}", "1", told, due_at=end)
