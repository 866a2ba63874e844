"""Verbs that join and part cases: merge what is one thing, take it apart again, split what is several."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, verb
from huanzhi.people.models import Organisation
from huanzhi.work.actions.advancing import WrongStep, begin, finish, said
from huanzhi.work.actions.opening import Finding, open_found
from huanzhi.work.case import ENDS, Case
from huanzhi.work.similarity import compare


@dataclass(frozen=True)
class Part:
    """What becomes a case of its own when one is split."""

    title: str
    organisation: Organisation


@verb("work.merge")
def merge(actor: Actor, case: Case, into: Case, note: str) -> Case:
    """并案: the same thing was found twice; the case goes on in the other, with the likeness that was seen."""
    move = begin(actor, case, "work.merge", said(note))
    target = Case.objects.select_for_update().get(pk=into.pk)
    if target.pk == case.pk or target.state in ENDS:
        raise WrongStep(
            _("case %(case)s cannot go on in %(other)s, which is %(state)s")
            % {"case": case.number, "other": target.number, "state": target.get_state_display()}
        )
    if move.case.merged.exists():
        raise WrongStep(
            _("case %(case)s carries others itself: take them apart first") % {"case": case.number}
        )
    move.case.merged_into = target
    move.data |= {"into": target.number, "likeness": compare(move.case, target).plain()}
    return finish(actor, move)


@verb("work.unmerge")
def unmerge(actor: Actor, case: Case, note: str) -> Case:
    """拆并: they were two things after all; the case is where it was before."""
    move = begin(actor, case, "work.unmerge", said(note))
    joined = move.case.steps.filter(verb="work.merge").order_by("-at", "-pk").first()
    if joined is None or move.case.merged_into is None:
        raise WrongStep(_("case %(case)s has not been joined to another") % {"case": case.number})
    move.data["from"] = move.case.merged_into.number
    move.case.merged_into = None
    return finish(actor, move, joined.from_state)


@verb("work.split")
def split(actor: Actor, case: Case, parts: Sequence[Part], note: str) -> list[Case]:
    """拆分: several things, each a case with its own hands; the case itself waits for all of them."""
    move = begin(actor, case, "work.split", said(note))
    if len(parts) < 2:
        raise WrongStep(
            _("case %(case)s: to split means at least two parts, %(n)s given")
            % {"case": case.number, "n": len(parts)}
        )
    held = move.case
    first = held.parts.count() + 1
    made = []
    for nth, part in enumerate(parts, first):
        finding = Finding(
            held.kind,
            part.title,
            f"case:{held.number}",
            str(nth),
            held.finding,
            held.lon,
            held.lat,
            held.simulated,
        )
        made.append(open_found(actor, finding, part.organisation, None, move.at, split_from=held))
    move.data["parts"] = [one.number for one in made]
    finish(actor, move, held.state)
    return made
