"""The table of every kind is sound: reached, no dead ends, an owner and a clock in every state."""

from dataclasses import replace

import pytest

from huanzhi.work.actions import VERBS
from huanzhi.work.case import ENDS, State
from huanzhi.work.flow import faults, flow
from huanzhi.work.kinds import CLOCKS, kinds, read
from huanzhi.work.words import STEPS


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_every_kind_is_sound(kind):
    assert list(faults(kind.flow, frozenset(VERBS), CLOCKS)) == []
    assert set(kind.evidence) <= set(VERBS)
    assert [rung.to for rung in kind.escalate]
    for state, row in kind.flow.states.items():
        assert row.end or kind.clock(state).amount > 0


def test_the_table_and_the_program_name_the_same():
    assert set(flow().states) == set(State.values)
    assert {code for code, state in flow().states.items() if state.end} == set(ENDS)
    assert set(VERBS) | {"work.open-case"} == set(STEPS)
    assert {step.verb for step in flow().steps} == set(VERBS)


@pytest.mark.parametrize("gone", sorted(VERBS))
def test_a_table_without_a_verb_is_found_out_where_it_matters(gone):
    """Without these there is a state never reached, a dead end, or an owner who can do nothing."""
    told = list(faults(flow().only(frozenset(VERBS) - {gone}), frozenset(VERBS), CLOCKS))
    needed = {"work.assign", "work.accept", "work.report-done", "work.verify", "work.suspend", "work.resume"}
    assert bool(told) == (gone in needed | {"work.merge"})


def test_what_is_wrong_is_said():
    table = flow()
    closing = replace(table.step("work.accept", "assigned"), end="closed")
    steps = (*table.steps, closing, replace(closing, verb="work.fly", end="moon"))
    told = set(faults(replace(table, steps=steps), frozenset(VERBS), CLOCKS))
    assert {
        "work.accept closes a case without a re-check",
        "work.accept from assigned stands twice",
        "work.fly: no such verb",
        "work.fly: no state 'moon'",
    } <= told


def test_a_kind_with_a_wrong_clock_is_refused():
    whole = """
[defaults]
verify = "another-person"
evidence = {}
steps = "all"
escalate = []
[defaults.clock]
dispatch = { amount = 1, unit = "days" }
[fire]
zh = "火"
en = "fire"
"""
    with pytest.raises(ValueError, match=r"kind fire: clocks .*accept"):
        read(whole)
