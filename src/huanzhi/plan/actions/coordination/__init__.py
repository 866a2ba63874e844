"""Verbs of coordination 协调: raise a problem, call and hold a meeting with its agenda, decide, settle."""

from huanzhi.plan.actions.coordination.deciding import Task, decide
from huanzhi.plan.actions.coordination.meetings import call_meeting, hold_meeting, keep_minutes, set_agenda
from huanzhi.plan.actions.coordination.problems import raise_problem, settle_problem

__all__ = [
    "Task",
    "call_meeting",
    "decide",
    "hold_meeting",
    "keep_minutes",
    "raise_problem",
    "set_agenda",
    "settle_problem",
]
