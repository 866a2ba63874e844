"""Verbs of reductions 减排量: claim one with how it was reckoned; verify it as another person, with a number."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works import own, today_of
from huanzhi.plan.models import Project, Reduction
from huanzhi.plan.works.lists import pollutants


@verb("plan.claim-reduction")
def claim_reduction(
    actor: Actor,
    project: Project,
    pollutant: str,
    year: int,
    claimed_kg: int,
    basis: str,
    *,
    now: datetime | None = None,
) -> Reduction:
    """Claim what a work lets out less in a year; claimed again, it must be verified again."""
    now = now or timezone.now()
    own(actor, project)
    if actor.user_id is None:
        raise NotAllowed(_("a reduction is claimed by a person"))
    wrong = {}
    if pollutant not in pollutants():
        wrong["pollutant"] = [_("no pollutant is called %(code)s") % {"code": pollutant}]
    if claimed_kg < 0:
        wrong["claimed_kg"] = [_("an amount is not negative")]
    if not basis.strip():
        wrong["basis"] = [_("say how it was reckoned")]
    if year > today_of(now).year:
        wrong["year"] = [_("%(year)s is still to come") % {"year": year}]
    if wrong:
        raise Unsound(wrong)
    held = (
        Reduction.objects.select_for_update().filter(project=project, pollutant=pollutant, year=year).first()
    )
    before = {"claimed_kg": held.claimed_kg, "verified_kg": held.verified_kg} if held else None
    row = held or Reduction(project=project, pollutant=pollutant, year=year, simulated=project.simulated)
    row.claimed_kg, row.basis = claimed_kg, basis.strip()
    row.claimed_by_id, row.claimed_name, row.claimed_at = actor.user_id, actor.name, now
    row.verified_kg, row.verified_by_id, row.verified_at, row.verified_name = None, None, None, ""
    row.number, row.remark = "", ""
    row.save()
    after = {"reduction": row.pk, "pollutant": pollutant, "year": year, "claimed_kg": claimed_kg}
    record(project, before=before, after=after, reason=row.basis)
    return row


@verb("plan.verify-reduction")
def verify_reduction(
    actor: Actor,
    reduction: Reduction,
    verified_kg: int,
    number: str,
    remark: str = "",
    *,
    now: datetime | None = None,
) -> Reduction:
    """Say what of a claim holds, with the number of the document; never who claimed it, the database refuses that."""
    row = Reduction.objects.select_for_update(of=("self",)).select_related("project").get(pk=reduction.pk)
    if row.verified_at is not None:
        raise Refused(_("this reduction is verified: %(number)s") % {"number": row.number})
    if actor.user_id is None or actor.user_id == row.claimed_by_id:
        raise NotAllowed(_("who claimed a reduction does not verify it"))
    wrong = {}
    if verified_kg < 0:
        wrong["verified_kg"] = [_("an amount is not negative")]
    if not number.strip():
        wrong["number"] = [_("give the number of the document that says so")]
    if wrong:
        raise Unsound(wrong)
    row.verified_kg, row.number, row.remark = verified_kg, number.strip(), remark.strip()
    row.verified_by_id, row.verified_name, row.verified_at = actor.user_id, actor.name, now or timezone.now()
    row.save()
    record(row.project, after={"reduction": row.pk, "verified_kg": verified_kg}, reason=row.number)
    return row
