"""Where a figure stands, worked by hand."""

from datetime import date, timedelta

import pytest

from huanzhi.measures.computation import Computation, Day, Part
from huanzhi.measures.forecast import look_ahead

YEAR = 2025


def days(values, year=YEAR, month=1):
    first = date(year, month, 1)
    return tuple(Day(first + timedelta(days=n), value) for n, value in enumerate(values))


def ahead(kind, values, target, comparator="<=", former=None, as_of=None, due=2025, year=YEAR, needed=0):
    found = Computation(kind, days(values, year), former or {}, needed=needed)
    return look_ahead(found, year, as_of or date(year, 12, 31), 0, comparator, target, due)


def test_no_day_gives_no_figure_and_says_so():
    outlook = ahead("mean", [None, None], 30_000)
    assert (outlook.status, outlook.reason) == ("cannot_compute", "no valid day yet")


def test_no_target_gives_no_verdict():
    assert ahead("mean", [10_000], None).reason == "no target number"


@pytest.mark.parametrize(
    ("value", "status"), [(30_400, "on_track"), (30_600, "off_track"), (30_500, "on_track")]
)
def test_a_year_that_is_over_is_rounded_before_it_is_held_against_its_target(value, status):
    assert ahead("mean", [value] * 365, 30_000).status == status  # 30.5 rounds to 30: half to even


def test_too_few_valid_days_decide_nothing():
    outlook = ahead("mean", [10_000] * 100, 30_000, needed=324)
    assert (outlook.status, outlook.reason) == ("cannot_compute", "100 valid days, 324 needed")


def test_before_the_targets_year_nothing_is_missed_yet():
    assert ahead("mean", [40_000] * 365, 30_000, year=2023).status == "at_risk"
    assert ahead("mean", [40_000] * 365, 30_000, year=2026).status == "off_track"


def test_the_required_mean_for_the_rest():
    # 334 days at 28, 31 left: (30 x 365 - 28 x 334) / 31 = 51.548...
    outlook = ahead("mean", [28_000] * 334, 30_000, as_of=date(YEAR, 11, 30))
    assert (outlook.days_left, outlook.needed_e3) == (31, 51_548)


def test_the_required_share_of_the_rest():
    # 290 good of 334; 90 % of 365 is 328.5; 38.5 of 31 days: out of reach
    outlook = ahead("share", [1000] * 290 + [0] * 44, 90_000, ">=", as_of=date(YEAR, 11, 30))
    assert outlook.needed_e3 > 100_000


@pytest.mark.parametrize(
    ("rests", "status", "expected"),
    [  # 334 days at 28, 31 left: (9352 + 31 x 20) / 365 = 27.3; 25: 27.7; 80: 32.4; 90: 33.3
        ((20, 25), "on_track", 27_500),
        ((20, 90), "at_risk", 30_300),
        ((80, 90), "off_track", 32_850),
    ],
)
def test_former_years_decide_between_on_at_and_off(rests, status, expected):
    former = {YEAR - 1 - n: days([rest * 1000] * 31, YEAR - 1 - n, 12) for n, rest in enumerate(rests)}
    outlook = ahead("mean", [28_000] * 334, 30_000, former=former, as_of=date(YEAR, 11, 30))
    assert outlook.status == status
    assert outlook.expected_e3 == expected
    assert (outlook.low_e3, outlook.high_e3, outlook.score) == (
        None,
        None,
        None,
    )  # two Decembers prove nothing
    assert outlook.years == tuple(sorted(former))


def test_a_count_that_is_spent_is_off_track_whatever_comes():
    outlook = ahead("count", [1000] * 6 + [0] * 300, 5_000, as_of=date(YEAR, 11, 2))
    assert (outlook.status, outlook.needed_e3) == ("off_track", -1000)
    assert outlook.reason == "already more than the target allows"


def test_what_may_still_be_counted():
    assert ahead("count", [1000] * 3 + [0] * 300, 5_000, as_of=date(YEAR, 10, 30)).needed_e3 == 2000


def test_without_former_years_the_present_figure_decides():
    assert ahead("mean", [28_000] * 100, 30_000, as_of=date(YEAR, 4, 10)).status == "on_track"
    assert ahead("mean", [38_000] * 100, 30_000, as_of=date(YEAR, 4, 10)).status == "at_risk"


def test_members_without_a_result_leave_no_figure_to_hold_against_a_target():
    parts = (Part("a", 1000), Part("b", None, reason="no target class stated"))
    found = Computation("share", parts, points=("a", "b"), over="members", needed=2)
    outlook = look_ahead(found, YEAR, date(YEAR, 6, 30), 1, ">=", 100_000, YEAR)
    assert (outlook.status, outlook.reason) == ("cannot_compute", "not every member has a result")


@pytest.mark.parametrize(("reached", "more"), [(2, 3), (4, 1), (5, 0)])
def test_how_many_members_more_must_reach_it(reached, more):
    # 75 % of 6 members is 4.5: five must reach it
    parts = tuple(Part(str(n), 1000 * (n < reached)) for n in range(6))
    found = Computation("share", parts, over="members")
    outlook = look_ahead(found, YEAR, date(YEAR, 6, 30), 1, ">=", 75_000, YEAR)
    assert (outlook.needed_e3, outlook.status) == (more * 1000, "on_track" if not more else "at_risk")
