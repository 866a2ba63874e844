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
    """Each indicator that has a measure, each year of the plan and since; a year that is over to its last day.

    `only`: just these years.
    """
    from datetime import timedelta

    from django.utils import timezone

    from huanzhi.measures.actions import refresh
    from huanzhi.measures.measure import STATED, measures
    from huanzhi.plan.queries import current_plan, years
    from huanzhi.plan.rules import judge_indicator

    document = current_plan()
    yesterday = timezone.localdate() - timedelta(days=1)
    if document is None:
        return
    indicators = document.indicators.exclude(measure="").exclude(measure__startswith=STATED)
    indicators = indicators.select_related("document")
    wanted = [year for year in years(document) if year <= yesterday.year and (only is None or year in only)]
    pairs = [(item, year) for item in indicators for year in wanted]
    for item, year in steps("Indicators and findings", pairs, quiet):
        judge_indicator(actor, item, year, min(yesterday, date(year, 12, 31)))
    held = set(indicators.values_list("measure", flat=True))
    for measure in measures():  # those that no indicator of the plan means
        if not measure.manual and measure.code not in held:
            for year in wanted:
                refresh(actor, measure.code, year, min(yesterday, date(year, 12, 31)), "=", None, year)
