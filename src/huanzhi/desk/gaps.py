"""Where a gap comes from, as bars on a page."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huanzhi.desk.drawing import Bar, bars
from huanzhi.measures.gap import Part
from huanzhi.measures.models import Figure
from huanzhi.measures.prospects import Prospects
from huanzhi.measures.words import unit


def month_bars(prospects: Prospects, figure: Figure) -> list[Bar]:
    """A bar a month; those that make up most of the gap are named."""
    rows = [
        (
            _month(part),
            _signed(part.away_e3, figure.kind == "count"),
            part.away_e3,
            part.key in prospects.named,
        )
        for part in prospects.months
    ]
    return bars(rows)


def group_bars(prospects: Prospects, figure: Figure) -> list[tuple[str, str, list[Bar]]]:
    """Each group of parts with its title and unit."""
    return [
        (
            str(group.title),
            _(group.unit) if group.unit else unit(figure),
            bars(
                [
                    (
                        part.key,
                        _signed(part.away_e3, bool(group.unit) or figure.kind == "count"),
                        part.away_e3,
                        False,
                    )
                    for part in group.parts
                ]
            ),
        )
        for group in prospects.groups
    ]


def _month(part: Part) -> str:
    return date_format(date.fromisoformat(f"{part.key}-01"), "F")


def _signed(value_e3: int, whole: bool) -> str:
    """Thousandths with their sign and two places; a count as it is."""
    return f"{value_e3 // 1000}" if whole else f"{value_e3 / 1000:+.2f}"
