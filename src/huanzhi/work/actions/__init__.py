"""Verbs of work. Who may take which step is data (`flow.toml`, `kinds.toml`, roles)."""

from typing import Any

from huanzhi.work.actions.advancing import WrongStep
from huanzhi.work.actions.escalating import escalate, escalate_overdue
from huanzhi.work.actions.handing import assign, hand_over, hand_over_many
from huanzhi.work.actions.joining import Part, merge, split, unmerge
from huanzhi.work.actions.opening import Finding, open_case, open_found
from huanzhi.work.actions.steps import accept, refuse, reopen, report_done, return_case, verify
from huanzhi.work.actions.timing import decide_extension, request_extension, resume, suspend

_STEPS: tuple[Any, ...] = (
    accept,
    assign,
    decide_extension,
    hand_over,
    merge,
    refuse,
    reopen,
    report_done,
    request_extension,
    resume,
    return_case,
    split,
    suspend,
    unmerge,
    verify,
)
VERBS: dict[str, Any] = {step.verb: step for step in _STEPS}

__all__ = [
    "VERBS",
    "Finding",
    "Part",
    "WrongStep",
    "accept",
    "assign",
    "decide_extension",
    "escalate",
    "escalate_overdue",
    "hand_over",
    "hand_over_many",
    "merge",
    "open_case",
    "open_found",
    "refuse",
    "reopen",
    "report_done",
    "request_extension",
    "resume",
    "return_case",
    "split",
    "suspend",
    "unmerge",
    "verify",
]
