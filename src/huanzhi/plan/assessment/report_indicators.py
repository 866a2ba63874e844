"""二、主要指标完成情况: the table of all indicators, charts of those with figures, and what is not met or not known."""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.words import short
from huanzhi.plan.assessment.reporting import DASH, Found, Told, figure
from huanzhi.plan.assessment.words import BASES, VERDICTS
from huanzhi.plan.reports.blocks import Block, heading, line_chart, number, paragraph, table, text

SIGNS = {"<=": "≤", ">=": "≥", "=": "="}


def blocks(told: Told) -> list[Block]:
    """The whole section."""
    rows = [_row(told, item, result) for item, result in told.indicators]
    years = [str(year) for year in _years(told)]
    head = [
        _("No."), _("Indicator"), _("Kind"), _("Baseline"), _("Target %(year)s") % {"year": told.inputs["last_year"]},
        *years, _("Held against"), _("Verdict"),
    ]  # fmt: skip
    widths = [4, 22, 8, 8, 12, *([8] * len(years)), 12, 12]
    found: list[Block] = [heading(_("How the indicators stand"))]
    found.append(table(_("Indicators of the plan"), head, rows, widths))
    for item, _result in told.indicators:
        found += _chart(told, item)
    return found + _not_met(told)


def _years(told: Told) -> range:
    return range(told.inputs["first_year"], told.inputs["year"] + 1)


def _row(told: Told, item: Found, result: Found) -> list[Any]:
    held = {row["year"]: row for row in item["figures"]}
    years = [text(figure(item, held[year])) if year in held else DASH for year in _years(told)]
    reference = result["reference_e3"]
    against = DASH
    if reference is not None:
        against = f"{SIGNS[result['comparator']]} {short(reference)} ({BASES[result['basis']]})"
    return [
        str(item["no"]),
        f"{item['name']} ({item['unit']})" if item["unit"] else item["name"],
        _("binding") if item["binding"] else _("expected"),
        item["baseline"] or DASH,
        item["target"],
        *years,
        against,
        str(VERDICTS[result["verdict"]]),
    ]


def _chart(told: Told, item: Found) -> list[Block]:
    """The years with their line, of an indicator with figures of at least two years."""
    held = {row["year"]: row["value_e3"] for row in item["figures"] if row["value_e3"] is not None}
    if len(held) < 2:
        return []
    first, last = told.inputs["first_year"] - 1, told.inputs["last_year"]
    span, start, target = range(first, last + 1), item["baseline_e3"], item["target_e3"]
    values = [held.get(year, start if year == first else None) for year in span]
    series = [(_("value"), [None if v is None else v / 1000 for v in values])]
    if start is not None and target is not None:
        line = [(start + (target - start) * (year - first) / (last - first)) / 1000 for year in span]
        series.append((str(BASES["path"]), [round(v, 3) for v in line]))
    goal = None if target is None else target / 1000
    caption = item["name"]
    return [line_chart(caption, item["unit"], [str(year) for year in span], series, goal)]  # type: ignore[arg-type]


def _not_met(told: Told) -> list[Block]:
    found: list[Block] = []
    for item, result in told.indicators:
        if result["verdict"] != "not_met" or result["value_e3"] is None:
            continue
        row = next(row for row in item["figures"] if row["year"] == told.inputs["year"])
        page = told.address(f"indicator-{item['no']}")
        unit = item["unit"]
        found.append(
            paragraph(
                f"{item['no']} {item['name']}: ",
                figure(item, row),
                _(", held against "),
                number(short(result["reference_e3"]), unit, page, f"held-against-{item['no']}"),
                _(": not met; who answers: %(who)s.") % {"who": told.bodies(item["owners"])},
            )
        )
    if not found:
        return [paragraph(_("No indicator that can be computed is missed in the year."))]
    return [paragraph(_("Not met in the year:")), *found]
