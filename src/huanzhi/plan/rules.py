"""What is found wrong with the plan: an indicator off track becomes a case of the department that answers."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from huanzhi.ledger.verbs import Actor
from huanzhi.measures.actions import enter_figure, refresh
from huanzhi.measures.forecast import OFF_TRACK
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import episode, newest
from huanzhi.plan.models import Indicator
from huanzhi.plan.queries import beside
from huanzhi.work.actions import open_case
from huanzhi.work.models import Case

KIND = "indicator-off-track"


def judge_indicator(actor: Actor, indicator: Indicator, year: int, as_of: date) -> tuple[Figure, Case | None]:
    """Compute an indicator's figure; when it is off track its case is opened in the same transaction.

    Once per episode: a case stays the one of its episode until the indicator has been on track again.
    """
    with transaction.atomic():
        figure = refresh(actor, indicator.measure, year, as_of, *target_of(indicator, year))
        return figure, _find(actor, indicator, figure) if figure.status == OFF_TRACK else None


def judge_again(actor: Actor, indicator: Indicator) -> list[Figure]:
    """Compute every year's figure of an indicator once more, up to the day it was computed to: its target changed."""
    if not indicator.measure or find(indicator.measure).manual:
        return []
    held = newest([indicator.measure])
    return [
        judge_indicator(actor, indicator, year, figure.as_of)[0]
        for (_code, year), figure in sorted(held.items())
    ]


def state_indicator(
    actor: Actor, indicator: Indicator, year: int, value: Decimal, document: str, issuer: str, day: date
) -> tuple[Figure, Case | None]:
    """Enter what a document states for an indicator; off track, its case is opened in the same transaction."""
    comparator, target_e3, due = target_of(indicator, year)
    with transaction.atomic():
        figure = enter_figure(
            actor,
            stated_code(indicator),
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


def stated_code(indicator: Indicator) -> str:
    """The measure under which a document's figure of an indicator is entered; one that is only computed refuses it."""
    return beside(indicator.measure) or indicator.measure


def target_of(indicator: Indicator, year: int | None = None) -> tuple[str, int | None, int]:
    """What a figure is held against: comparison, thousandths, the year for which it was set.

    A number that was set for that very year goes before the plan's own, which is for its last year.
    """
    if year is not None and year < indicator.document.last_year:
        own = indicator.assigned_targets.filter(year=year).first()
        if own is not None:
            return own.comparator, indicator.in_thousandths(own.value), year
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
