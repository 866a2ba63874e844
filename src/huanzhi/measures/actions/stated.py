"""A figure that a document states (填报): only for a measure declared so, never without the document."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.actions.refused import Refused
from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.content import sha256
from huanzhi.measures.forecast import look_ahead
from huanzhi.measures.measure import Measure, find
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import current


@verb("measures.enter-figure")
def enter_figure(
    actor: Actor,
    code: str,
    year: int,
    value: Decimal,
    document: str,
    issuer: str,
    document_date: date,
    *,
    comparator: str = "",
    target_e3: int | None = None,
    due: int = 0,
) -> Figure:
    """Enter what a document states for a year. Refused for a computed measure and without number, body or date."""
    measure = find(code)
    _check(measure, year, value, document, issuer, document_date)
    value_e3, as_of = int(value * 1000), min(document_date, date(year, 12, 31))
    said = Computation("count", (Part(document.strip(), value_e3),), over="document")
    outlook = look_ahead(said, year, as_of, measure.decimals, comparator or "=", target_e3, due)
    before = current(code, year)
    figure = Figure.objects.create(
        measure=code,
        year=year,
        as_of=as_of,
        value_e3=value_e3,
        target_e3=target_e3,
        comparator=comparator,
        unit=measure.unit,
        decimals=measure.decimals,
        kind="count",
        over="document",
        numerator=value_e3,
        denominator=1,
        days_valid=1,
        days_elapsed=1,
        status=outlook.status,
        outlook=outlook.plain(),
        edition=measure.edition,
        set_version="",
        input_hash=sha256(f"{code} {year} {value_e3} {document} {issuer} {document_date}"),
        computed_at=timezone.now(),
        manual=True,
        document=document.strip(),
        issuer=issuer.strip(),
        document_date=document_date,
    )
    old = {"value_e3": before.value_e3, "document": before.document} if before else None
    new = {
        "value_e3": value_e3,
        "document": figure.document,
        "issuer": figure.issuer,
        "date": str(document_date),
    }
    record(figure, before=old, after=new)
    return figure


def _check(measure: Measure, year: int, value: Decimal, document: str, issuer: str, day: date) -> None:
    if not measure.manual:
        raise Refused(f"{measure.code} is computed from records; its figure cannot be entered")
    said = {"document": document, "issuer": issuer}
    if missing := [name for name, text in said.items() if not text.strip()]:
        raise Refused(f"{measure.code}: {', '.join(missing)} missing")
    if day.year < year:
        raise Refused(f"{measure.code}: a document of {day} cannot state {year}")
    if value != round(value, measure.decimals):
        raise Refused(f"{measure.code}: {value} has more than {measure.decimals} decimals")
