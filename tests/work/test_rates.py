"""The five rates, against a count by hand."""

from datetime import timedelta

import pytest
from tests.work.moments import moment

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.work.actions import accept, merge, open_case, report_done, return_case, verify
from huanzhi.work.models import Case
from huanzhi.work.rates import Rate, grouped, median_hours, rates, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(bodies, people, clock):
    """Five cases opened on 2 November, 9:00, seen on the 20th.

    0 taken up, reported, passed in time; 1 taken up late (5 hours on), reported late (4th day), returned, reported
    again within the time for rework, passed; 2 never taken up; 3 taken up in time, in hand since; 4 joined to 3.
    """
    cases = [
        open_case(SYSTEM("t"), "exceedance", bodies[0], "x", "s", str(n), {}, now=moment(2, 9))
        for n in range(5)
    ]
    for number, hour in ((0, 10), (1, 14), (3, 11), (4, 11)):
        clock(moment(2, hour))
        accept(people["worker"], cases[number])
    clock(moment(2, 12))
    merge(people["planner"], cases[4], cases[3], "the same")
    clock(moment(3))
    report_done(people["worker"], cases[0], "done")
    verify(people["planner"], cases[0], "seen")
    clock(moment(6))
    report_done(people["worker"], cases[1], "done")
    return_case(people["planner"], cases[1], "no")
    clock(moment(7))
    report_done(people["worker"], cases[1], "done")
    clock(moment(8))
    verify(people["planner"], cases[1], "seen")
    return cases


def test_the_five_rates(month):
    found = rates(told(Case.objects.all(), now=moment(20)))
    assert {name: (rate.fulfilled, rate.failed) for name, rate in found.items()} == {
        "dispatch": (4, 0),
        "acceptance": (2, 2),
        "handling": (2, 2),  # the second report of 1 was within its rework; 2 and 3 have run out
        "closure": (2, 2),
        "re-check": (2, 1),
    }


def test_what_is_not_late_yet_waits(month):
    found = rates(told(Case.objects.filter(pk=month[3].pk), now=moment(3)))
    assert (found["handling"].fulfilled, found["handling"].failed) == (0, 0)
    assert found["handling"].share_e3 is None


def test_times_and_groups(month):
    rows = list(told(Case.objects.all(), now=moment(20)))
    assert median_hours(rows) == pytest.approx((27 + 147) / 2)
    assert {key: len(group) for key, group in grouped(rows, "kind").items()} == {"exceedance": 4}
    assert median_hours([]) is None


def test_a_share_is_rounded_half_up():
    assert [Rate("closure", a, b).share_e3 for a, b in ((2, 1), (1, 1), (1, 15), (0, 0))] == [
        667,
        500,
        63,
        None,
    ]


def test_one_query(month, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(told(Case.objects.all(), now=moment(2) + timedelta(days=9)))
