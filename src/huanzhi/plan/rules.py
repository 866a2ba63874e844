"""What is found wrong with the plan: an indicator off track becomes a case of the department that answers."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from huanzhi.ledger.verbs import Actor
from huanzhi.measures.actions import enter_figure, refresh
from huanzhi.measures.forecast import OFF_TRACK
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import episode
from huanzhi.plan.models import Indicator
from huanzhi.work.actions import open_case
from huanzhi.work.models import Case

KIND = "indicator-off-track"


def judge_indicator(actor: Actor, indicator: Indicator, year: int, as_of: date) -> tuple[Figure, Case | None]:
    """Compute an indicator's figure; when it is off track its case is opened in the same transaction.

    Once per episode: a case stays the one of its episode until the indicator has been on track again.
    """
    with transaction.atomic():
        figure = refresh(actor, indicator.measure, year, as_of, *target_of(indicator))
        return figure, _find(actor, indicator, figure) if figure.status == OFF_TRACK else None


def state_indicator(
    actor: Actor, indicator: Indicator, year: int, value: Decimal, document: str, issuer: str, day: date
) -> tuple[Figure, Case | None]:
    """Enter what a document states for an indicator; off track, its case is opened in the same transaction."""
    comparator, target_e3, due = target_of(indicator)
    with transaction.atomic():
        figure = enter_figure(
            actor,
            indicator.measure,
            year,
            value,
            document,
            issuer,
            day,
            comparator=comparator,
            target_e3=target_e3,
            due=due,
        )
        return figure, _find(actor, indicator, figure) if figure.status == OFF_TRACK else None


def target_of(indicator: Indicator) -> tuple[str, int | None, int]:
    """What a figure is held against: comparison, thousandths, the year for which it was set."""
    return indicator.comparator, indicator.target_e3, indicator.document.last_year


def _find(actor: Actor, indicator: Indicator, figure: Figure) -> Case | None:
    owner = indicator.owners.order_by("sort_key").first()
    if owner is None or figure.outlook["days_left"] == 0:
        return None  # a year that is over is for the assessment; nobody's name means an open question
    key = f"{figure.measure}:{figure.year}:{episode(figure).pk}"
    subject = f"indicator:{indicator.no}"
    held = Case.objects.filter(kind=KIND, subject=subject, episode=key).first()
    if held is not None:
        return held
    finding = {
        "year": figure.year,
        "value": str(figure.value),
        "unit": figure.unit,
        "goal": indicator.goal,
        "as_of": figure.as_of.isoformat(),
        "reason": figure.outlook["reason"],
        "figure": figure.pk,
    }
    return open_case(actor, KIND, owner, indicator.name, subject, key, finding, figure.simulated)
