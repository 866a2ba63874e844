"""Verb that opens a case: numbered, clocked and handed out by the rules, in the transaction of the finding."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.people.locating import locate
from huanzhi.people.models import Area, Organisation
from huanzhi.work.actions.advancing import Move, WrongStep, write
from huanzhi.work.case import Case, Numbering, State
from huanzhi.work.clocks import clock_of, handling
from huanzhi.work.flow import Step, flow
from huanzhi.work.kinds import kinds
from huanzhi.work.routing import Facts, Route, cells_of, route, rules_on


@dataclass(frozen=True)
class Finding:
    """What was found: of which kind, about what, in which episode, where (WGS-84), with which particulars.

    `due_at` where somebody has set until when it is to be handled (the particulars name it as `due_on`); else the
    clock of its kind runs.
    """

    kind: str
    title: str
    subject: str
    episode: str
    particulars: dict[str, Any] = field(default_factory=dict)
    lon: Decimal | None = None
    lat: Decimal | None = None
    simulated: bool = False
    due_at: datetime | None = None


def open_case(
    actor: Actor,
    kind: str,
    organisation: Organisation | None,
    title: str,
    subject: str,
    episode: str,
    finding: dict[str, Any],
    simulated: bool = False,
    now: datetime | None = None,
) -> Case:
    """Open a case of something without a place; see `open_found`."""
    return open_found(
        actor, Finding(kind, title, subject, episode, finding, simulated=simulated), organisation, now=now
    )


@verb("work.open-case")
def open_found(
    actor: Actor,
    found: Finding,
    organisation: Organisation | None = None,
    area: Area | None = None,
    now: datetime | None = None,
    split_from: Case | None = None,
) -> Case:
    """立案: open a case; for an episode that has one already, that one.

    It goes to `organisation` when one is given, else where the first matching rule sends it. Where none matches
    it stays with the lead, or with the opener's organisation, to be handed out; WrongStep when there is neither.
    """
    if found.kind not in kinds():
        raise WrongStep(
            _("no kind of case “%(kind)s”; there are: %(kinds)s")
            % {"kind": found.kind, "kinds": ", ".join(sorted(kinds()))}
        )
    held = Case.objects.filter(kind=found.kind, subject=found.subject, episode=found.episode).first()
    if held is not None:
        record(held, reason="already open for this episode")
        return held
    at = now or timezone.now()
    if area is None and found.lon is not None and found.lat is not None:
        area = locate(float(found.lon), float(found.lat), at).cell
    rules = rules_on(at)
    sent = route(Facts(found.kind, found.subject, found.particulars, cells_of(area)), rules, at)
    holder = organisation or sent.organisation or sent.lead or _desk(actor, rules)
    if holder is None:
        raise WrongStep(
            _("nobody to hand “%(title)s” to: no routing rule matches and no organisation is given")
            % {"title": found.title}
        )
    case = Case(
        number=_number(timezone.localtime(at).year),
        kind=found.kind,
        title=found.title,
        organisation=holder,
        lead=sent.lead or _desk(actor, rules),
        area=area,
        lon=found.lon,
        lat=found.lat,
        opened_at=at,
        due_at=found.due_at or handling(found.kind, at),
        subject=found.subject,
        episode=found.episode,
        finding=found.particulars,
        split_from=split_from,
        simulated=found.simulated,
    )
    case.clock_at = clock_of(case, at)
    case.save()
    opening = Step("work.open-case", "", flow().start, "")
    write(actor, case, Move(case, opening, at, found.particulars.get("reason", "")))
    record(case, after={"number": case.number, "organisation": holder.code, "finding": found.particulars})
    _hand_out(actor, case, organisation, sent, at)
    return case


def _hand_out(actor: Actor, case: Case, organisation: Organisation | None, sent: Route, at: datetime) -> None:
    """The first assignment, by the opener's word or by a rule; its reasons stay in the log."""
    if organisation is None and sent.organisation is None:
        return
    data = sent.plain() if organisation is None else {"rule": None, "because": [], "given": True}
    case.assignee = sent.assignee if organisation is None else None
    move = Move(
        case, Step("work.assign", State.OPENED, State.ASSIGNED, ""), at, "", State.OPENED, case.clock_at, data
    )
    case.state = State.ASSIGNED
    case.clock_at = clock_of(case, at)
    case.save()
    write(actor if organisation is not None else SYSTEM("routing"), case, move)
    record(case, before={"state": State.OPENED}, after={"state": case.state, **data})


def _desk(actor: Actor, rules: list[Any]) -> Organisation | None:
    """Who hands out what no rule does: the lead of the last rule, else the opener's own organisation."""
    leads = [rule.lead or rule.organisation for rule in rules if rule.lead or rule.organisation]
    if leads:
        return leads[-1]  # type: ignore[no-any-return]
    return Organisation.objects.filter(code=actor.organisation).first() if actor.organisation else None


def _number(year: int) -> str:
    """The next number of a year; the row is locked until the transaction ends, so there are no gaps."""
    with transaction.atomic():
        Numbering.objects.get_or_create(year=year)
        Numbering.objects.filter(year=year).update(last=F("last") + 1)
        return f"{year}-{Numbering.objects.get(year=year).last:04d}"
