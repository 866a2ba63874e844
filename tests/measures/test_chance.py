"""The chance to meet a target, worked by hand on small histories."""

from datetime import date, timedelta

import pytest

from huanzhi.measures.chance import chance
from huanzhi.measures.computation import Computation, Day, Part
from huanzhi.measures.gap import by_member, by_month, most


def whole(year, level, tail=None):
    """A year of one level; `tail`: the level of December."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(Day(day, tail if tail is not None and day.month == 12 else level) for day in days)


def to(parts, last):
    return tuple(part for part in parts if part.key <= last)


def test_a_year_that_is_over_leaves_nothing_to_guess():
    told = chance(Computation("mean", whole(2025, 30_000)), 2025, date(2025, 12, 31), 0, "<=", 30_000, 2025)
    assert (told.percent, told.rests_on) == (100, 0)
    told = chance(Computation("mean", whole(2025, 31_000)), 2025, date(2025, 12, 31), 0, "<=", 30_000, 2025)
    assert told.percent == 0


def test_too_short_a_history_tells_no_chance():
    found = Computation("mean", to(whole(2025, 30_000), "2025-11-30"), former={2024: whole(2024, 31_000)})
    assert chance(found, 2025, date(2025, 11, 30), 0, "<=", 30_000, 2025) is None


def test_a_running_year_takes_the_errors_of_the_trials():
    """Five former years alike: each trial is right to the thousandth, so every end meets 30 and none meets 29.

    Three of them have two whole years before them: (1 x 3 + 1/2) / 4 = 87.5 %, rounded to even 88; 0.5 / 4 = 12.
    """
    former = {year: whole(year, 30_000) for year in range(2020, 2025)}
    found = Computation("mean", to(whole(2025, 30_000), "2025-10-31"), former=former)
    told = chance(found, 2025, date(2025, 10, 31), 0, "<=", 30_000, 2025)
    assert (told.percent, told.rests_on, told.ahead) == (88, 3, 0)
    assert (told.low_e3, told.high_e3) == (30_000, 30_000)
    assert chance(found, 2025, date(2025, 10, 31), 0, "<=", 29_000, 2025).percent == 12


def test_a_target_due_later_draws_the_yearly_changes():
    """40, 38, 34, 33 and 31 (this year): changes -2, -4, -1, -2. 16 ways of two; 27 or less needs -4.

    Sums: (-4, any) and (any, -4): 7 ways; (-2, -2) four ways: 11 of 16. (11/16 x 4 + 1/2) / 5 = 65 %.
    """
    levels = {2020: 40_000, 2021: 38_000, 2022: 34_000, 2023: 33_000}
    former = {year: whole(year, level) for year, level in levels.items()}
    found = Computation("mean", whole(2024, 31_000), former=former)
    told = chance(found, 2024, date(2024, 12, 31), 0, "<=", 27_000, 2026)
    assert (told.percent, told.rests_on, told.ahead, told.due) == (65, 4, 2, 2026)


def test_a_figure_over_members_goes_on_by_former_years_changes():
    """Members that reach: 1, 2, 3 of 4 in former years, 3 now; in mid-year half of 25 points is to come.

    Changes +25 and +25; ends 75 + 12.6; target 85 is met by both: (2 + 1/2) / 3 = 83 %; 90 by none: 17 %.
    """

    def members(reached):
        return tuple(Part(str(n), 1000 * (n < reached)) for n in range(4))

    former = {2022: members(1), 2023: members(2), 2024: members(3)}
    found = Computation("share", members(3), former=former, over="members")
    assert chance(found, 2025, date(2025, 6, 30), 1, ">=", 85_000, 2025).percent == 83
    assert chance(found, 2025, date(2025, 6, 30), 1, ">=", 90_000, 2025).percent == 17


def test_the_record_is_worse_where_the_past_was_no_guide():
    """Years that jump about: the chances were wrong, and the score says so."""
    jumpy = {year: whole(year, 30_000, 30_000 + 60_000 * (year % 2)) for year in range(2016, 2025)}
    calm = {year: whole(year, 30_000) for year in range(2016, 2025)}
    scores = {}
    for name, former in (("jumpy", jumpy), ("calm", calm)):
        found = Computation("mean", to(whole(2025, 30_000), "2025-11-15"), former=former)
        scores[name] = chance(found, 2025, date(2025, 11, 15), 0, "<=", 32_000, 2025)
    assert scores["calm"].brier_e4 < 500 < scores["jumpy"].brier_e4
    assert scores["jumpy"].tried == scores["calm"].tried == 35  # seven years, five origins


@pytest.mark.parametrize(("kind", "comparator", "target"), [("mean", "<=", 30_000), ("share", ">=", 90_000)])
def test_the_months_add_up_to_the_gap(kind, comparator, target):
    values = [(n * 7919) % 60_000 if kind == "mean" else 1000 * (n % 5 > 0) for n in range(365)]
    series = [
        ((date(2025, 1, 1) + timedelta(days=n)).isoformat(), value, 0) for n, value in enumerate(values)
    ]
    figure = Computation(kind, tuple(Part(day, value) for day, value, _ in series)).value_e3(3)
    away = figure - target if comparator == "<=" else target - figure
    assert abs(sum(part.away_e3 for part in by_month(kind, series, comparator, target)) - away) <= 12


def test_members_by_how_far_they_are_away():
    parts = by_member({"A": 28_000, "B": 41_000, "C": None, "D": 33_000}, "<=", 30_000)
    assert [(part.key, part.away_e3) for part in parts] == [("B", 11_000), ("D", 3_000), ("A", -2_000)]
    assert most(parts)[1] == 79


def test_a_count_that_is_spent_has_no_chance_left():
    former = {year: whole(year, 0) for year in range(2020, 2025)}
    found = Computation("count", to(whole(2025, 1000), "2025-02-15"), former=former)
    told = chance(found, 2025, date(2025, 2, 15), 0, "<=", 5_000, 2025)
    assert (told.percent, told.rests_on) == (0, 0)


def test_of_members_those_that_fail_are_named_with_what_they_lack():
    from huanzhi.measures.models import Figure
    from huanzhi.measures.prospects import _members

    series = [["A", 1000, None], ["B", 0, None], ["C", None, None]]
    share = Figure(
        kind="share", over="members", comparator=">=", series=series, labels={"B": ["river B", ""]}
    )
    assert [(part.key, part.away_e3) for part in _members(share).parts] == [("river B", 1000)]
    plots = [["P", 4_000, 10_000], ["Q", 5_000, 5_000]]
    ratio = Figure(kind="ratio", over="records", comparator=">=", series=plots, labels={})
    assert [(part.key, part.away_e3) for part in _members(ratio).parts] == [("P", 6_000)]
    low = Figure(kind="share", over="records", comparator="<=", series=series, labels={})
    assert [part.key for part in _members(low).parts] == ["A"]
