"""办理经过: the log of a case in words, with who, for whom, in time or late, and what it rests on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huanzhi.people.models import Organisation
from huanzhi.people.queries import named_people
from huanzhi.work.case import Case
from huanzhi.work.evidence import Evidence
from huanzhi.work.models import CaseStep, Escalation
from huanzhi.work.words import STEPS, TOLD

MARKS = {
    "work.open-case": "flag",
    "work.assign": "route",
    "work.verify": "ok",
    "work.return-case": "back",
}


@dataclass(frozen=True)
class Happened:
    """One thing that happened: a step, evidence, or lateness that rose."""

    at: datetime
    words: Any
    mark: str
    by: str = ""
    note: str = ""
    state: str = ""
    late: bool = False
    facts: tuple[str, ...] = ()
    photos: list[Evidence] = field(default_factory=list)
    look: str = ""


def timeline(case: Case, user: Any) -> list[Happened]:
    """What happened to a case, as a user may see it, in its order; evidence stands before the step it was for."""
    steps = list(case.steps.select_related("actor_user", "acting_for", "organisation"))
    names = _names(steps, user)
    rows = [_step(step, names) for step in steps]
    rows += [
        _evidence(one) for one in Evidence.objects.visible_to(user).filter(case=case).select_related("user")
    ]
    rows += [_escalation(one) for one in case.escalations.select_related("organisation", "person")]
    return sorted(rows, key=lambda one: one.at)


def _names(steps: list[CaseStep], user: Any) -> dict[str | int, str]:
    """Whom the case was given to in these steps: organisations by their codes, people by their keys."""
    hands = [step.data["to"] for step in steps if "to" in step.data]
    if not hands:
        return {}
    bodies = Organisation.objects.visible_to(user).filter(code__in={code for code, _person in hands})
    names: dict[str | int, str] = {body.code: str(body) for body in bodies}
    return names | named_people(user, {person for _code, person in hands if person})


def _step(step: CaseStep, names: dict[str | int, str]) -> Happened:
    words = TOLD.get(step.verb, STEPS.get(step.verb, step.verb))
    by = step.actor_name if step.actor_name != "system" else _("the system")
    if step.acting_for is not None:
        by = _("%(who)s for %(absent)s") % {"who": by, "absent": step.acting_for}
    if step.organisation is not None:
        by = f"{by} · {step.organisation}"
    look = {"work.verify": "ok", "work.return-case": "off", "work.refuse": "off"}.get(step.verb, "")
    return Happened(
        step.at,
        words,
        MARKS.get(step.verb, "hand"),
        by,
        step.note,
        step.get_to_state_display(),
        step.late and step.to_state != step.from_state,
        tuple(_facts(step, names)),
        look=look,
    )


def _facts(step: CaseStep, names: dict[str | int, str]) -> list[str]:
    data = step.data
    told: list[str] = []
    if step.done_at is not None:
        then, now = f"{localtime(step.done_at):%m-%d %H:%M}", f"{localtime(step.at):%m-%d %H:%M}"
        told.append(_("recorded %(then)s, received %(now)s") % {"then": then, "now": now})
    if data.get("rule"):
        told.append(
            _("rule %(rule)s: %(because)s") % {"rule": data["rule"], "because": "; ".join(data["because"])}
        )
    if "to" in data:
        whom = " · ".join(names[one] for one in data["to"] if one in names)
        told.append(_("to %(whom)s") % {"whom": whom})
    if "into" in data:
        reasons = ", ".join(f"{text} (+{points})" for text, points in data["likeness"]["reasons"])
        told.append(
            _("goes on in %(case)s; likeness %(score)s of 100: %(reasons)s")
            % {"case": data["into"], "score": data["likeness"]["score"], "reasons": reasons or "—"}
        )
    if "granted" in data:
        told.append(_("granted") if data["granted"] else _("not granted"))
    if until := data.get("until"):
        told.append(_("until %(time)s") % {"time": _time(until)})
    if data.get("due"):
        told.append(
            _("deadline %(old)s → %(new)s") % {"old": _time(data["due_before"]), "new": _time(data["due"])}
        )
    if data.get("parts"):
        told.append(_("parts: %(parts)s") % {"parts": ", ".join(data["parts"])})
    if data.get("evidence"):
        told.append(_("rests on %(n)s file(s)") % {"n": len(data["evidence"])})
    return told


def _time(text: str) -> str:
    moment = parse_datetime(text)
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else text


def _evidence(one: Evidence) -> Happened:
    facts = [f"SHA-256 {one.sha256[:16]}…"]
    if one.captured_at and abs((one.received_at - one.captured_at).total_seconds()) > 60:
        facts.append(
            _("recorded %(then)s, received %(now)s")
            % {
                "then": f"{localtime(one.captured_at):%m-%d %H:%M}",
                "now": f"{localtime(one.received_at):%m-%d %H:%M}",
            }
        )
    if one.lon is not None:
        facts.append(f"{one.lon:.5f}, {one.lat:.5f}")
    return Happened(
        one.received_at,
        _("Photo or file added"),
        "camera",
        str(one.user),
        "",
        "",
        facts=tuple(facts),
        photos=[one],
    )


def _escalation(one: Escalation) -> Happened:
    whom = str(one.person or one.organisation or "")
    words = _("Late: made known to %(whom)s") % {"whom": whom}
    return Happened(one.at, words, "late", _("the system"), facts=(one.because,), look="off")
