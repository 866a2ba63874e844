"""Verbs of the negotiation: it is opened until a day, departments agree or object, the planner answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.moving import moved, needed
from huanzhi.plan.year.agreeing import AnnualComment
from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.item import AnnualItem
from huanzhi.plan.year.queries import duties_of


@verb("plan.open-negotiation")
def open_negotiation(actor: Actor, plan: AnnualPlan, until: date, now: datetime | None = None) -> AnnualPlan:
    """征求意见: show the draft to the departments and hear them until a day; after it silence is no objection."""
    if until < timezone.localdate(now or timezone.now()):
        raise Refused(_("until: %(day)s is over") % {"day": until})
    held = moved(plan, "plan.open-negotiation")
    held.comments_until = until
    held.save(update_fields=["state", "comments_until"])
    record(held, before={"state": plan.state}, after={"state": held.state, "until": until})
    return held


@verb("plan.comment-year")
def comment_year(
    actor: Actor,
    plan: AnnualPlan,
    organisation: Organisation,
    agrees: bool,
    reason: str = "",
    items: Sequence[AnnualItem] | None = None,
    now: datetime | None = None,
) -> list[AnnualComment]:
    """反馈意见: a department agrees with items of its own list, or objects with a reason; without `items`, all of them.

    Agreeing to all passes over what it has objected to: an objection is taken back item by item.
    """
    if actor.organisation != organisation.code and "*" not in actor.verbs:
        raise NotAllowed(f"{actor.organisation} does not speak for {organisation.code}")
    if not agrees:
        needed(reason=reason)
    held = moved(plan, "plan.comment-year")
    own = {duty.item.pk: duty.item for duty in duties_of(held, organisation)}
    asked = list(own.values()) if items is None else [own[item.pk] for item in items if item.pk in own]
    if items is not None and len(asked) != len(items):
        raise Refused(_("%(body)s has no part in one of these items") % {"body": organisation})
    if items is None:
        asked = _not_yet(asked, organisation)
    if not asked:
        raise Refused(_("there is nothing left to say a word on"))
    at = now or timezone.now()
    made = AnnualComment.objects.bulk_create(
        AnnualComment(
            item=item, organisation=organisation, agrees=agrees, reason=reason.strip(),
            edition=item.edition, said_at=at, said_by=actor.name,
        )
        for item in asked
    )  # fmt: skip
    about = [item.about for item in asked]
    record(
        held,
        after={"organisation": organisation.code, "agrees": agrees, "items": about},
        reason=reason.strip(),
    )
    return made


def _not_yet(items: list[AnnualItem], organisation: Organisation) -> list[AnnualItem]:
    """Those that the organisation has said nothing of as they now stand."""
    said = AnnualComment.objects.filter(item__in=items, organisation=organisation)
    known = set(said.values_list("item_id", "edition"))
    return [item for item in items if (item.pk, item.edition) not in known]


@verb("plan.answer-comment")
def answer_comment(
    actor: Actor, comment: AnnualComment, answer: str, now: datetime | None = None
) -> AnnualComment:
    """答复意见: why an objection is not followed; one that is followed is answered by the edit of its item."""
    needed(answer=answer)
    held = (
        AnnualComment.objects.select_for_update(of=("self",)).select_related("item__plan").get(pk=comment.pk)
    )
    moved(held.item.plan, "plan.answer-comment")
    if held.agrees or held.answered_at is not None:
        raise Refused(_("it is no objection that waits for an answer"))
    held.answer, held.answered_at, held.answered_by = answer.strip(), now or timezone.now(), actor.name
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    record(held, after={"about": held.item.about, "answer": held.answer})
    return held
