"""The table of problems is sound, and the program does nothing that the table does not say."""

import itertools

import pytest
from tests.plan.coordination.conftest import DAY, NOW

from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.coordination.problems import moved
from huanzhi.plan.coordination.flow import flow
from huanzhi.plan.coordination.problem import Problem, ProblemState

VERBS = ("plan.set-agenda", "plan.leave-agenda", "plan.decide", "plan.defer", "plan.settle-problem")


def test_every_state_is_reached_and_leads_to_the_end():
    assert set(flow().states) == set(ProblemState.values)
    assert flow().reached() == flow().leading_to_an_end() == set(ProblemState.values)
    assert {step.verb for step in flow().steps} == set(VERBS)
    pairs = [(step.verb, step.start) for step in flow().steps]
    assert len(pairs) == len(set(pairs))
    assert {step.start for step in flow().steps if step.end == "settled"} == {"decided"}


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(VERBS, ProblemState.values)))
def test_each_verb_from_each_state_does_what_the_table_says(bodies, verb, state):
    settled = {"settled_at": NOW} if state == "settled" else {}
    item = Problem.objects.create(
        title=str(DAY), organisation=bodies["EPB"], state=state, raised_at=NOW, **settled
    )
    step = flow().step(verb, state)
    if step is None:
        with pytest.raises(Refused, match="leads nowhere"):
            moved(item, verb, "open")
    else:
        assert moved(item, verb, "open").state == (step.end or "open")
