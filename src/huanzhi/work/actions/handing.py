"""Verbs that put a case into other hands: hand out, hand over, many at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, verb
from huanzhi.people.models import Organisation, User
from huanzhi.work.actions.advancing import Move, WrongStep, begin, finish, said
from huanzhi.work.case import Case


@verb("work.assign")
def assign(
    actor: Actor,
    case: Case,
    organisation: Organisation,
    assignee: User | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Case:
    """派遣: hand the case out to an organisation, or to somebody of it."""
    move = begin(actor, case, "work.assign", note, now)
    _into(move, organisation, assignee)
    return finish(actor, move)


@verb("work.hand-over")
def hand_over(
    actor: Actor, case: Case, organisation: Organisation, assignee: User | None = None, note: str = ""
) -> Case:
    """移交: give the case to another organisation or person, who takes it up anew; the handling clock runs on."""
    move = begin(actor, case, "work.hand-over", said(note))
    _into(move, organisation, assignee)
    return finish(actor, move)


def hand_over_many(
    actor: Actor,
    cases: Iterable[Case],
    organisation: Organisation,
    assignee: User | None = None,
    note: str = "",
) -> list[Case]:
    """批量移交: all of them or none; the error names the case that could not be handed over."""
    with transaction.atomic():
        return [hand_over(actor, case, organisation, assignee, note) for case in cases]


def _into(move: Move, organisation: Organisation, assignee: User | None) -> None:
    day = move.at.date()
    if organisation.valid_until is not None and organisation.valid_until < day:
        raise WrongStep(
            _("%(body)s ended on %(day)s: it can hold no case")
            % {"body": organisation, "day": organisation.valid_until}
        )
    if assignee is not None and not any(
        held.organisation_id == organisation.pk for held in assignee.current_memberships(day)
    ):
        raise WrongStep(
            _("%(person)s holds no role in %(body)s on %(day)s")
            % {"person": assignee, "body": organisation, "day": day}
        )
    case = move.case
    to = (organisation.pk, getattr(assignee, "pk", None))
    if move.before == "assigned" and (case.organisation_id, case.assignee_id) == to:
        raise WrongStep(
            _("case %(case)s is with %(whom)s already")
            % {"case": case.number, "whom": assignee or organisation}
        )
    move.data |= {
        "from": [case.organisation.code, case.assignee_id],
        "to": [organisation.code, getattr(assignee, "pk", None)],
    }
    case.organisation, case.assignee = organisation, assignee
