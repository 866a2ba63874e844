"""Reads of annual plans: the one in force, its items, a department's duties, who has signed, what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Document
from huanzhi.plan.year.agreeing import AnnualComment, AnnualSignature
from huanzhi.plan.year.annual_plan import AT_WORK, AnnualPlan, YearState
from huanzhi.plan.year.content import digest, list_hashes, whole
from huanzhi.plan.year.item import AnnualItem

PARTS = "parts__organisation"  # an organisation is made once, however many items name it


@dataclass(frozen=True)
class Duty:
    """An item of a department's list and the part it has in it."""

    item: AnnualItem
    role: str


@dataclass(frozen=True)
class Signer:
    """An organisation that has to sign its list, the hash of the list, and the signature that holds for it."""

    organisation: Organisation
    sha256: str
    items: int
    signature: AnnualSignature | None


def annual_plans(document: Document, user: Any) -> QuerySet[AnnualPlan]:
    """The versions of a plan's years that a person may see, the newest first."""
    return AnnualPlan.objects.visible_to(user).filter(document=document).defer("content")


def in_force(document: Document, year: int) -> AnnualPlan | None:
    """The version of a year that holds."""
    return AnnualPlan.objects.filter(document=document, year=year, state=YearState.IN_FORCE).first()


def at_work(document: Document, year: int) -> AnnualPlan | None:
    """The version of a year that is being made."""
    return AnnualPlan.objects.filter(document=document, year=year, state__in=AT_WORK).first()


def items_of(plan: AnnualPlan, user: Any | None = None) -> list[AnnualItem]:
    """The items in their order with who has a part in them: all of them, or what a person may see."""
    rows = AnnualItem.objects.all() if user is None else AnnualItem.objects.visible_to(user)
    return list(rows.filter(plan=plan).order_by("order").prefetch_related(PARTS))


def duties_of(plan: AnnualPlan, organisation: Organisation) -> list[Duty]:
    """A department's list of the year: what it leads first, then what it answers for, then what it supports."""
    return duties_among(items_of(plan), organisation)


def duties_among(items: Sequence[AnnualItem], organisation: Organisation) -> list[Duty]:
    """The same from items that are read already."""
    rank = {"lead": 0, "responsible": 1, "supporting": 2}
    found = [
        Duty(item, part.role)
        for item in items
        if not item.left_out
        for part in item.parts.all()
        if part.organisation_id == organisation.pk
    ]
    return sorted(found, key=lambda duty: (rank[duty.role], duty.item.order))


def without_answer(items: Sequence[AnnualItem]) -> list[AnnualItem]:
    """Items that nobody leads or answers for."""
    return [
        item for item in items if not item.left_out and not any(part.answers for part in item.parts.all())
    ]


def signers(plan: AnnualPlan, items: Sequence[AnnualItem] | None = None) -> list[Signer]:
    """Who leads or answers for something has to sign; a signature holds while the list is the one that was signed."""
    items = items_of(plan) if items is None else items
    hashes = list_hashes(plan, items)
    signed: dict[tuple[int | None, str], AnnualSignature] = {}
    for row in plan.signatures.exclude(organisation=None):
        signed[row.organisation_id, row.sha256] = row
    bodies: dict[int, Organisation] = {}
    counted: dict[int, int] = {}
    for item in items:
        for part in item.parts.all():
            if part.answers and not item.left_out:
                bodies[part.organisation_id] = part.organisation
            counted[part.organisation_id] = counted.get(part.organisation_id, 0) + (not item.left_out)
    order = sorted(bodies.values(), key=lambda body: (body.sort_key, body.code))
    return [
        Signer(body, hashes[body.code], counted[body.pk], signed.get((body.pk, hashes[body.code])))
        for body in order
    ]


def district_signature(plan: AnnualPlan, items: Sequence[AnnualItem]) -> AnnualSignature | None:
    """The district's signature under the plan as it stands."""
    return plan.signatures.filter(organisation=None, sha256=digest(whole(plan, items))).last()


def words_on(plan: AnnualPlan, user: Any | None = None) -> dict[int, dict[int, AnnualComment]]:
    """The newest word of each organisation on each item: by item, by organisation."""
    rows = AnnualComment.objects.all() if user is None else AnnualComment.objects.visible_to(user)
    found: dict[int, dict[int, AnnualComment]] = {}
    for row in rows.filter(item__plan=plan).select_related("organisation").order_by("said_at", "pk"):
        found.setdefault(row.item_id, {})[row.organisation_id] = row
    return found


def open_objections(
    items: Sequence[AnnualItem], words: dict[int, dict[int, AnnualComment]]
) -> list[tuple[AnnualItem, AnnualComment]]:
    """Objections that are neither answered nor overtaken by an edit."""
    return [
        (item, word)
        for item in items
        if not item.left_out
        for word in words.get(item.pk, {}).values()
        if word.open_on(item.edition)
    ]


def unheard(
    items: Sequence[AnnualItem], words: dict[int, dict[int, AnnualComment]]
) -> dict[Organisation, int]:
    """How many items each organisation that answers has said nothing of as they now stand."""
    found: dict[Organisation, int] = {}
    for item in items:
        for part in item.parts.all():
            word = words.get(item.pk, {}).get(part.organisation_id)
            if part.answers and not item.left_out and (word is None or word.edition != item.edition):
                found[part.organisation] = found.get(part.organisation, 0) + 1
    return found
