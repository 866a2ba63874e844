"""What a careful reader would ask the plan's owner: one function a kind of question, each with its place."""

import re
from collections.abc import Iterator

from huanzhi.wire.plandoc.comparison import in_words, statements
from huanzhi.wire.plandoc.indicators import Row
from huanzhi.wire.plandoc.organisations import near
from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Indicator, PlanText, Project, Question, Target, Task
from huanzhi.wire.plandoc.sums import sums
from huanzhi.wire.plandoc.tasks import Found
from huanzhi.wire.plandoc.words import subject

PLACE = re.compile(r"(?=([一-鿿]{3}[河沟溪湖泡渠]))")
OF_KIND = re.compile(r"(\d+个[^，。；\d]{0,8}断面)")
BASELINE = re.compile(r"核算.*?(\d+(?:\.\d+)?%)")
CHANGED = re.compile(r"不再|取消|新增|减少至|调整为")


def ask(
    plan: PlanText, lines: list[Line], works: list[Found], rows: list[Row], remarks: list[str]
) -> list[Question]:
    """Every question, in the order of indicators, tasks, works, text, organisations."""
    places = {row.no: (row.line.start, row.line.end) for row in rows}
    found = [
        Question(kind, f"indicator:{item.no}", {"name": item.name, "target": item.target, **more}, *place)
        for item in plan.indicators
        for kind, more, place in _of(item, plan, places[item.no])
    ]
    found += _tasks(works)
    found += _works(plan, lines)
    found += _sections(lines)
    found += sums(lines)
    found += _names(plan)
    return found + [Question("encoding", "document", {"encoding": remark}) for remark in remarks]


def _of(
    item: Indicator, plan: PlanText, row: tuple[int, int]
) -> Iterator[tuple[str, dict[str, str], tuple[int, int]]]:
    """Questions about one indicator: kind, further facts, and the place."""
    if item.assigned:
        yield "assigned-target-unknown", {}, row
    elif item.binding and item.value is None:
        yield "binding-without-number", {}, row
    if item.unit == "%" and item.value is not None and item.value > 100:
        yield "target-over-100", {}, row
    said = statements(item, plan.tasks)
    for task, target in said:
        if item.value is not None and target.value == item.value and (printed := _differs(item, target)):
            yield "comparator-differs", {"printed": printed}, (task.start, task.end)
            break
    if not said and not _owners(item, plan.tasks):
        yield "indicator-without-owner", {}, row


def _owners(item: Indicator, tasks: list[Task]) -> list[Task]:
    about = subject(item.name)
    return [task for task in tasks if any(word in task.title for word in about)]


def _differs(item: Indicator, target: Target) -> str:
    """The words of the text when the table prints another comparison, or none where the text has one."""
    signed = item.target[:1] in "≥≤＞＜><"
    word = in_words(target.text, target.value or 0.0)
    if word and (not signed or word != item.comparator):
        return target.text
    bare = re.search(
        rf"(?:达到|为)\s*{re.escape(_plain(target.value))}\s*[%％]?(?!以上|以下|以内|左右)", target.text
    )
    return target.text if signed and not word and bare else ""


def _plain(value: float | None) -> str:
    return f"{value:g}" if value is not None else ""


def _tasks(works: list[Found]) -> list[Question]:
    """Tasks that several answer for and nobody leads (one question for all), and notes that say less."""
    leaderless = [item.task for item in works if len(item.task.responsible) > 1 and not item.task.lead]
    found = []
    if leaderless:
        facts = {"count": len(leaderless), "ids": "、".join(task.id for task in leaderless)}
        place = leaderless[0].start, leaderless[0].end
        found.append(Question("several-departments-no-lead", "tasks", facts, *place))
    for item in works:
        task, facts = item.task, {"id": item.task.id, "title": item.task.title}
        if not item.note.named_duty:
            found.append(Question("note-without-duty", f"task:{task.id}", facts, task.start, task.end))
        if not task.responsible:
            found.append(Question("missing-responsible", f"task:{task.id}", facts, task.start, task.end))
    return found


def _works(plan: PlanText, lines: list[Line]) -> list[Question]:
    """Works that are named in two places: the same words, or the same stream in two columns."""
    found = []
    for at, work in enumerate(plan.projects):
        for before in plan.projects[:at]:
            if not _same_work(before, work):
                continue
            facts = {"name": work.name, "column": work.column}
            facts |= {"other": before.name, "other_column": before.column}
            line = next((ln for ln in lines if ln.column == work.column and work.name in ln.text), None)
            place = (line.start, line.end) if line else (None, None)
            found.append(Question("work-named-twice", f"project:{work.name}", facts, *place))
    return found


def _same_work(one: Project, other: Project) -> bool:
    """The same words, or two columns that name the same stream and the same thing done to it."""
    if one.name == other.name:
        return True
    places = {place for place in PLACE.findall(one.name) if place in other.name}
    return one.column != other.column and bool(places)


def _sections(lines: list[Line]) -> list[Question]:
    """A baseline computed on another set of sections than its target: the first paragraph that says both."""
    for line in lines:
        counts = list(dict.fromkeys(OF_KIND.findall(line.text)))
        rate = BASELINE.search(line.text)
        if rate and len(counts) > 1 and CHANGED.search(line.text):
            facts = {"value": rate[1], "counts": "、".join(counts)}
            return [Question("baseline-other-set", "sections", facts, line.start, line.end)]
    return []


def _names(plan: PlanText) -> list[Question]:
    """Printings proposed as one body, and bodies with names so near that somebody should say they are two."""
    found = [
        Question("alias-to-confirm", f"organisation:{body.name}", {"alias": alias, "name": body.name})
        for body in plan.organisations
        for alias in body.aliases
    ]
    pairs = near([body.name for body in plan.organisations])
    return found + [
        Question("near-names", f"organisation:{one}", {"name": one, "other": other}) for one, other in pairs
    ]
