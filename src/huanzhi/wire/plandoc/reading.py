"""From a plan file to everything that can be read in it."""

import re
from dataclasses import replace
from pathlib import Path

from huanzhi.wire.plandoc import (
    comparison,
    indicators,
    organisations,
    outline,
    projects,
    questions,
    targets,
    tasks,
)
from huanzhi.wire.plandoc.shape import PlanText
from huanzhi.wire.plandoc.source import PlanUnreadable, file_bytes, text_of

TITLE = re.compile(r"《([^》\n]*规划[^》\n]*)》")
HEAD = re.compile(r"^[^\n。，]{0,60}规划$", re.MULTILINE)
PLAN_NO = re.compile(r"[“\"]?(十[一二三四五六七八九]?)五[”\"]?")
RANGE = re.compile(r"(20\d\d)\s*[-—－–~～至]+\s*(20\d\d)\s*年")


def read_file(path: Path | str) -> PlanText:
    """The plan in a `.txt` or `.docx` file. Raises PlanUnreadable, which names the file and the reason."""
    path = Path(path)
    return read_bytes(file_bytes(path), path.name)


def read_bytes(data: bytes, name: str = "plan") -> PlanText:
    """The plan in a file's bytes; `name` stands in messages. Raises PlanUnreadable."""
    text, remarks = text_of(data, name)
    return read_text(text, name, remarks)


def read_text(text: str, name: str = "plan", remarks: list[str] | None = None) -> PlanText:
    """The plan in a text without bookmarks; offsets of everything found count its characters.

    Raises PlanUnreadable when the text has no chapters, no tasks and no indicators: then it is no plan.
    """
    lines, headings = outline.walk(text)
    title, period = _title(text), _period(text)
    if period is None:
        raise PlanUnreadable(
            f"{name}: no period such as 十四五 or 2021—2025年 in it; is it a five-year plan?"
        )
    try:
        found, rows = indicators.read(lines, period)
    except PlanUnreadable as error:
        raise PlanUnreadable(f"{name}: {error}") from None
    works = tasks.read(lines, period)
    if not found and not works:
        raise PlanUnreadable(
            f"{name}: neither an indicator table nor a task with a responsibility note in it"
        )
    listed = [item.task for item in works]
    settled = [comparison.settle(item, listed) for item in found]
    plan = PlanText(
        text=text,
        title=title,
        period=period,
        outline=headings,
        indicators=settled,
        tasks=listed,
        projects=projects.read(lines),
        milestones=targets.milestones(lines, period),
        organisations=organisations.read(listed),
    )
    return replace(plan, questions=questions.ask(plan, lines, works, rows, remarks or []))


def _title(text: str) -> str:
    """The document's own name: the first 《…规划》, else the first line that ends in 规划."""
    head = HEAD.search(text[:2000])
    named = TITLE.search(text)
    if named:
        return named[1]
    return head[0].strip() if head else text.strip().split("\n")[0][:60]


def _period(text: str) -> tuple[int, int] | None:
    """First and last year: of a printed range, else of the numbered five-year plan (十四五: 2021 to 2025)."""
    if (match := RANGE.search(text[:3000])) and int(match[2]) - int(match[1]) == 4:
        return int(match[1]), int(match[2])
    if match := PLAN_NO.search(text):
        first = 1951 + 5 * outline.number(match[1])
        return first, first + 4
    return None
