"""评估报告 reports of a mid-term evaluation and a final assessment, from the frozen content alone and from own words.

Every number carries its proof. No sentence praises: each states a figure, what lacks, or what somebody wrote.
"""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.plan.assessment import report_ahead, report_indicators, report_tasks, report_works
from huanzhi.plan.assessment.assessment import Assessment, Kind
from huanzhi.plan.assessment.queries import latest_of, newest
from huanzhi.plan.assessment.reporting import Told, count, points
from huanzhi.plan.assessment.since import content_today
from huanzhi.plan.assessment.words import level_words, said
from huanzhi.plan.models import Document
from huanzhi.plan.reports.blocks import Block, heading, note, paragraph, report

SECTIONS = (report_indicators, report_tasks, report_works)


def gather_mid_term(document: Document, year: int, **options: Any) -> dict[str, Any]:
    """The report of the mid-term evaluation of a year; LookupError while nothing is computed."""
    return gather(document, year, kind=Kind.MID_TERM, **options)


def gather_final(document: Document, year: int, **options: Any) -> dict[str, Any]:
    """The report of the final assessment."""
    return gather(document, year, kind=Kind.FINAL, **options)


def gather(
    document: Document,
    year: int,
    *,
    kind: str = Kind.MID_TERM,
    assessment: Assessment | None = None,
    issuer: str = "",
    to: str = "",
    number: str = "",
    day: str = "",
    fresh: bool = False,
    **_options: Any,
) -> dict[str, Any]:
    """The report of an assessment as plain blocks: of the one given, else of the newest of that kind and year."""
    held = assessment or latest_of(document, kind, year)
    found = newest(held) if held else None
    if held is None or found is None:
        raise LookupError(f"no computed {kind} assessment of {year}: compute one first")
    calculation, content = found
    content = content_today(calculation) if fresh else content
    told = Told(held, calculation, content)
    blocks = [*_overall(told)]
    for section in SECTIONS:
        blocks += section.blocks(told)
    blocks += report_ahead.problems(told) + report_ahead.proposals(told)
    title = (
        _("Final assessment of %(plan)s") if held.kind == Kind.FINAL else _("Mid-term evaluation of %(plan)s")
    )
    if held.kind == Kind.ANNUAL:
        title = _("Assessment of %(plan)s in the year")
    return report(
        held.kind,
        title % {"plan": document.title},
        [*blocks, *report_tasks.annex(told)],
        issuer=issuer,
        number=number or held.number,
        day=day or calculation.computed_at.date().isoformat(),
        to=to,
        attachments=[_("Tasks by organisation")],
        simulated=told.simulated,
    )


def _overall(told: Told) -> list[Block]:
    """一、规划实施总体情况."""
    counts, result = told.result["counts"], told.result["overall"]
    inputs, verdicts, states = told.inputs, counts["indicators"], counts["tasks"]
    blocks = [
        heading(_("The execution of the plan as a whole")),
        paragraph(
            _("The plan runs from %(first)s to %(last)s. ")
            % {"first": inputs["first_year"], "last": inputs["last_year"]},
            _("It has "),
            count(told, len(inputs["indicators"]), "", "indicators", "indicators"),
            _(" indicators, "),
            count(told, len(inputs["tasks"]), "", "tasks", "tasks"),
            _(" tasks and "),
            count(told, len(inputs["works"]), "", "works", "organisations"),
            _(" works. This report states what the records show as of %(day)s.") % {"day": inputs["cut_off"]},
        ),
        paragraph(
            _("Of the indicators "),
            count(told, verdicts["met"], "", "met", "indicators"),
            _(" are met in the year, "),
            count(told, verdicts["not_met"], "", "not-met", "indicators"),
            _(" are not met, "),
            count(told, verdicts["cannot"], "", "cannot", "indicators"),
            _(" cannot be computed, and "),
            count(told, verdicts["qualitative"], "", "in-words", "indicators"),
            _(" are in words without a finding."),
        ),
        paragraph(
            _("Of the tasks "),
            count(told, states["done"], "", "done", "tasks"),
            _(" are reported done, "),
            count(told, states["underway"], "", "underway", "tasks"),
            _(" under way, "),
            count(told, states["held_up"], "", "held-up", "tasks"),
            _(" held up; "),
            count(told, states["unreported"], "", "unreported", "tasks"),
            _(" were asked about and not reported, "),
            count(told, states["unasked"], "", "unasked", "tasks"),
            _(" were neither asked about nor reported. For "),
            count(told, counts["proved"], "", "proved", "tasks"),
            _(" there is evidence on record."),
        ),
        *_score(told, result),
    ]
    if told.simulated:
        blocks.append(note(_("Figures marked as simulated come from a demonstration and were not measured.")))
    return blocks


def _score(told: Told, overall: dict[str, Any]) -> list[Block]:
    rules = told.content["rules"]
    words = level_words(overall["level"], rules)
    said_: list[Any] = [
        _("By the edition “%(rules)s” ") % {"rules": said(rules)},
        count(told, overall["covers"], "%", "covers", "indicators"),
        _(" of what is judged (by weight) could be counted; "),
    ]
    if overall["points_e3"] is None:
        said_.append(_("there is no score."))
    else:
        said_ += [
            _("over that the score is "),
            points(told, overall["points_e3"], "score"),
            _(", level “%(level)s”.") % {"level": words} if words else _("; that is too little for a level."),
        ]
    own = _("No clause prescribes these rules; they are this installation's own choice.")
    sealed = _("Content of the calculation, SHA-256: %(hash)s") % {"hash": told.calculation.sha256}
    return [paragraph(*said_), note(own if rules["grade"] == "own choice" else rules["source"]), note(sealed)]
