"""二、主要指标: every indicator with its figures of the plan's years, its gap, and curves."""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.models import Status
from huanzhi.measures.words import sentence, short, unit
from huanzhi.plan.queries import Standing
from huanzhi.plan.reports.annual.told import DASH, Told, figure_of
from huanzhi.plan.reports.blocks import Block, heading, line_chart, note, number, paragraph, table, text
from huanzhi.plan.words import SHORT_LACKS

CHARTS, SHOWN = 6, 3  # charts at most; years in the table, so that it stands upright


def blocks(told: Told) -> list[Block]:
    """Table, charts, and what is off track in a sentence each."""
    rows = [_row(told, no) for no in range(len(told.standings[told.year]))]
    years = [str(year) for year in told.years[-SHOWN:]]
    head = [_("No."), _("Indicator"), _("Target"), *years, _("Gap to the target"), _("Status")]
    widths = [7, 25, 12, *[11] * len(years), 10, 16]
    found = [
        heading(_("Main indicators")),
        paragraph(_("Table 1 holds every indicator against its target.")),
        table(_("Indicators of the plan"), head, rows, widths),
        note(_("The gap is the figure less the target. A dash: no figure, or no number to hold it against.")),
    ]  # fmt: skip
    return found + _charts(told) + _behind(told)


def _row(told: Told, place: int) -> list[Any]:
    row = told.standings[told.year][place]
    cells = [text(figure_of(told.standings[year][place], year)) for year in told.years[-SHOWN:]]
    said = unit(row.figure) if row.figure else row.indicator.unit
    name = f"{row.indicator.name}（{said}）" if said else row.indicator.name
    status = str(Status(row.status).label)
    if row.status == Status.CANNOT:
        status = str(SHORT_LACKS.get(row.lacks, status))
    return [str(row.indicator.no), name, row.indicator.goal, *cells, text(_gap(row, told.year)), status]


def _gap(row: Standing, year: int) -> Any:
    figure = row.figure
    if figure is None or figure.value_e3 is None or figure.target_e3 is None:
        return DASH
    gap = figure.value_e3 - figure.target_e3
    no = row.indicator.no
    label = _("%(indicator)s, %(year)s: gap") % {"indicator": row.indicator.name, "year": year}
    page = f"/desk/indicators/{no}/?year={year}"
    return number(("+" if gap > 0 else "") + short(gap), unit(figure), page, f"gap-{no}-{year}", label)


def _charts(told: Told) -> list[Block]:
    """The years of indicators that moved and have a number to reach."""
    found: list[Block] = []
    for place, row in enumerate(told.standings[told.year]):
        held = [told.standings[year][place].figure for year in told.years]
        values = [
            None if figure is None or figure.value_e3 is None else figure.value_e3 / 1000 for figure in held
        ]
        figure = row.figure
        if figure is None or figure.target_e3 is None or len(set(values) - {None}) < 2:
            continue  # a level line says no more than the table
        caption = _("%(indicator)s by year") % {"indicator": row.indicator.name}
        source = text(figure_of(row, told.year))
        found.append(
            line_chart(
                caption, unit(figure), [str(year) for year in told.years], [(_("figure"), values)],
                figure.target_e3 / 1000, source,
            )
        )  # fmt: skip
    return found[:CHARTS]


def _behind(told: Told) -> list[Block]:
    """Those off track or at risk, each with what its figure says."""
    behind = [row for row in told.standings[told.year] if row.status in (Status.OFF_TRACK, Status.AT_RISK)]
    if not behind:
        return []
    found = [heading(_("Indicators behind their way"), 2)]
    for row in behind:
        owners = "、".join(owner.name for owner in row.indicator.owners.all()) or _("nobody named")
        words = _("%(indicator)s (answers: %(who)s): ") % {"indicator": row.indicator.name, "who": owners}
        assert row.figure is not None
        found.append(paragraph(words, figure_of(row, told.year), _(". "), sentence(row.figure)))
    return found
