"""三、任务落实: by chapter and by department; every task with its last report as an annex."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.plan.models import RoleKind, Task, TaskState
from huanzhi.plan.queries import loads
from huanzhi.plan.reports.annual.told import DASH, Told, count
from huanzhi.plan.reports.blocks import Block, heading, paragraph, table, text
from huanzhi.plan.reports.blocks import annex as annex_of

STATES = (TaskState.DONE, TaskState.UNDERWAY, TaskState.HELD_UP, TaskState.UNREPORTED)


def blocks(told: Told) -> list[Block]:
    """Two tables, and what is held up."""
    heads = [_("Tasks"), *(str(state.label) for state in STATES)]
    found = [
        heading(_("Tasks")),
        heading(_("By chapter"), 2),
        table(_("Tasks by chapter"), [_("Chapter"), *heads], _by_chapter(told), [40, 12, 12, 12, 12, 12]),
        heading(_("By department"), 2),
        table(
            _("Tasks by department"), [_("Department"), _("leads"), *heads], _by_body(told),
            [30, 10, 12, 12, 12, 12, 12],
        ),
    ]  # fmt: skip
    held = [task for task in told.tasks if task.state == TaskState.HELD_UP]
    if held:
        found.append(heading(_("Held up"), 2))
        found += [
            paragraph(f"{task.code}　{task.title}（{_bodies(task)}）：{task.report or DASH}") for task in held
        ]
    return found


def _by_chapter(told: Told) -> list[list[Any]]:
    titles = {part.get("chapter"): part.get("title") for part in _chapters(told)}
    chapters = sorted({task.chapter for task in told.tasks})
    rows = []
    for chapter in chapters:
        states = Counter(task.state for task in told.tasks if task.chapter == chapter)
        title = titles.get(chapter) or _("Chapter %(no)s") % {"no": chapter}
        rows.append([title, *_cells(states, f"/desk/tasks/?chapter={chapter}", f"chapter-{chapter}", title)])
    return rows


def _chapters(told: Told) -> Iterable[dict[str, Any]]:
    """The outline's chapters, as far as it has them."""
    outline = told.document.outline
    return [part for part in outline if isinstance(part, dict) and part.get("level", 1) == 1]


def _by_body(told: Told) -> list[list[Any]]:
    rows = []
    for load in loads(told.document):
        body = load.organisation
        page, name = f"/desk/departments/{body.code}/", f"body-{body.code}"
        leads = count(load.leads, "", page, f"{name}-leads", f"{body.name}：{_('leads')}")
        rows.append([body.name, text(leads), *_cells(Counter(load.states), page, name, body.name)])
    return rows


def _cells(states: Counter[str], page: str, name: str, label: str) -> list[Any]:
    whole = count(sum(states.values()), "", page, name, f"{label}：{_('Tasks')}")
    each = [
        text(count(states[state], "", page, f"{name}-{state}", f"{label}：{state.label}")) if states[state] else DASH
        for state in STATES
    ]  # fmt: skip
    return [text(whole), *each]


def _bodies(task: Task) -> str:
    named = [role.organisation.name for role in task.roles.all() if role.role != RoleKind.SUPPORTING]
    return "、".join(named[:3]) + ("…" if len(named) > 3 else "") or DASH


def annex(told: Told) -> list[Block]:
    """附件: every task, lying sideways."""
    head = [_("No."), _("Task"), _("Who answers"), _("State"), _("Reported on"), _("Last report")]
    rows = [
        [
            task.code,
            task.title,
            _bodies(task),
            str(TaskState(task.state).label),
            f"{timezone.localdate(task.reported_at):%Y-%m-%d}" if task.reported_at else DASH,
            task.report or DASH,
        ]
        for task in told.tasks
    ]
    caption = _("Tasks and how far they are")
    return [annex_of(_("Attachment")), table(caption, head, rows, [7, 26, 22, 9, 12, 34], wide=True)]
