"""Where a finding goes: the first rule that matches, with its reasons; and what rules would have done before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import appoint, save_area
from huanzhi.work.actions import Finding, WrongStep, escalate_overdue, open_case, open_found
from huanzhi.work.models import Case, RoutingRule, State
from huanzhi.work.routing import replay, rules_on

pytestmark = pytest.mark.django_db


def square(west, south, size):
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def areas(bodies, people, user):
    """A district with a town that has a member and one that has none."""
    save_area(SYSTEM("t"), "D", {"name": "District", "level": "district", "geometry": square(125, 43, 1)})
    for code, west in (("T1", 125.1), ("T2", 125.5)):
        values = {"name": code, "level": "town", "parent": "D", "geometry": square(west, 43.1, 0.2)}
        save_area(SYSTEM("t"), code, values)
    from huanzhi.people.models import Area

    found = {area.code: area for area in Area.objects.all()}
    appoint(SYSTEM("t"), found["T1"], user("other"), timezone.localdate())
    return found


def rule(code, **values):
    return RoutingRule.objects.create(code=code, name=code, **values)


def fire(lon, lat, number="1"):
    found = Finding("fire-point", "火点", f"fire:{number}", "1", {"source": "satellite"}, lon, lat)
    return Case.objects.get(pk=open_found(SYSTEM("t"), found).pk)


def test_to_the_member_of_the_cell_and_why(areas, bodies, user):
    rule("R1", order=1, kind="fire-point", grid=True, lead=bodies[0])
    case = fire("125.15", "43.15")
    assert (case.state, case.organisation, case.assignee) == (State.ASSIGNED, bodies[1], user("other"))
    assert (case.area, case.lead) == (areas["T1"], bodies[0])
    told = case.steps.get(verb="work.assign")
    assert told.actor_name == "system"
    assert told.data["rule"] == "R1"
    assert any("T1" in words for words in told.data["because"])


def test_a_vacant_cell_falls_to_the_next_rule(areas, bodies):
    rule("R1", order=1, kind="fire-point", grid=True)
    rule("R2", order=2, organisation=bodies[0])
    case = fire("125.55", "43.15")
    assert (case.organisation, case.assignee) == (bodies[0], None)
    assert case.steps.get(verb="work.assign").data["rule"] == "R2"


def test_the_first_that_matches(areas, bodies):
    rule("R1", order=1, kind="exceedance", organisation=bodies[0])
    rule("R2", order=2, kind="fire-point", area=areas["T2"], organisation=bodies[0])
    rule("R3", order=3, kind="fire-point", finding="source=camera", organisation=bodies[0])
    rule("R4", order=4, subject="fire:", organisation=bodies[1])
    assert fire("125.15", "43.15").steps.get(verb="work.assign").data["rule"] == "R4"


def test_where_no_rule_matches_it_waits_to_be_handed_out(areas, bodies):
    rule("R1", order=1, kind="exceedance", organisation=bodies[0])
    case = fire("125.15", "43.15")
    assert (case.state, case.organisation) == (State.OPENED, bodies[0])


def test_with_nobody_at_all_it_is_an_error(bodies):
    with pytest.raises(WrongStep, match="nobody to hand"):
        open_case(SYSTEM("t"), "exceedance", None, "x", "s", "1", {})


def test_rules_of_another_time_do_not_count(bodies):
    rule("old", order=1, organisation=bodies[0], valid_until="2020-12-31")
    assert rules_on(timezone.now()) == []


def test_replayed_over_past_cases_nothing_is_written(areas, bodies):
    rule("R1", order=1, organisation=bodies[0])
    cases = [fire("125.15", "43.15", "1"), fire("125.55", "43.15", "2")]
    steps = [case.steps.count() for case in cases]
    candidate = [
        RoutingRule(code="N", name="new", kind="fire-point", area=areas["T1"], organisation=bodies[1])
    ]
    told = replay(candidate, cases)
    assert [one.route.organisation for one in told] == [bodies[1], None]
    assert [one.same for one in told] == [False, False]
    assert [one.same for one in replay(rules_on(timezone.now()), cases)] == [True, True]
    assert [case.steps.count() for case in cases] == steps


def test_lateness_rises_up_the_grid_and_to_the_lead(areas, bodies, user):
    """A fire point: at once to its holder, an hour later to who answers for the district, after four to the lead."""
    appoint(SYSTEM("t"), areas["D"], user("second"), timezone.localdate())
    rule("R1", order=1, kind="fire-point", grid=True, lead=bodies[0])
    case = fire("125.15", "43.15")
    late = case.clock_at
    told = [escalate_overdue(SYSTEM("t"), late + timedelta(minutes=m)) for m in (1, 61, 241)]
    reached = [(one.organisation, one.person) for made in told for one in made]
    assert reached == [(bodies[1], user("other")), (bodies[0], user("second")), (bodies[0], None)]
