"""Take a department's filled sheet: all its answers, or none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.kit.spreadsheets import rows_of
from huanzhi.ledger.verbs import Actor
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rounds.answering import Said, answer
from huanzhi.plan.models import Asked, Round
from huanzhi.plan.rounds.sheet import Unfit, read


def take_sheet(actor: Actor, of: Round, content: bytes, name: str, *, now: datetime | None = None) -> int:
    """Every row that says something is an answer; how many were taken. Unfit names row, column and value."""
    rows = Asked.objects.filter(round=of, organisation__code=actor.organisation).select_related("task")
    rows = rows.prefetch_related("task__targets")
    asked = {row.task.code: row for row in rows}
    try:
        lines = rows_of(content, name)
    except ValueError as error:
        raise Unfit([str(error)]) from None
    found, wrong = read(lines, asked), []
    with transaction.atomic():
        for number, row, words in found:
            try:
                answer(actor, row, Said(**words), now=now)
            except Unsound as error:
                wrong += [
                    _("row %(n)s: %(why)s") % {"n": number, "why": "; ".join(w)}
                    for w in error.errors.values()
                ]
            except Refused as error:
                wrong.append(_("row %(n)s: %(why)s") % {"n": number, "why": error})
        if wrong:
            transaction.set_rollback(True)
    if wrong:
        raise Unfit(wrong)
    return len(found)
