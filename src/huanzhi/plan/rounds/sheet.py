"""A department's sheet of a round as a spreadsheet 填报表: filled in elsewhere, taken back whole or not at all."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.kit.spreadsheets import Row, to_xlsx
from huanzhi.plan.models import Answer, Asked, Target, TaskState

COLUMNS = {
    "task": gettext_lazy("number"),
    "title": gettext_lazy("task"),
    "before": gettext_lazy("last time"),
    "state": gettext_lazy("state"),
    "done": gettext_lazy("what was done"),
    "quantities": gettext_lazy("quantities reached"),
    "blocker": gettext_lazy("what is in the way"),
    "asks": gettext_lazy("who must help"),
    "next_step": gettext_lazy("next step"),
    "next_on": gettext_lazy("next step by"),
}
GIVEN = ("state", "done", "blocker", "asks", "next_step", "next_on")


class Unfit(ValueError):
    """A sheet that is not taken; every line names row, column and value."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def written(rows: Iterable[Asked]) -> bytes:
    """The sheet with a row for each of these; the columns that the department fills are those after “last time”."""
    head = [str(words) for words in COLUMNS.values()]
    lines = []
    for row in rows:
        newest = next(iter(row.answers.all()), None)
        said = {name: str(getattr(newest, name) or "") for name in GIVEN} if newest else {}
        if newest:
            said["state"] = str(TaskState(newest.state).label)
        said |= {"task": row.task.code, "title": row.task.title, "before": str(row.before.get("done", ""))}
        said["quantities"] = _numbers(row, newest)
        lines.append([said.get(name, "") for name in COLUMNS])
    return to_xlsx(head, lines)


def targets_of(asked: Asked) -> list[Target]:
    """The targets of a task that a number can be said for."""
    return [target for target in asked.task.targets.all() if target.value is not None]


def _numbers(asked: Asked, newest: Answer | None) -> str:
    """A line for each target: its words, an equals sign, and the number where one was said."""
    said = {one["target"]: one["value"] for one in newest.quantities} if newest else {}
    return "\n".join(f"{target.text} = {said.get(target.text, '')}".strip() for target in targets_of(asked))


def _quantities(text: str, asked: Asked) -> list[dict[str, str]]:
    """The numbers of such lines; LookupError with the words that are no target of this task."""
    units = {target.text: target.unit for target in targets_of(asked)}
    found = []
    for line in filter(str.strip, text.splitlines()):
        words, equals, value = (part.strip() for part in line.rpartition("="))
        if not equals or words not in units:
            raise LookupError(line.strip())
        if value:
            found.append({"target": words, "value": value, "unit": units[words]})
    return found


def read(lines: list[Row], asked: dict[str, Asked]) -> list[tuple[int, Asked, dict[str, Any]]]:
    """The rows that say something, each with what it is asked and the words of an answer; Unfit names what is wrong."""
    names = {str(words): key for key, words in COLUMNS.items()}
    found, wrong, taken = [], [], dict[str, int]()
    for number, cells in lines:
        said = {names[head]: text for head, text in cells.items() if head in names}
        if not any(said.get(name) for name in GIVEN):
            continue
        code = said.get("task", "")
        try:
            if code not in asked:
                raise _Wrong("task", code, _("is not asked of your department in this round"))
            if code in taken:
                raise _Wrong("task", code, _("stands in row %(row)s already") % {"row": taken[code]})
            taken[code] = number
            found.append((number, asked[code], _words(said, asked[code])))
        except _Wrong as error:
            wrong.append(_line(number, *error.args))
    if wrong:
        raise Unfit(wrong)
    if not found:
        raise Unfit([_("no row says anything: fill in “%(state)s” and “%(done)s”") % {
            "state": COLUMNS["state"], "done": COLUMNS["done"],
        }])  # fmt: skip
    return found


class _Wrong(ValueError):
    """Column, value, why."""


def _words(said: dict[str, str], asked: Asked) -> dict[str, Any]:
    """A row as the words of an answer."""
    states = {str(label): str(value) for value, label in TaskState.choices} | {v: v for v in TaskState.values}
    words: dict[str, Any] = {name: said.get(name, "") for name in GIVEN}
    if words["state"] not in states:
        why = _("is none of %(all)s") % {"all": "、".join(str(label) for label in TaskState.labels[1:])}
        raise _Wrong("state", words["state"], why)
    words["state"] = states[words["state"]]
    try:
        words["next_on"] = date.fromisoformat(words["next_on"]) if words["next_on"] else None
    except ValueError:
        raise _Wrong("next_on", words["next_on"], _("is no day like 2026-01-31")) from None
    try:
        words["quantities"] = _quantities(said.get("quantities", ""), asked)
    except LookupError as error:
        raise _Wrong("quantities", error.args[0], _("begins with no target of this task")) from None
    return words


def _line(number: int, column: str, value: str, why: str) -> str:
    return _("row %(n)s, %(column)s: “%(value)s” %(why)s") % {
        "n": number, "column": COLUMNS[column], "value": value, "why": why,
    }  # fmt: skip
