"""Verbs of closing by number 销号: the department proposes with evidence, then two checks by others.

The first check is the lead's, by somebody other than who proposed: with it the lead reports its case as done. The
second is that of an organisation which answers for nothing of the item: with it the case is verified. So whoever fixed
it never checks it, and the case primitive refuses once more what this would let through.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rectification.advancing import begin, finish, said
from huanzhi.plan.rectification.item import ItemState, ItemStep, RectificationItem
from huanzhi.work.actions import accept, reopen, report_done, return_case
from huanzhi.work.actions import verify as verify_case
from huanzhi.work.actions.evidence import Capture, attach_evidence
from huanzhi.work.attachments.storage import Arrived
from huanzhi.work.case import Case, State


@dataclass(frozen=True)
class Shown:
    """A photo or file that a step rests on, under its sender's key."""

    file: Arrived
    name: str
    key: UUID


@verb("plan.propose-close")
def propose_close(
    actor: Actor, item: RectificationItem, result: str, shown: Shown, now: datetime | None = None
) -> RectificationItem:
    """申请销号: say what was reached and show it; for whoever answers for the item."""
    held, to = begin(item, "plan.propose-close")
    if actor.organisation not in held.bodies:
        raise NotAllowed(
            _("item %(item)s: %(body)s does not answer for it")
            % {"item": held.code, "body": actor.organisation}
        )
    held.result = said(_("result"), result)
    at = now or timezone.now()
    _attach(actor, _case(held), shown, "work.report-done", at)
    data = {"file": shown.file.sha256}
    return finish(actor, held, "plan.propose-close", to, at, held.result, data)


@verb("plan.check-close")
def check_close(
    actor: Actor,
    item: RectificationItem,
    passed: bool,
    opinion: str,
    shown: Shown | None = None,
    now: datetime | None = None,
) -> RectificationItem:
    """验收: the first check by the lead, the second by an independent body; what fails goes back to be put right."""
    held, to = begin(item, "plan.check-close")
    level = 1 if held.state == ItemState.PROPOSED else 2
    why = said(_("opinion"), opinion)
    if forbidden := forbids(actor, held):
        raise NotAllowed(forbidden)
    case, at = _case(held), now or timezone.now()
    data: dict[str, Any] = {"level": level, "passed": passed}
    if shown is not None:
        _attach(actor, case, shown, "work.verify" if level == 2 else "work.report-done", at)
        data["file"] = shown.file.sha256
    if not passed:
        _begin_anew(actor, case, why, at)
        return finish(actor, held, "plan.fail-close", begin(held, "plan.fail-close")[1], at, why, data)
    (_report if level == 1 else _verify)(actor, case, why, at)
    return finish(actor, held, "plan.check-close", to, at, why, data)


def forbids(actor: Actor, item: RectificationItem) -> str:
    """Why this actor may not take the check that is next; nothing when they may."""
    if actor.user_id is None:
        return _("a check is made by a person")
    fixed, checked = _hands(item, "plan.propose-close"), _hands(item, "plan.check-close", data__level=1)
    second = item.state == ItemState.CHECKED
    before = fixed | checked if second else fixed
    if actor.user_id in {user for user, _body in before}:
        words = _("item %(item)s: the check is for somebody other than who proposed or checked before")
    elif not second and actor.organisation != item.lead.code:
        words = _("item %(item)s: the first check is for the lead, %(lead)s")
    elif second and actor.organisation in item.bodies | {body for _user, body in before}:
        words = _("item %(item)s: the second check is for an organisation that answers for nothing of it")
    else:
        return ""
    return words % {"item": item.code, "lead": item.lead}


def _hands(item: RectificationItem, verb: str, **data: int) -> set[tuple[int | None, str]]:
    """Who took such steps, of all times: whoever once fixed it stays one who fixed it."""
    rows = ItemStep.objects.filter(item=item, verb=verb, **data)
    return set(rows.values_list("actor_user", "organisation"))


def _case(item: RectificationItem) -> Case:
    assert item.case is not None, "an item that is worked on has its case: the database holds this"
    return item.case


def _attach(actor: Actor, case: Case, shown: Shown, step: str, at: datetime) -> None:
    attach_evidence(actor, case, shown.file, shown.name, Capture(shown.key), step=step, now=at)


def _report(actor: Actor, case: Case, why: str, at: datetime) -> None:
    """With the first check the lead reports its case as done; one that it has not taken up is taken up by it."""
    if case.state == State.ASSIGNED:
        case = accept(actor, case, now=at)
    if case.state not in (State.REPORTED, State.CLOSED):
        report_done(actor, case, why, now=at)


def _verify(actor: Actor, case: Case, why: str, at: datetime) -> None:
    """With the second check the case is verified; one that went back to its holder meanwhile must be reported again."""
    if case.state not in (State.REPORTED, State.CLOSED):
        raise Refused(
            _("case %(case)s is “%(state)s”: it went back meanwhile; let this check fail")
            % {"case": case.number, "state": case.get_state_display()}
        )
    if case.state == State.REPORTED:
        verify_case(actor, case, why, at)


def _begin_anew(actor: Actor, case: Case, why: str, at: datetime) -> None:
    if case.state == State.REPORTED:
        return_case(actor, case, why, at)
    elif case.state == State.CLOSED:
        reopen(actor, case, why, at)
