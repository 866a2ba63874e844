"""Verbs that make a version of a year: drafted from the plan, amended by a document, or withdrawn."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.moving import moved, needed
from huanzhi.plan.models import Document
from huanzhi.plan.year.annual_plan import AT_WORK, AnnualPlan
from huanzhi.plan.year.drafting import drafted
from huanzhi.plan.year.item import AnnualItem, AnnualPart
from huanzhi.plan.year.queries import items_of

COPIED = (
    "about", "order", "chapter", "title", "step", "target", "comparator", "value", "unit", "basis",
    "basis_note", "due_on", "person", "left_out",
)  # fmt: skip


@verb("plan.draft-year")
def draft_year(
    actor: Actor, document: Document, year: int, *, simulated: bool = False, now: datetime | None = None
) -> AnnualPlan:
    """起草年度计划: draft a year from tasks, targets, deadlines and indicators, in the language of the installation.

    Refused before the plan's first year, later than the year to come once its period is over, and when there is a
    version of that year already: that one is gone on with, or amended.
    """
    at = now or timezone.now()
    last = max(document.last_year, timezone.localdate(at).year + 1)
    if not document.first_year <= year <= last:
        words = {"year": year, "first": document.first_year, "last": last}
        raise Refused(_("%(year)s is not a year of the plan (%(first)s to %(last)s)") % words)
    held = document.annual_plans.filter(year=year).exclude(state="withdrawn").first()
    if held is not None:
        raise Refused(_("there is %(plan)s already: go on with it, or amend it") % {"plan": held})
    number = document.annual_plans.filter(year=year).count() + 1
    made = AnnualPlan.objects.create(
        document=document,
        year=year,
        version=number,
        drafted_at=at,
        drafted_by=actor.name,
        simulated=simulated,
    )
    with translation.override(settings.LANGUAGE_CODE):
        rows = list(drafted(document, year))
    items = [AnnualItem(plan=made, order=at, **row.values) for at, row in enumerate(rows, 1)]
    _keep(items, [row.parts for row in rows])
    counts = {"tasks": sum(item.kind == "task" for item in items), "items": len(items)}
    record(made, after={"year": year, "version": number, **counts})
    return made


@verb("plan.amend-year")
def amend_year(
    actor: Actor, plan: AnnualPlan, number: str, reason: str, day: date, now: datetime | None = None
) -> AnnualPlan:
    """修订年度计划: a new version of what is in force, as a draft; never without document number, reason and date."""
    needed(number=number, reason=reason)
    held = moved(plan, "plan.amend-year")
    if held.document.annual_plans.filter(year=held.year, state__in=AT_WORK).exists():
        raise Refused(_("a new version of %(year)s is being made already") % {"year": held.year})
    newest = (
        held.document.annual_plans.filter(year=held.year).order_by("-version").values_list("version")[0][0]
    )
    made = AnnualPlan.objects.create(
        document=held.document,
        year=held.year,
        version=newest + 1,
        amends=held,
        amend_number=number.strip(),
        amend_reason=reason.strip(),
        amend_day=day,
        drafted_at=now or timezone.now(),
        drafted_by=actor.name,
        simulated=held.simulated,
    )
    old = items_of(held)
    copies = [AnnualItem(plan=made, **{name: getattr(item, name) for name in COPIED}) for item in old]
    _keep(copies, [[(part.organisation_id, part.role) for part in item.parts.all()] for item in old])
    after = {"version": made.version, "amends": held.sha256, "number": number, "day": day}
    record(made, after=after, reason=reason.strip())
    return made


@verb("plan.withdraw-year")
def withdraw_year(actor: Actor, plan: AnnualPlan, reason: str) -> AnnualPlan:
    """撤回: give up a version that is being made; it stays to be read, and the year can be drafted or amended anew."""
    needed(reason=reason)
    held = moved(plan, "plan.withdraw-year")
    held.save(update_fields=["state"])
    record(held, before={"state": plan.state}, after={"state": held.state}, reason=reason.strip())
    return held


def _keep(items: list[AnnualItem], parts: list[list[tuple[int, str]]]) -> None:
    """Items with the parts in them, in two statements."""
    AnnualItem.objects.bulk_create(items)
    AnnualPart.objects.bulk_create(
        AnnualPart(item=item, organisation_id=body, role=role, order=order)
        for item, named in zip(items, parts, strict=True)
        for order, (body, role) in enumerate(named)
    )
