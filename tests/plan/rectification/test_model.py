"""The way of an item, walked as a model: in every state every person tries every verb, and only what is right goes.

What is right is written down here by hand, beside the table and the rules of the verbs.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.plan.rectification.conftest import NOW, tick

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rectification import (
    check_close,
    propose_close,
    publish_close,
    reopen_item,
    take_item,
    write_off,
)
from huanzhi.plan.models import ItemStep, RectificationItem
from huanzhi.plan.rectification.flow import flow
from huanzhi.plan.rectification.item import ItemState

LATER = NOW + timedelta(days=40)
PLANNERS = {"planner", "houseplanner"}
# In which state who may: fixer proposed, planner checked first, inspector second.
RIGHT = {
    ("listed", "take"): PLANNERS,
    ("underway", "propose"): {"planner", "fixer", "housing", "houseplanner"},
    ("proposed", "pass"): {"planner"},
    ("proposed", "fail"): {"planner"},
    ("checked", "pass"): {"inspector"},
    ("checked", "fail"): {"inspector"},
    ("confirmed", "publish"): PLANNERS,
    ("confirmed", "reopen"): PLANNERS,
    ("published", "write-off"): PLANNERS,
    ("published", "reopen"): PLANNERS,
    ("written_off", "reopen"): PLANNERS,
}
WAY = [("take", "planner"), ("propose", "fixer"), ("pass", "planner"), ("pass", "inspector"),
       ("publish", "planner"), ("write-off", "planner")]  # fmt: skip


def act(verb, actor, item, show):
    return {
        "take": lambda: take_item(actor, item, now=tick()),
        "propose": lambda: propose_close(actor, item, "Covered", show(), now=tick()),
        "pass": lambda: check_close(actor, item, True, "seen", show(), now=tick()),
        "fail": lambda: check_close(actor, item, False, "still open", show(), now=tick()),
        "publish": lambda: publish_close(actor, item, "phone 1", now=tick()),
        "write-off": lambda: write_off(actor, item, "No. 7", now=LATER),
        "reopen": lambda: reopen_item(actor, item, "it lies open again", now=LATER),
    }[verb]()


class _Back(Exception):
    """Whatever was tried is taken back."""


def went(verb, actor, item, show) -> bool:
    """Whether the step can be taken; nothing of it stays. What is refused has written nothing."""
    entries, done = Entry.objects.count(), False
    try:
        with transaction.atomic():
            act(verb, actor, item, show)
            done = True
            raise _Back
    except (_Back, NotAllowed, Refused):
        assert Entry.objects.count() == entries
    return done


def test_in_every_state_only_the_right_people_take_the_right_steps(people, item, show):
    verbs = sorted({verb for _state, verb in RIGHT})
    tried, wrong, states = 0, [], []
    for verb, who in [*WAY, (None, None)]:
        item = RectificationItem.objects.get(pk=item.pk)
        states.append(item.state)
        for other in verbs:
            for name, actor in people.items():
                tried += 1
                right = name in RIGHT.get((item.state, other), set())
                if went(other, actor, item, show) != right:
                    wrong.append(f"{item.state}: {name} {other}, should be {right}")
        if verb:
            act(verb, people[who], item, show)
    assert wrong == []
    assert states == ["listed", "underway", "proposed", "checked", "confirmed", "published", "written_off"]
    assert tried == 7 * 7 * 6


def test_the_table_is_sound():
    table = flow()
    assert set(table.states) == set(ItemState.values) == table.reached() == table.leading_to_an_end()
    pairs = [(step.verb, step.start) for step in table.steps]
    assert len(pairs) == len(set(pairs))
    assert {step.start for step in table.steps if step.end == "confirmed"} == {"checked"}
    assert {step.start for step in table.steps if step.end == "checked"} == {"proposed"}
    assert {step.start for step in table.steps if step.end == "written_off"} == {"published"}


def test_no_way_leads_to_the_end_without_two_checks_of_two_bodies(people, item, show):
    """Every way of at most six steps that anybody may take: what is written off was checked by two bodies."""
    ends = 0

    def walk(item, depth):
        nonlocal ends
        if item.state == "written_off":
            ends += 1
            steps = list(ItemStep.objects.filter(item=item).order_by("pk"))
            last = max(n for n, step in enumerate(steps) if step.verb == "plan.propose-close")
            checks = [step for step in steps[last:] if step.verb == "plan.check-close"]
            assert [step.data["level"] for step in checks] == [1, 2]
            assert len({steps[last].actor_user_id, *(step.actor_user_id for step in checks)}) == 3
            assert checks[1].organisation not in item.bodies
            assert item.case.state == "closed"
            return
        if not depth:
            return
        for (state, verb), names in RIGHT.items():
            if state != item.state or verb == "reopen":
                continue
            for name in sorted(names):
                try:
                    with transaction.atomic():
                        act(verb, people[name], RectificationItem.objects.get(pk=item.pk), show)
                        walk(RectificationItem.objects.get(pk=item.pk), depth - 1)
                        raise _Back
                except (_Back, NotAllowed):
                    pass

    walk(RectificationItem.objects.get(pk=item.pk), 6)
    assert ends == 2 * 3 * 1 * 1 * 2 * 2  # three proposers leave planner as the lead's other person

    # a failed second check begins a new turn
    for verb, who in [*WAY[:3], ("fail", "inspector")]:
        act(verb, people[who], RectificationItem.objects.get(pk=item.pk), show)
    held = RectificationItem.objects.get(pk=item.pk)
    assert (held.state, held.case.state) == ("underway", "accepted")


def test_a_log_stays(people, taken):
    from django.db.utils import InternalError, ProgrammingError

    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        ItemStep.objects.filter(item=taken).update(note="x")
