"""Two findings of one thing are joined and can be taken apart; one finding of several things is split."""

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.work.actions import (
    Finding,
    Part,
    WrongStep,
    accept,
    merge,
    open_found,
    report_done,
    split,
    unmerge,
)
from huanzhi.work.models import Case, State
from huanzhi.work.queries import alike
from huanzhi.work.similarity import compare, distance

pytestmark = pytest.mark.django_db


@pytest.fixture
def fires(bodies):
    def fire(number, lon, lat):
        found = Finding("fire-point", f"火点 {number}", f"fire:{number}", "1", {}, lon, lat)
        return open_found(SYSTEM("t"), found, bodies[0])

    return [fire(1, "125.300000", "43.800000"), fire(2, "125.301000", "43.800000"), fire(3, "125.4", "43.9")]


def test_likeness_is_explained(fires):
    one, near, far = (Case.objects.get(pk=case.pk) for case in fires)
    assert distance(one, near) == pytest.approx(80.3, abs=0.3)  # 0.001° of longitude at 43.8° N
    told = compare(one, near)
    assert told.score == sum(points for _text, points in told.reasons)
    assert told.score > compare(one, far).score
    assert any("80" in text for text, _points in told.reasons)


def test_the_likeliest_is_offered(fires, user):
    one, near, _far = (Case.objects.get(pk=case.pk) for case in fires)
    assert [case for case, _likeness in alike(one, user("planner"))] == [near]


@pytest.fixture(autouse=True)
def everybody(people):
    return people


def test_joined_and_taken_apart(fires, people):
    one, near, _far = fires
    accept(people["worker"], near)
    merge(people["planner"], near, one, "the same field")
    held = Case.objects.get(pk=near.pk)
    assert (held.state, held.merged_into, held.clock_at) == (State.MERGED, one, None)
    assert held.steps.last().data["likeness"]["score"] > 0
    with pytest.raises(WrongStep, match="leads nowhere"):
        report_done(people["worker"], near, "x")
    unmerge(people["planner"], near, "another field after all")
    held = Case.objects.get(pk=near.pk)
    assert (held.state, held.merged_into) == (State.ACCEPTED, None)
    assert held.clock_at == held.due_at


def test_what_cannot_be_joined(fires, people):
    one, near, far = fires
    with pytest.raises(WrongStep, match="cannot go on in"):
        merge(people["planner"], one, one, "x")
    merge(people["planner"], near, one, "same")
    with pytest.raises(WrongStep, match="which is joined to another"):
        merge(people["planner"], far, near, "x")
    with pytest.raises(WrongStep, match="carries others"):
        merge(people["planner"], one, far, "x")


def test_split_it_waits_for_its_parts(fires, people, bodies):
    case = fires[0]
    accept(people["worker"], case)
    with pytest.raises(WrongStep, match="at least two parts"):
        split(people["planner"], case, [Part("north", bodies[0])], "two owners")
    made = split(people["planner"], case, [Part("north", bodies[0]), Part("south", bodies[1])], "two owners")
    assert [one.organisation.code for one in made] == ["EPB", "HOUSE"]
    assert {one.split_from for one in made} == {case}
    with pytest.raises(WrongStep, match=f"waits for its parts: .*{made[0].number}"):
        report_done(people["worker"], case, "all done")
