"""Tasks: every paragraph that ends with a responsibility note."""

import re
from collections import Counter
from dataclasses import dataclass

from huanzhi.wire.plandoc import notes, targets
from huanzhi.wire.plandoc.notes import Note
from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Task

LEAD_IN = re.compile(r"^([^。，；：]{4,32})。")
FIRST_CLAUSE = re.compile(r"^[^。，；：]+")


@dataclass(frozen=True)
class Found:
    """A task with the note and the line it was read from; `led_in` says that it carries its own title."""

    task: Task
    note: Note
    line: Line
    led_in: bool


def read(lines: list[Line], period: tuple[int, int]) -> list[Found]:
    """Every task in order; supporters that a note makes standing are added to it and to all after it."""
    marked = [(line, at) for line in lines if line.chapter and (at := notes.at_end(line.text))]
    alone = Counter((line.chapter, line.section, line.part) for line, _ in marked)
    standing: list[str] = []
    found: list[Found] = []
    for line, (cut, words) in marked:
        note = notes.parse(words)
        standing = note.standing or standing
        body = line.text[:cut]
        title, led_in = _title(body.strip(), line, alone[line.chapter, line.section, line.part] == 1)
        supporting = list(dict.fromkeys([*note.supporting, *standing]))
        offset = line.start + len(line.text) - len(line.text.lstrip())
        task = Task(
            id=f"T{len(found) + 1:03d}",
            chapter=line.chapter,
            section=line.section,
            title=title,
            lead=note.lead,
            responsible=note.responsible,
            supporting=supporting,
            targets=targets.of_task(body.strip(), period[0]),
            start=offset,
            end=line.start + len(line.text.rstrip()),
        )
        found.append(Found(task, note, line, led_in))
    return found


def _title(body: str, line: Line, alone: bool) -> tuple[str, bool]:
    """The lead-in; without one the heading when the task stands alone under it, else the first clause."""
    if match := LEAD_IN.match(body):
        return match[1], True
    if alone and line.heading:
        return line.heading, False
    clause = FIRST_CLAUSE.match(body)
    return (clause[0] if clause else body[:30]).strip(), False
