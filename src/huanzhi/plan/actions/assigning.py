"""A number that a higher authority set: entered with its document, an amendment when it is the plan's own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions import Refused, answer_question
from huanzhi.plan.models import Amendment, AssignedTarget, Document, Indicator, PrintedReading

COMPARATORS = ("<=", ">=", "=")


@dataclass(frozen=True)
class Said:
    """What the document says: the number for a year and how it compares, and which document it is."""

    year: int
    value: Decimal
    comparator: str
    document: str
    issuer: str
    document_date: date
    note: str = ""


@verb("plan.assign-target")
def assign_target(
    actor: Actor, indicator: Indicator, said: Said, now: datetime | None = None
) -> AssignedTarget:
    """Enter it; figures of that year are held against it from the next computation on.

    For the plan's last year it becomes the plan's number, as an amendment, and answers the open question. Refused for
    an indicator whose number is printed, for a year outside the plan, and without document, issuer or a date gone by.
    """
    now = now or timezone.now()
    plan = indicator.document
    _check(indicator, said, timezone.localdate(now))
    made = AssignedTarget.objects.create(
        indicator=indicator,
        year=said.year,
        comparator=said.comparator,
        value=said.value,
        document=said.document.strip(),
        issuer=said.issuer.strip(),
        document_date=said.document_date,
        note=said.note.strip(),
        entered_at=now,
        entered_by=actor.name,
    )
    if said.year == plan.last_year:
        _plans_own(actor, indicator, made)
    after = {"year": said.year, "goal": made.goal, "issuer": made.issuer, "date": str(said.document_date)}
    record(made, after=after, reason=made.document)
    return made


def _check(indicator: Indicator, said: Said, today: date) -> None:
    plan = indicator.document
    if not indicator.assigned:
        raise Refused(
            f"indicator {indicator.no}: its target is printed in the plan, not set by a higher authority"
        )
    if not plan.first_year <= said.year <= plan.last_year:
        raise Refused(f"year: {said.year} is not one of the plan ({plan.first_year} to {plan.last_year})")
    if said.comparator not in COMPARATORS:
        raise Refused(f"comparator: {said.comparator!r} is none of {', '.join(COMPARATORS)}")
    texts = {"document": said.document, "issuer": said.issuer}
    if missing := [name for name, text in texts.items() if not text.strip()]:
        raise Refused(f"{', '.join(missing)} missing")
    if said.document_date > today:
        raise Refused(f"document_date: {said.document_date} has not come yet")


def _plans_own(actor: Actor, indicator: Indicator, made: AssignedTarget) -> None:
    """The plan's own number: through its open question when there is one."""
    about = f"indicator:{indicator.no}"
    words = f"{made.goal} {indicator.unit}（{made.issuer}，{made.document_date}）"
    reason = made.note or words
    question = indicator.document.questions.filter(about=about, kind="assigned-target-unknown").first()
    if question is not None:
        answer_question(
            actor, question, words, reason, made.document, value=made.value, comparator=made.comparator
        )
        indicator.refresh_from_db()
        return
    before = [str(indicator.value), str(made.value)]
    indicator.value, indicator.comparator = made.value, made.comparator
    indicator.save(update_fields=["value", "comparator"])
    Amendment.objects.create(
        document=indicator.document,
        reason=reason,
        number=made.document,
        changes={"indicator": indicator.no, "value": before},
        at=made.entered_at,
        actor_name=actor.name,
    )


@verb("plan.keep-readings")
def keep_readings(actor: Actor, document: Document, rows: list[dict[str, object]]) -> list[PrintedReading]:
    """The ways to read printed values, as a profile has them; what was kept before is replaced."""
    document.readings.all().delete()
    made = PrintedReading.objects.bulk_create(
        PrintedReading(document=document, order=order, **row) for order, row in enumerate(rows, 1)
    )
    record(document, after={"readings": [reading.title for reading in made]})
    return made
