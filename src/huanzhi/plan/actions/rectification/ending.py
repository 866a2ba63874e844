"""Verbs at the end: publish a closing for comments, write the item off, open it again."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, verb
from huanzhi.people.working_days import add_working_days
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rectification.advancing import begin, finish, said
from huanzhi.plan.rectification.flow import comment_days
from huanzhi.plan.rectification.item import RectificationItem
from huanzhi.work.actions import assign, reopen
from huanzhi.work.case import State


@verb("plan.publish-close")
def publish_close(
    actor: Actor, item: RectificationItem, comments_to: str, now: datetime | None = None
) -> RectificationItem:
    """销号公示: the public sees number, problem, measures and result, and until when and where to say otherwise."""
    at = now or timezone.now()
    held, to = begin(item, "plan.publish-close")
    _closed(held)
    held.comments_to = said(_("comments go to"), comments_to)[:200]
    held.published_on = timezone.localdate(at)
    held.comments_until = add_working_days(held.published_on, comment_days(), provisional=True)
    data = {"until": held.comments_until.isoformat(), "comments_to": held.comments_to}
    return finish(actor, held, "plan.publish-close", to, at, data=data)


@verb("plan.write-off")
def write_off(
    actor: Actor, item: RectificationItem, document: str, note: str = "", now: datetime | None = None
) -> RectificationItem:
    """核准销号: written off by a document, once the time for comments is over and its case is still closed."""
    at = now or timezone.now()
    held, to = begin(item, "plan.write-off")
    _closed(held)
    day = timezone.localdate(at)
    if held.comments_until is not None and day <= held.comments_until:
        raise Refused(
            _("item %(item)s: comments are taken until %(day)s")
            % {"item": held.code, "day": held.comments_until}
        )
    held.document, held.written_off_on = said(_("document number"), document)[:80], day
    return finish(actor, held, "plan.write-off", to, at, note.strip(), {"document": held.document})


@verb("plan.reopen-item")
def reopen_item(
    actor: Actor, item: RectificationItem, reason: str, now: datetime | None = None
) -> RectificationItem:
    """重新整改: a re-check or a comment shows that it does not hold; its case goes back to the lead."""
    held, to = begin(item, "plan.reopen-item")
    why, at = said(_("reason"), reason), now or timezone.now()
    data = {"document": held.document} if held.document else {}
    held.published_on = held.comments_until = held.written_off_on = None
    held.comments_to = held.document = ""
    case = held.case
    if case is not None and case.state == State.CLOSED:
        assign(actor, reopen(actor, case, why, at), held.lead, None, why, at)
    return finish(actor, held, "plan.reopen-item", to, at, why, data)


def _closed(item: RectificationItem) -> None:
    """The case says the same: it was closed by a re-check, and nobody has opened it since."""
    if item.case is None or item.case.state != State.CLOSED:
        raise Refused(
            _("item %(item)s: its case %(case)s is not closed") % {"item": item.code, "case": item.case}
        )
