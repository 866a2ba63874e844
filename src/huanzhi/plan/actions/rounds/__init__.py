"""Verbs of rounds 调度: open, answer, return, accept, remind, close, open again."""

from huanzhi.plan.actions.rounds.answering import Said, answer
from huanzhi.plan.actions.rounds.closing import close_round
from huanzhi.plan.actions.rounds.following import follow_inputs
from huanzhi.plan.actions.rounds.judging import accept, accept_many, reopen, return_answer
from huanzhi.plan.actions.rounds.opening import Scope, open_round, preview
from huanzhi.plan.actions.rounds.reminding import remind

__all__ = [
    "Said", "Scope", "accept", "accept_many", "answer", "close_round", "follow_inputs", "open_round", "preview",
    "remind", "reopen", "return_answer",
]  # fmt: skip
