"""五、存在问题 and 六、下一步建议: from what was computed and what organisations wrote; nothing is made up."""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.words import short
from huanzhi.plan.assessment.reporting import DASH, Found, Told, count, figure
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.assessment.words import in_short, rule_words
from huanzhi.plan.reports.blocks import Block, heading, note, number, paragraph, table, text
from huanzhi.science.rounding import to_decimals


def about(row: SelfEvaluation) -> str:
    """What a word of its own is about, as a reader names it: a task by its number, an indicator by its own."""
    kind, _colon, key = row.about.partition(":")
    return key if kind == "task" else _("indicator %(no)s") % {"no": key}


def problems(told: Told) -> list[Block]:
    """What lies in the way: missing verdicts, tasks held up, own words that differ, what organisations wrote."""
    found: list[Block] = [heading(_("Problems found"))]
    unknown = [pair for pair in told.indicators if pair[1]["lacks"]]
    if unknown:
        found.append(
            paragraph(
                count(told, len(unknown), "", "no-verdict", "indicators"),
                _(" indicators have no verdict, because something lacks:"),
            )
        )
        rows = [
            [str(item["no"]), item["name"], in_short(result["lacks"]), told.bodies(item["owners"])]
            for item, result in unknown
        ]
        head = [_("No."), _("Indicator"), _("What lacks"), _("Who must say it")]
        found.append(table(_("Indicators without a verdict"), head, rows, [6, 30, 44, 20]))
    for item, result in told.tasks:
        if result["state"] == "held_up":
            found.append(paragraph(_("Held up: %(code)s %(title)s. ") % item, item["report"]))
    found += _overdue(told) + _differing(told)
    found += [
        paragraph(f"{row.organisation.name} ({about(row)}): {row.problems}")
        for row in told.own
        if row.problems
    ]
    return found if len(found) > 1 else [*found, paragraph(_("The records show none."))]


def _overdue(told: Told) -> list[Block]:
    rows = [row for row in told.inputs["rectification"] if row["state"] == "overdue"]
    return [
        paragraph(
            _("Item of rectification %(code)s %(name)s was due on %(deadline)s and is not closed: ") % row,
            told.bodies([row["organisation"]]),
            _("."),
        )
        for row in rows
    ]


def _differing(told: Told) -> list[Block]:
    """Own words that are not what was computed."""
    computed = {f"indicator:{row['no']}": row["verdict"] for row in told.result["indicators"]}
    computed |= {f"task:{row['code']}": row["state"] for row in told.result["tasks"]}
    rows = [row for row in told.own if computed.get(row.about) != row.judgement]
    if not rows:
        return []
    lines = [f"{row.organisation.name} {about(row)}: {row.get_judgement_display()}" for row in rows]
    return [
        paragraph(
            count(told, len(rows), "", "own-words-differ", "indicators"),
            _(" self-evaluations differ from what was computed: "),
            "; ".join(lines),
            _("."),
        )
    ]


def proposals(told: Told) -> list[Block]:
    """What must be reached by the last year, who must say what lacks, what organisations propose."""
    found: list[Block] = [heading(_("What comes next"))]
    rows = [row for item, result in told.indicators if (row := _needed(told, item, result))]
    if rows:
        last = told.inputs["last_year"]
        head = [
            _("Indicator"), _("Value"), _("Target %(year)s") % {"year": last}, _("To go"), _("A year, on average"),
            _("Who answers"),
        ]  # fmt: skip
        caption = _("What the years up to %(year)s must bring") % {"year": last}
        found.append(table(caption, head, rows, [30, 12, 12, 12, 14, 20]))
        found.append(
            note(_("To go: the target less the value of the year; spread evenly over the years left."))
        )
    found += [
        paragraph(f"{row.organisation.name} ({about(row)}): {row.proposals}")
        for row in told.own
        if row.proposals
    ]
    triggers = told.result["triggers"]
    if triggers:
        page = told.address().rstrip("/") + "/talks/"
        found.append(
            paragraph(
                _("Results propose "),
                number(str(len(triggers)), "", page, "talks-proposed"),
                _(" talks (a person decides on each): "),
                "; ".join(_trigger(told, row) for row in triggers),
                _("."),
            )
        )
    return found if len(found) > 1 else [*found, paragraph(_("Nothing follows from the records."))]


def _trigger(told: Told, row: Found) -> str:
    return f"{told.bodies([row['organisation']])}: {rule_words(row['rule'], told.content['rules'])}"


def _needed(told: Told, item: Found, result: Found) -> list[Any] | None:
    """What an indicator with a figure still has to go to its target, and how much of it a year."""
    left = told.inputs["last_year"] - told.inputs["year"]
    value, target = result["value_e3"], item["target_e3"]
    if value is None or target is None or left <= 0 or _reached(value, item):
        return None
    row = next(row for row in item["figures"] if row["year"] == told.inputs["year"])
    page = told.address(f"indicator-{item['no']}")
    gap, yearly = target - value, to_decimals(target - value, left, 2)
    return [
        f"{item['no']} {item['name']}",
        text(figure(item, row)),
        short(target) or DASH,
        text(number(short(gap), item["unit"], page, f"to-go-{item['no']}")),
        text(number(short(yearly), item["unit"], page, f"a-year-{item['no']}")),
        told.bodies(item["owners"]),
    ]


def _reached(value: int, item: Found) -> bool:
    return value <= item["target_e3"] if item["comparator"] == "<=" else value >= item["target_e3"]
