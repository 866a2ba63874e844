"""Verbs of rectification 督察整改: rounds, items on their way to being written off, letters."""

from huanzhi.plan.actions.rectification.closing import check_close, propose_close
from huanzhi.plan.actions.rectification.ending import publish_close, reopen_item, write_off
from huanzhi.plan.actions.rectification.rounds import mark_repeat, save_inspection_round, take_rounds
from huanzhi.plan.actions.rectification.taking import take_item

__all__ = [
    "check_close",
    "mark_repeat",
    "propose_close",
    "publish_close",
    "reopen_item",
    "save_inspection_round",
    "take_item",
    "take_rounds",
    "write_off",
]
