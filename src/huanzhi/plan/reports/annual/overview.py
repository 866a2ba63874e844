"""一、总体情况: the year in figures."""

from collections import Counter
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huanzhi.measures.models import Status
from huanzhi.plan.models import TaskState
from huanzhi.plan.reports.annual.told import Told, count
from huanzhi.plan.reports.blocks import Block, filled, heading, note, paragraph


def blocks(told: Told) -> list[Block]:
    """How many indicators and tasks stand how; what is invented says so."""
    found = [heading(_("The year as a whole")), _indicators(told), _tasks(told)]
    if told.simulated:
        found.append(note(_("Readings, cases, works and people of this demonstration are invented.")))
    return found


def _indicators(told: Told) -> Block:
    stand = Counter(row.status for row in told.standings[told.year])
    page = f"/desk/indicators/?year={told.year}"

    def of(status: Status) -> Any:
        label = _("indicators: %(state)s") % {"state": status.label}
        return count(stand[status], "", page, f"indicators-{status}", label)

    said = _(
        "As of {day}, of the {all} indicators of the plan {on} are on track, {risk} at risk and {off} off track; "
        "{cannot} cannot be computed yet."
    )
    return paragraph(
        *filled(
            said,
            day=date_format(told.last_day, "DATE_FORMAT"),
            all=count(len(told.standings[told.year]), "", page, "indicators", _("indicators of the plan")),
            on=of(Status.ON_TRACK),
            risk=of(Status.AT_RISK),
            off=of(Status.OFF_TRACK),
            cannot=of(Status.CANNOT),
        )
    )


def _tasks(told: Told) -> Block:
    states = Counter(task.state for task in told.tasks)
    page = "/desk/tasks/"

    def of(state: TaskState) -> Any:
        label = _("tasks: %(state)s") % {"state": state.label}
        return count(states[state], "", f"{page}?state={state}", f"tasks-{state}", label)

    said = _(
        "Of its {all} tasks {done} are done, {underway} under way and {held} held up; "
        "{silent} have not been reported on."
    )
    return paragraph(
        *filled(
            said,
            all=count(len(told.tasks), "", page, "tasks", _("tasks of the plan")),
            done=of(TaskState.DONE),
            underway=of(TaskState.UNDERWAY),
            held=of(TaskState.HELD_UP),
            silent=of(TaskState.UNREPORTED),
        )
    )
