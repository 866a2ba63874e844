"""Tasks with the state they were known to be in at the cut-off, or were first said to be in after it."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from huanzhi.ledger.models import Entry
from huanzhi.plan.assessment.inputs.asked import Accepted, accepted, asked_about, end_of
from huanzhi.plan.models import Document, TaskState
from huanzhi.plan.queries import roles_with_bodies

AT_CUT_OFF, LATER, NEVER = "cut-off", "later", "never"


def tasks(document: Document, cut_off: date) -> list[dict[str, Any]]:
    """Every task of the plan. `known`: whether its state was reported by the cut-off, only later, or never.

    An answer accepted in a round goes first; else the ledger says what was reported when. A state that only
    today's record has is marked as told later. `asked`: how often a round asked about it by then.
    """
    rows = document.tasks.prefetch_related(roles_with_bodies())
    said = _by_cut_off(rows.model, [str(row.pk) for row in rows], cut_off)
    answers, often = accepted(document, cut_off), asked_about(document, cut_off)
    return [
        _plain(row, said.get(str(row.pk)), answers.get(row.pk)) | {"asked": often[row.pk]} for row in rows
    ]


def _by_cut_off(model: type[Model], keys: list[str], cut_off: date) -> dict[str, Entry]:
    """The last report of each task up to the cut-off's end, as the ledger has it."""
    rows = Entry.objects.filter(
        subject_type=model._meta.label_lower,
        subject_id__in=keys,
        after__has_key="state",
        at__lt=end_of(cut_off),
    )
    return {row.subject_id: row for row in rows.order_by("seq")}


def _plain(task: Any, said: Entry | None, answer: Accepted | None) -> dict[str, Any]:
    state, report, day = task.state, task.report, task.reported_at
    known = LATER if state != TaskState.UNREPORTED else NEVER
    if answer is not None and answer.in_time and (said is None or answer.at >= said.at):
        known, state, report, day = AT_CUT_OFF, answer.state, answer.report, answer.at
    elif said is not None and said.after is not None:
        known, state, day = AT_CUT_OFF, said.after["state"], said.at
        report = said.after.get("report", "")
    return {
        "code": task.code,
        "title": task.title,
        "chapter": task.chapter,
        "section": task.section,
        "roles": [[role.organisation.code, role.role] for role in task.roles.all()],
        "state": state,
        "known": known,
        "reported_on": timezone.localdate(day).isoformat() if day else "",
        "report": report,
        "evidence": answer.files if answer is not None and (answer.in_time or known == LATER) else 0,
    }
