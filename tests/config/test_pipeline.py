"""The way of a reading: each step in its rhythm, one step's trouble not the others', outages made good in one go."""

from types import SimpleNamespace

import pytest

from huanzhi.config import pipeline as module
from huanzhi.config.pipeline import NEVER, Arrivals, Pipeline, Step


@pytest.mark.django_db
def test_a_step_that_fails_is_tried_again_later_and_the_others_go_on():
    calls = []

    def fails():
        calls.append("fails")
        raise ValueError("no")

    line = Pipeline([Step("a", 1.0, fails), Step("b", 1.0, lambda: bool(calls.append("goes")))])
    for now in (0.0, 1.0, 2.0, 3.0):
        line.pass_(now)
    assert calls.count("goes") == 4
    assert calls.count("fails") == 2, "after a failure it rests for longer"


def test_a_step_with_more_to_do_is_due_at_once():
    left = [True, True, False]
    line = Pipeline([Step("a", 60.0, lambda: left.pop(0))])
    assert [line.pass_(0.0), line.pass_(0.0), line.pass_(0.0)] == [True, True, False]
    assert line.pass_(0.0) is False
    assert left == []


def test_a_step_that_comes_once_comes_once():
    calls = []
    line = Pipeline([Step("a", NEVER, lambda: bool(calls.append(1)))])
    line.pass_(0.0)
    line.pass_(1e9)
    assert calls == [1]


def test_nothing_is_recomputed_halfway_through_what_was_held_back(monkeypatch):
    from huanzhi.monitoring.actions import recompute

    clock, done = [100.0], []
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(recompute, "recompute", lambda: done.append(1) or SimpleNamespace(touched=0))
    arrivals = Arrivals()
    passes = SimpleNamespace(late=3, frames=10)
    monkeypatch.setattr(arrivals._unpacker, "run", lambda: passes)
    arrivals.unpack()
    arrivals.recompute()
    assert done == []
    clock[0] += module.HALFWAY
    arrivals.recompute()
    assert done == [1], "it does not wait for ever"
    passes.late = 0
    arrivals.unpack()
    arrivals.recompute()
    assert done == [1, 1]
