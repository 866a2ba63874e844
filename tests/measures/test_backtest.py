"""The outlook tried on former years: errors by hand, coverage, and when history is too short to say anything."""

from datetime import date, timedelta

import pytest

from huanzhi.measures.backtest import score
from huanzhi.measures.computation import Computation, Day
from huanzhi.measures.forecast import look_ahead


def year_of(year, early, late):
    """A year at one level up to the end of June, at another after it."""
    first, days = date(year, 1, 1), (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return tuple(
        Day(first + timedelta(days=n), (early if (first + timedelta(days=n)).month <= 6 else late) * 1000)
        for n in range(days)
    )


def test_years_alike_are_foretold_without_error_and_the_peers_are_not():
    former = {year: year_of(year, 40, 20) for year in (2021, 2022, 2023)}  # none of them a leap year
    found = score("mean", former, "2025-06-30")
    assert (found.years, found.trials, found.mae_e3, found.last_year_e3) == ((2023,), 5, 0, 0)
    assert found.so_far_e3 > 5_000  # 40 in June, 29.9 at the end
    assert (found.inside, found.intervals) == (0, 0)  # no other year was tried: no interval to count


def test_an_error_by_hand():
    # 2023 is 40 then 30; it is foretold from 2021 (20 after June) and 2022 (22): at 30 June its 184 days left are
    # foretold at 21 on average, so the year is off by 184 x 9 / 365 = 4.537 at that origin
    former = {2021: year_of(2021, 40, 20), 2022: year_of(2022, 40, 22), 2023: year_of(2023, 40, 30)}
    found = score("mean", former, "2025-06-30")
    left = [(date(2023, 12, 31) - date(2023, 6, 30)).days - shift for shift in (-28, -14, 0, 14, 28)]
    wrong = [
        min(days, 184) * 9 / 365 * 1000 for days in left
    ]  # before July its own days up to June are known alike
    assert found.mae_e3 == pytest.approx(sum(wrong) / 5, abs=2)
    assert found.half_e3 == pytest.approx(max(wrong), abs=2)


def test_coverage_is_counted_with_the_other_years_errors_only():
    # 2023 (30 after June) is foretold wrongly, and 2024 through it; the errors of 2022 are none
    former = {year: year_of(year, 40, 30 if year == 2023 else 20) for year in range(2020, 2025)}
    found = score("mean", former, "2025-06-30")
    assert (found.years, found.trials) == ((2022, 2023, 2024), 15)
    # 2022 and 2024 lie within the errors of 2023; those of 2023 are three times those of 2024
    assert (found.inside, found.intervals) == (10, 15)


@pytest.mark.parametrize("years", [(), (2024,), (2023, 2024), (2021, 2022, 2024)])
def test_too_short_or_broken_a_history_is_not_scored(years):
    former = {year: year_of(year, 40, 20) for year in years}
    found = score("mean", former, "2025-06-30")
    assert found is None or 2024 in found.years
    if len(years) < 3:
        assert found is None


def test_nothing_of_what_came_after_is_known_at_an_origin():
    former = {year: year_of(year, 40, 20) for year in (2021, 2022, 2023)}
    changed = former | {
        2023: former[2023][:250] + tuple(Day(date(2023, 9, 8), 99_000) for _ in former[2023][250:])
    }
    one, other = (score("mean", held, "2025-06-30") for held in (former, changed))
    assert one.mae_e3 == 0
    assert other.mae_e3 > 0  # the truth moved, the forecast could not follow


@pytest.mark.parametrize(("count", "shown"), [(3, False), (4, True), (5, True)])
def test_an_interval_needs_two_years_that_were_tried(count, shown):
    former = {2024 - n: year_of(2024 - n, 40, 20 + n) for n in range(count)}
    found = Computation("mean", year_of(2025, 40, 20)[:181], former)
    outlook = look_ahead(found, 2025, date(2025, 6, 30), 0, "<=", 30_000, 2025)
    assert (outlook.low_e3 is not None) is shown
    assert outlook.expected_e3 is not None
    assert len(outlook.years) == 3, "only the last three years are compared with"
    if shown:
        assert outlook.low_e3 < outlook.expected_e3 < outlook.high_e3
        wide = outlook.high_e3 - outlook.low_e3
        assert abs(wide - 2 * outlook.score["half_e3"]) <= 100, "the largest error on both sides, rounded"
