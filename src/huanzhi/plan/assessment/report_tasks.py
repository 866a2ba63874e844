"""三、重点任务进展 by chapter, and the annex of tasks by organisation."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.plan.assessment.reporting import DASH, Found, Told, count
from huanzhi.plan.assessment.words import TASK_STATES
from huanzhi.plan.models import RoleKind
from huanzhi.plan.reports.blocks import Block, heading, note, number, paragraph, table, text
from huanzhi.plan.reports.blocks import annex as begin_annex

WORDS = 160  # characters of a department's report that stand in a table


def blocks(told: Told) -> list[Block]:
    """The whole section: each chapter in a sentence and a table of what was reported."""
    found: list[Block] = [heading(_("How the tasks go"))]
    chapters = _chapters(told)
    by_chapter: dict[int, list[tuple[Found, Found]]] = {}
    for pair in told.tasks:
        by_chapter.setdefault(pair[0]["chapter"], []).append(pair)
    for chapter, pairs in by_chapter.items():
        found += _chapter(told, chapter, chapters.get(chapter, ""), pairs)
    return found


def _chapters(told: Told) -> dict[int, str]:
    """Titles of chapters by number, from the plan's outline."""
    return {row["chapter"]: row["title"] for row in told.assessment.document.outline if row["level"] == 1}


def _chapter(told: Told, chapter: int, title: str, pairs: list[tuple[Found, Found]]) -> list[Block]:
    states = Counter(result["state"] for _item, result in pairs)
    words = _("Chapter %(n)s") % {"n": chapter} + (f" {title}" if title else "")
    parts: list[Any] = [count(told, len(pairs), "", f"chapter-{chapter}-tasks", "tasks"), _(" tasks: ")]
    for state in TASK_STATES:
        if states[state]:
            name = f"chapter-{chapter}-{state}"
            parts += [
                f"{TASK_STATES[state]} ", count(told, states[state], "", name, "tasks"), "; "
            ]  # fmt: skip
    parts[-1] = _(".")
    found = [heading(words, 2), paragraph(*parts)]
    rows = [_row(told, item, result) for item, result in pairs if item["report"]]
    if rows:
        head = [_("No."), _("Task"), _("Who answers"), _("State"), _("As reported")]
        found.append(table(_("Tasks with a report"), head, rows, [8, 26, 18, 14, 34]))
    if any(item["known"] == "later" for item, _result in pairs):
        found.append(note(_("* first reported after the cut-off.")))
    return found


def _row(told: Told, item: Found, result: Found) -> list[Any]:
    mark = "*" if item["known"] == "later" else ""
    answering = [code for code, role in item["roles"] if role != RoleKind.SUPPORTING]
    words = item["report"]
    return [
        item["code"],
        item["title"],
        told.bodies(answering),
        f"{TASK_STATES[result['state']]}{mark}",
        words if len(words) <= WORDS else words[:WORDS] + "…",
    ]


def annex(told: Told) -> list[Block]:
    """附表: the tasks of each organisation, with its own counts."""
    found: list[Block] = [begin_annex(_("Annex: tasks by organisation"))]
    pairs = {code: [] for code in told.names}  # type: dict[str, list[tuple[Found, Found, str]]]
    for item, result in told.tasks:
        for code, role in item["roles"]:
            if role != RoleKind.SUPPORTING and code in pairs:
                pairs[code].append((item, result, role))
    for body in told.result["organisations"]:
        rows = [
            [item["code"], item["title"], str(RoleKind(role).label), str(TASK_STATES[result["state"]])]
            for item, result, role in pairs[body["code"]]
        ]
        if not rows:
            continue
        found.append(heading(told.names[body["code"]], 2))
        found.append(paragraph(*_counts(told, body)))
        found.append(table("", [_("No."), _("Task"), _("Part"), _("State")], rows, [10, 56, 14, 20]))
    return found


def _counts(told: Told, body: Found) -> list[Any]:
    counts, code = body["counts"], body["code"]
    page = told.address("organisations")

    def of(part: str, whole: str) -> Any:
        return number(f"{counts[part]}/{counts[whole]}", "", page, f"{code}-{part}")

    said = [_("Tasks done "), of("done", "tasks"), _(", under way "), of("underway", "tasks")]
    said += [_("; indicators met "), of("met", "indicators")]
    if counts["asked"]:
        said += [_("; rounds late or unanswered "), of("late", "asked")]
    if counts["rectification"]:
        said += [_("; rectified "), of("closed", "rectification")]
    return text(*said, _(".")) if counts["tasks"] else [DASH]
