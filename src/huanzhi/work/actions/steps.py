"""Verbs on the straight way of a case: take up, refuse, report, return, re-check, reopen."""

from datetime import datetime

from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, verb
from huanzhi.work.actions.advancing import Move, WrongStep, begin, finish, said
from huanzhi.work.case import ENDS, Case
from huanzhi.work.clocks import after
from huanzhi.work.kinds import kinds
from huanzhi.work.showing import lacking, shown
from huanzhi.work.step import CaseStep


@verb("work.accept")
def accept(
    actor: Actor, case: Case, note: str = "", done_at: datetime | None = None, now: datetime | None = None
) -> Case:
    """接收: take the case up."""
    move = begin(actor, case, "work.accept", note, now)
    move.done_at = done_at
    if move.case.assignee_id is None and actor.user_id is not None:
        move.case.assignee_id = actor.user_id
    return finish(actor, move)


@verb("work.refuse")
def refuse(actor: Actor, case: Case, note: str) -> Case:
    """退回派遣: it is not ours, and why; whoever hands cases out has it again."""
    move = begin(actor, case, "work.refuse", said(note))
    move.case.assignee = None
    if move.case.lead is not None:
        move.case.organisation = move.case.lead
    return finish(actor, move)


@verb("work.report-done")
def report_done(
    actor: Actor, case: Case, note: str, done_at: datetime | None = None, now: datetime | None = None
) -> Case:
    """处置反馈: say what was done, with the evidence that the kind asks for."""
    move = begin(actor, case, "work.report-done", said(note), now)
    move.done_at = done_at
    unfinished = move.case.parts.exclude(state__in=ENDS).values_list("number", flat=True)
    if unfinished:
        raise WrongStep(
            _("case %(case)s waits for its parts: %(parts)s")
            % {"case": case.number, "parts": ", ".join(unfinished)}
        )
    _show(move)
    move.case.reported_by_id = actor.user_id
    move.case.verified_by_id = None
    return finish(actor, move)


@verb("work.return-case")
def return_case(actor: Actor, case: Case, note: str, now: datetime | None = None) -> Case:
    """复核退回: what was reported does not hold; at least the time for rework is left."""
    move = begin(actor, case, "work.return-case", said(note), now)
    _another(actor, move.case)
    rework = after(move.at, kinds()[case.kind].clocks["rework"])
    move.case.due_at = max(move.case.due_at, rework)
    return finish(actor, move)


@verb("work.verify")
def verify(actor: Actor, case: Case, note: str, now: datetime | None = None) -> Case:
    """复核办结: re-check and close; never by anybody who reported on it."""
    move = begin(actor, case, "work.verify", said(note), now)
    _another(actor, move.case)
    _show(move)
    move.case.verified_by_id, move.case.closed_at = actor.user_id, move.at
    return finish(actor, move)


@verb("work.reopen")
def reopen(actor: Actor, case: Case, note: str, now: datetime | None = None) -> Case:
    """重新立案: it was closed, and it is wrong again or still."""
    move = begin(actor, case, "work.reopen", said(note), now)
    move.case.closed_at = move.case.reported_by = move.case.verified_by = None
    move.case.due_at = max(move.case.due_at, after(move.at, kinds()[case.kind].clocks["rework"]))
    return finish(actor, move)


def _another(actor: Actor, case: Case) -> None:
    """The re-check is for somebody other than all who reported, and where the kind says so, of another body."""
    reports = CaseStep.objects.filter(case=case, verb="work.report-done")
    who = set(reports.values_list("actor_user_id", "organisation__code"))
    if actor.user_id is None or actor.user_id in {user for user, _ in who}:
        raise NotAllowed(
            _("case %(case)s: the re-check is for somebody other than who reported") % {"case": case.number}
        )
    if kinds()[case.kind].verify == "another-organisation" and actor.organisation in {
        body for _, body in who
    }:
        raise NotAllowed(
            _("case %(case)s: the re-check is for an organisation other than who reported")
            % {"case": case.number}
        )


def _show(move: Move) -> None:
    """The evidence that the kind asks for is there; the step remembers on what it rests."""
    if wanting := lacking(move.case, move.step.verb):
        raise WrongStep(
            _("case %(case)s: photos or files are still wanting: %(n)s")
            % {"case": move.case.number, "n": wanting}
        )
    if held := list(shown(move.case, move.step.verb).values_list("sha256", flat=True)):
        move.data["evidence"] = held
