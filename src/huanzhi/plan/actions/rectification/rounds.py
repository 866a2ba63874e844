"""Verbs of rounds and letters: save a round with what its document states; say that a letter repeats another."""

from collections.abc import Iterable
from typing import Any

from huanzhi.kit.actions import save_record
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.rectification.inspection_round import InspectionRound
from huanzhi.plan.rectification.inspection_round import register as rounds
from huanzhi.plan.rectification.letter import InspectionLetter
from huanzhi.plan.rectification.likeness import likeness


@verb("plan.save-inspection-round")
def save_inspection_round(
    actor: Actor, code: str, values: dict[str, Any], simulated: bool = False
) -> InspectionRound:
    """登记督察轮次: make a round or change it; totals only with the document that states them."""
    held = InspectionRound.objects.filter(code=code).first()
    made = save_record(actor, rounds, {**values, "code": code}, held, simulated)
    record(made, after={"code": code}, reason=str(values.get("statement", "")))
    assert isinstance(made, InspectionRound)
    return made


def take_rounds(actor: Actor, rows: Iterable[dict[str, Any]]) -> int:
    """Rounds of a profile that are not there yet, with what its document states; how many there are in the end.

    Organisations stand in the rows by name.
    """
    for row in rows:
        if not InspectionRound.objects.filter(code=row["code"]).exists():
            values = {key: value for key, value in row.items() if key != "code"}
            if "asked" in values:
                values["asked"] = Organisation.objects.get(name=values["asked"]).code
            save_inspection_round(actor, row["code"], values)
    return InspectionRound.objects.count()


@verb("plan.mark-repeat")
def mark_repeat(actor: Actor, letter: InspectionLetter, of: InspectionLetter | None) -> InspectionLetter:
    """认定重复件: a person says that the letter repeats an earlier one, or takes it back; the likeness seen is kept."""
    held = InspectionLetter.objects.select_for_update().get(pk=letter.pk)
    if of is not None and (of.pk == held.pk or of.received_on > held.received_on):
        raise Refused(f"{held.code}: {of.code} did not come before it")
    before = held.repeat_of.code if held.repeat_of else None
    held.repeat_of = of
    held.save(update_fields=["repeat_of"])
    after = {"repeat_of": of.code, "likeness": likeness(held, of).plain()} if of else {"repeat_of": None}
    record(held, before={"repeat_of": before}, after=after)
    return held
