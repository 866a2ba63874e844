"""The verb that edits an item of a year while it is drafted or negotiated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.moving import moved
from huanzhi.plan.models import RoleKind
from huanzhi.plan.year.content import plain
from huanzhi.plan.year.item import AnnualItem, AnnualPart, Basis
from huanzhi.plan.year.queries import PARTS

FIELDS = ("step", "target", "comparator", "value", "unit", "due_on", "person", "left_out")
OF_TARGET = {"target", "comparator", "value", "unit"}


@verb("plan.edit-item")
def edit_item(
    actor: Actor, item: AnnualItem, facts: Mapping[str, Any], *, parts: Mapping[int, str] | None = None,
    reason: str = "",
) -> AnnualItem:  # fmt: skip
    """修改事项: change step, target, day, person, or who has a part in it (`parts`: organisation's key to role).

    `left_out` with a reason takes it out of the year. A changed target is agreed, not printed or derived any more. What
    was said of the item before is about the edition before. Refused for a day outside the year, an unknown field.
    """
    if unknown := set(facts) - set(FIELDS):
        raise Refused(_("no field %(names)s of an item") % {"names": ", ".join(sorted(unknown))})
    moved(item.plan, "plan.edit-item")
    held = AnnualItem.objects.select_related("plan").prefetch_related(PARTS).get(pk=item.pk)
    before = plain(held) | {"left_out": held.left_out}
    changed = {name for name, value in facts.items() if getattr(held, name) != value}
    for name in changed:
        setattr(held, name, facts[name])
    if held.due_on.year != held.plan.year:
        words = {"day": held.due_on, "year": held.plan.year}
        raise Refused(_("due_on: %(day)s is not a day of %(year)s") % words)
    if changed & OF_TARGET:
        held.basis, held.basis_note = Basis.AGREED, _was(held, before)
    others = parts is not None and _assign(held, parts)
    if not changed and not others:
        record(held, reason="nothing changed")
        return held
    held.edition += 1
    held.save()
    held = AnnualItem.objects.select_related("plan").prefetch_related(PARTS).get(pk=item.pk)
    record(held, before=before, after=plain(held) | {"left_out": held.left_out}, reason=reason.strip())
    return held


def _was(held: AnnualItem, before: dict[str, Any]) -> str:
    """The remark on an agreed target: what stood there by the plan; of one that was agreed before it stays."""
    if before["basis"] == Basis.AGREED:
        return held.basis_note
    was = f"{before['value']} {before['unit']}".strip() if before["value"] else before["target"]
    return f"{Basis(before['basis']).label}: {was or '—'}"[:300]


def _assign(held: AnnualItem, parts: Mapping[int, str]) -> bool:
    """Bring the parts in line; whether something changed."""
    if wrong := set(parts.values()) - set(RoleKind.values):
        raise Refused(_("no part %(names)s in an item") % {"names": ", ".join(sorted(wrong))})
    now = [(part.organisation_id, part.role) for part in held.parts.all()]
    if now == list(parts.items()):
        return False
    AnnualPart.objects.filter(item=held).delete()
    AnnualPart.objects.bulk_create(
        AnnualPart(item=held, organisation_id=body, role=role, order=order)
        for order, (body, role) in enumerate(parts.items())
    )
    return True
