"""What if: worked by hand beside the real figure, and never kept."""

import pytest
from django.utils.translation import override
from tests.measures.test_figures import DAY, ME

from huanzhi.measures.actions import refresh
from huanzhi.measures.models import Figure
from huanzhi.measures.whatif import Assumption, assume, common


@pytest.fixture
def figure(db, decided):
    return refresh(ME, "decided", 2025, DAY, "<=", 30_000, 2025)


@pytest.mark.parametrize(
    ("assumption", "value", "status"),
    [
        (Assumption(leave=frozenset({"A"})), 40_000, "off_track"),  # (30+40+50)/3
        (Assumption(leave=frozenset({"B"})), 15_000, "on_track"),  # (10+20)/2
        (Assumption(put={"B": "C"}), 11_700, "on_track"),  # (10+5)/2 = 7.5, (20+5)/2 = 12.5, 15 alone: 35/3
        (Assumption(values={"2025-01-03": 10_000}), 20_000, "on_track"),  # (20+30+10)/3
        (Assumption(leave=frozenset({"A"}), values={"2025-01-01": 0}), 30_000, "on_track"),  # (0+40+50)/3
    ],
)
def test_by_hand(figure, decided, assumption, value, status):
    before = Figure.objects.count()
    found = assume(decided.measure, figure, assumption, 2025)
    assert (found.value_e3, found.outlook.status) == (value, status)
    assert Figure.objects.count() == before


@pytest.mark.parametrize(
    ("assumption", "error", "words"),
    [
        (Assumption(leave=frozenset({"X"})), LookupError, "not a member: X"),
        (Assumption(leave=frozenset({"A", "B"})), LookupError, "no member is left"),
        (Assumption(values={"2025-02-30": 1}), LookupError, "no such part of the figure: 2025-02-30"),
    ],
)
def test_what_is_not_there_is_named(figure, decided, assumption, error, words):
    with override("en"), pytest.raises(error, match=words):
        assume(decided.measure, figure, assumption, 2025)


def test_two_years_over_different_sets_meet_over_the_common_members(figure, decided):
    decided.held.values = {"B": [30_000, 40_000, 50_000], "C": [0, 0, 0]}
    other = refresh(ME, "decided", 2024, DAY.replace(year=2024), "<=", 30_000, 2025)
    decided.held.values["A"] = [10_000, 20_000, None]
    assert (figure.value_e3, other.value_e3) == (33_300, 20_000)
    assert common(decided.measure, figure, other) == (["B"], 40_000, 40_000)
