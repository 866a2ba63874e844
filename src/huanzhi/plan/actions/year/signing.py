"""Verbs of signing: opened when nothing is disputed, signed list by list, signed for the district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.moving import moved, needed
from huanzhi.plan.year.agreeing import AnnualSignature
from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.content import digest, whole
from huanzhi.plan.year.queries import (
    Signer,
    items_of,
    open_objections,
    signers,
    unheard,
    without_answer,
    words_on,
)


@dataclass(frozen=True)
class OnPaper:
    """A list signed on paper: by whom, for which organisation."""

    organisation: Organisation
    name: str
    at: datetime | None = None


@verb("plan.open-signing")
def open_signing(actor: Actor, plan: AnnualPlan, now: datetime | None = None) -> AnnualPlan:
    """提请签订: put the lists out to be signed.

    Refused while nobody answers for an item, an objection is open, or a department has not spoken and may still.
    Of an amendment, the signature under a list that stayed the same to the letter is taken over.
    """
    at = now or timezone.now()
    held = moved(plan, "plan.open-signing")
    items, words = items_of(held), words_on(held)
    if lacking := without_answer(items):
        names = "、".join(str(item) for item in lacking[:5])
        raise Refused(_("nobody answers for: %(names)s") % {"names": names})
    if objections := open_objections(items, words):
        names = "、".join(f"{word.organisation} {item.code}" for item, word in objections[:5])
        raise Refused(_("objections without an answer: %(names)s") % {"names": names})
    waiting = unheard(items, words)
    if (
        waiting
        and held.comments_until
        and timezone.localdate(at) <= held.comments_until
        and not held.amends_id
    ):
        names = "、".join(str(body) for body in list(waiting)[:5])
        raise Refused(
            _("%(names)s may still speak until %(day)s") % {"names": names, "day": held.comments_until}
        )
    held.save(update_fields=["state"])
    carried = _carry(held, signers(held, items)) if held.amends else 0
    after = {"state": held.state, "silent": sorted(body.code for body in waiting), "carried": carried}
    record(held, before={"state": plan.state}, after=after)
    return held


def _carry(plan: AnnualPlan, needed_: Sequence[Signer]) -> int:
    """Take over signatures of the version before under lists that are the same; how many."""
    assert plan.amends is not None
    before = {
        (row.organisation_id, row.sha256): row for row in plan.amends.signatures.exclude(organisation=None)
    }
    rows = []
    for one in needed_:
        old = before.get((one.organisation.pk, one.sha256))
        if old is None or one.signature is not None:
            continue
        rows.append(
            AnnualSignature(
                plan=plan, organisation=one.organisation, sha256=one.sha256, signed_at=old.signed_at,
                signed_by=old.signed_by, paper=old.paper, carried=True, simulated=old.simulated,
            )
        )  # fmt: skip
    return len(AnnualSignature.objects.bulk_create(rows))


@verb("plan.reopen-negotiation")
def reopen_negotiation(actor: Actor, plan: AnnualPlan, reason: str) -> AnnualPlan:
    """退回协商: something has to change after all; a signature holds again only where its list did not change."""
    needed(reason=reason)
    held = moved(plan, "plan.reopen-negotiation")
    held.save(update_fields=["state"])
    record(held, before={"state": plan.state}, after={"state": held.state}, reason=reason.strip())
    return held


@verb("plan.sign-year")
def sign_year(
    actor: Actor, plan: AnnualPlan, organisation: Organisation, now: datetime | None = None
) -> AnnualSignature:
    """签订责任书: a department signs its own list; the ledger keeps the hash of what was signed."""
    if actor.organisation != organisation.code:
        raise NotAllowed(f"{actor.organisation} does not sign for {organisation.code}")
    held = moved(plan, "plan.sign-year")
    one = next((row for row in signers(held) if row.organisation.pk == organisation.pk), None)
    if one is None:
        raise Refused(_("%(body)s answers for nothing in %(plan)s") % {"body": organisation, "plan": held})
    if one.signature is not None:
        raise Refused(_("%(body)s has signed this list already") % {"body": organisation})
    made = AnnualSignature.objects.create(
        plan=held, organisation=organisation, sha256=one.sha256, signed_at=now or timezone.now(),
        signed_by=actor.name, simulated=held.simulated,
    )  # fmt: skip
    record(held, after={"organisation": organisation.code, "sha256": one.sha256, "items": one.items})
    return made


@verb("plan.record-signatures")
def record_signatures(
    actor: Actor, plan: AnnualPlan, rows: Sequence[OnPaper], paper: str, now: datetime | None = None
) -> list[AnnualSignature]:
    """登记纸质签字: lists that were printed and signed on paper, with where the paper is kept; many at once."""
    needed(paper=paper)
    held = moved(plan, "plan.record-signatures")
    wanted = {row.organisation.pk: row for row in signers(held)}
    made = []
    for row in rows:
        needed(signed_by=row.name)
        one = wanted.get(row.organisation.pk)
        if one is None or one.signature is not None:
            raise Refused(_("no list of %(body)s waits for a signature") % {"body": row.organisation})
        made.append(
            AnnualSignature(
                plan=held, organisation=row.organisation, sha256=one.sha256, paper=paper.strip(),
                signed_at=row.at or now or timezone.now(), signed_by=row.name.strip(), simulated=held.simulated,
            )
        )  # fmt: skip
    AnnualSignature.objects.bulk_create(made)
    signed = {row.organisation.code: wanted[row.organisation.pk].sha256 for row in rows}
    record(held, after={"signed": signed}, reason=paper.strip())
    return made


@verb("plan.sign-district")
def sign_district(actor: Actor, plan: AnnualPlan, now: datetime | None = None) -> AnnualSignature:
    """区级签字: the district signs the whole plan, after the departments."""
    held = moved(plan, "plan.sign-district")
    items = items_of(held)
    if missing := [str(row.organisation) for row in signers(held, items) if row.signature is None]:
        raise Refused(_("not signed yet: %(names)s") % {"names": "、".join(missing[:5])})
    made = AnnualSignature.objects.create(
        plan=held, organisation=None, sha256=digest(whole(held, items)), signed_at=now or timezone.now(),
        signed_by=actor.name, simulated=held.simulated,
    )  # fmt: skip
    record(held, after={"district": True, "sha256": made.sha256, "items": len(items)})
    return made
