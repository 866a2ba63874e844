"""What follows from readings, for commands and jobs: verdicts year by year, then figures and findings."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from huanzhi.config.cli.progress import steps


def judge(actor: Any, points: Sequence[Any], start: date, end: date, quiet: bool = False) -> None:
    """Verdicts of the days of a span and of the newest hours."""
    from huanzhi.monitoring.actions import judge_days, judge_hours

    for year in steps("Verdicts of days and hours", range(start.year, end.year + 1), quiet):
        judge_days(actor, points, max(start, date(year, 1, 1)), min(end, date(year, 12, 31)))
    judge_hours(actor, points)


def refresh_figures(actor: Any, quiet: bool = False, only: Collection[int] | None = None) -> None:
    """Each indicator that has a measure, each year of its plan and since; a year that is over to its last day.

    A year is held against the plan of its own period. `only`: just these years.
    """
    from datetime import timedelta

    from django.utils import timezone

    from huanzhi.measures.actions import refresh
    from huanzhi.measures.measure import STATED, measures
    from huanzhi.plan.rules import judge_indicator
    from huanzhi.plan.running import own, plan_of, plans

    documents = own(plans())
    yesterday = timezone.localdate() - timedelta(days=1)
    if not documents:
        return
    first = min(document.first_year for document in documents)
    wanted = [year for year in range(first, yesterday.year + 1) if only is None or year in only]
    pairs = []
    for document in documents:
        indicators = document.indicators.exclude(measure="").exclude(measure__startswith=STATED)
        years = [year for year in wanted if plan_of(documents, year) == document]
        pairs += [(item, year) for item in indicators.select_related("document") for year in years]
    for item, year in steps("Indicators and findings", pairs, quiet):
        judge_indicator(actor, item, year, min(yesterday, date(year, 12, 31)))
    held = {(item.measure, year) for item, year in pairs}
    for measure in measures():  # those that no indicator of the year's plan means
        if not measure.manual:
            for year in wanted:
                if (measure.code, year) not in held:
                    refresh(actor, measure.code, year, min(yesterday, date(year, 12, 31)), "=", None, year)
