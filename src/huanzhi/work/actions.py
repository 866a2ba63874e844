"""Verbs of cases. Who may take which step is data (`kinds.toml`)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.work.kinds import kinds
from huanzhi.work.models import Case, CaseStep


class WrongStep(ValueError):
    """The case is not in a state from which this step leads anywhere, or the step lacks what it needs."""


@verb("work.open-case")
def open_case(
    actor: Actor,
    kind: str,
    organisation: Organisation,
    title: str,
    subject: str,
    episode: str,
    finding: dict[str, Any],
    simulated: bool = False,
    now: datetime | None = None,
) -> Case:
    """Open a case; for an episode that has one already, that one."""
    held = Case.objects.filter(kind=kind, subject=subject, episode=episode).first()
    if held is not None:
        record(held, reason="already open for this episode")
        return held
    now = now or timezone.now()
    year = timezone.localtime(now).year
    count = Case.objects.filter(number__startswith=f"{year}-").count() + 1
    case = Case.objects.create(
        number=f"{year}-{count:04d}",
        kind=kind,
        title=title,
        organisation=organisation,
        opened_at=now,
        due_on=timezone.localdate(now) + timedelta(days=kinds()[kind].days),
        subject=subject,
        episode=episode,
        finding=finding,
        simulated=simulated,
    )
    _step(actor, case, "work.open-case", "", finding.get("reason", ""), now)
    record(case, after={"number": case.number, "organisation": organisation.code, "finding": finding})
    return case


@verb("work.accept")
def accept(actor: Actor, case: Case, note: str = "") -> Case:
    """Take the case up."""
    return _advance(actor, case, "work.accept", note)


@verb("work.report-done")
def report_done(actor: Actor, case: Case, note: str) -> Case:
    """Say what was done."""
    return _advance(actor, case, "work.report-done", _said(note))


@verb("work.return-case")
def return_case(actor: Actor, case: Case, note: str) -> Case:
    """Give it back: what was reported does not hold."""
    return _advance(actor, case, "work.return-case", _said(note))


@verb("work.verify")
def verify(actor: Actor, case: Case, note: str) -> Case:
    """Re-check and close; not by the one who reported."""
    return _advance(actor, case, "work.verify", _said(note))


VERBS = {f.verb: f for f in (accept, report_done, return_case, verify)}  # type: ignore[attr-defined]


def _said(note: str) -> str:
    if not note.strip():
        raise WrongStep("say what was done and what was seen: the note is empty")
    return note.strip()


def _advance(actor: Actor, case: Case, name: str, note: str) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    step = kinds()[case.kind].step(name, case.state)
    if step is None:
        raise WrongStep(f"case {case.number} is {case.state}: {name} leads nowhere from there")
    if step.own and actor.organisation != case.organisation.code and "*" not in actor.verbs:
        raise NotAllowed(f"case {case.number} is in the hands of {case.organisation}")
    before = case.state
    case.state = step.end
    if name == "work.report-done":
        case.reported_by_id = actor.user_id
    if name == "work.verify":
        if actor.user_id is None or actor.user_id == case.reported_by_id:
            raise NotAllowed(f"case {case.number}: the re-check is for somebody other than who reported")
        case.verified_by_id, case.closed_at = actor.user_id, timezone.now()
    case.save()
    _step(actor, case, name, before, note, timezone.now())
    record(case, before={"state": before}, after={"state": case.state}, reason=note)
    return case


def _step(actor: Actor, case: Case, name: str, before: str, note: str, at: datetime) -> None:
    CaseStep.objects.create(
        case=case,
        at=at,
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        verb=name,
        from_state=before,
        to_state=case.state,
        note=note,
    )
