"""Which days are worked, and when deadlines fall: worked examples and what must hold for any period."""

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.people import holidays, working_days
from huanzhi.people.working_days import StillPaused, UnknownYear, add_working_days, deadline, is_working_day
from huanzhi.science.shanghai import OFFSET

pytestmark = pytest.mark.pure
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFSET)


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(working_days).failed == 0


# Days of the year less its weekend days less the statutory holidays (11 until 2024, 13 since 2025), since a day made
# up for by a weekend changes no sum; in 2020 two less, 31 January and 1 February, by the notice that lengthened.
@pytest.mark.parametrize(
    ("year", "worked"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year, worked):
    days = [date(year, 1, 1) + DAY * n for n in range(366 if year % 4 == 0 else 365)]
    assert sum(map(is_working_day, days)) == worked


@pytest.mark.parametrize("day", ["2020-02-01", "2022-12-31", "2023-12-30", "2025-10-06", "2026-01-02"])
def test_days_off(day):
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2020-01-19", "2024-02-04", "2025-01-26", "2026-01-04", "2026-02-28"])
def test_weekends_that_are_worked(day):
    assert date.fromisoformat(day).weekday() >= 5
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 worked
        ("2026-02-12T16:00", 5, "working_days", "2026-02-27T00:00"),  # 13, 14, 24, 25, 26
        ("2026-02-12T16:00", 7, "working_days", "2026-03-01T00:00"),  # … 27 and Saturday 28
        # National Day 2025 with Mid-autumn: 1 to 8 October off, Sunday 28 September worked
        ("2025-09-26T09:00", 5, "working_days", "2025-10-11T00:00"),  # 28, 29, 30 September, 9, 10 October
        # a start on a Sunday is not counted either, nor are the days off after it
        ("2025-10-05T09:00", 1, "working_days", "2025-10-10T00:00"),
        ("2026-12-30T23:59", 1, "working_days", "2027-01-01T00:00"),
        ("2026-03-02T00:00", 1, "working_days", "2026-03-04T00:00"),
        ("2026-03-02T10:00", 0, "working_days", "2026-03-03T00:00"),  # until the end of the same day
        ("2026-03-02T10:00", 30, "days", "2026-04-02T00:00"),
        ("2026-02-16T23:30", 2, "hours", "2026-02-17T01:30"),  # hours run through holidays
    ],
)
def test_worked_examples(start, amount, unit, due):
    assert deadline(at(start), amount, unit) == at(due)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-09-16T09:00", 15, "2026-10-09T00:00"),  # 1 October is a holiday: until 8 October, 24:00
        ("2026-02-13T09:00", 1, "2026-02-15T00:00"),  # the Saturday is worked
        ("2026-03-04T09:00", 3, "2026-03-10T00:00"),  # a plain Saturday: until Monday
    ],
)
def test_the_last_day_moves_out_of_a_holiday_when_asked(start, amount, due):
    assert deadline(at(start), amount, "days", to_working_day=True) == at(due)


@pytest.mark.parametrize(
    ("unit", "amount", "pauses", "due"),
    [
        ("hours", 10, [("2026-03-02T12:00", "2026-03-02T15:30")], "2026-03-02T22:30"),
        ("hours", 10, [("2026-03-02T12:00", "2026-03-02T14:00"), ("2026-03-02T13:00", "2026-03-02T15:00")],
         "2026-03-02T22:00"),  # what overlaps counts once
        ("hours", 1, [("2026-03-02T12:00", None)], "2026-03-02T10:00"),  # over before it was paused
        ("days", 3, [("2026-03-03T10:00", "2026-03-03T17:00")], "2026-03-06T00:00"),  # within a day: nothing
        ("days", 3, [("2026-03-03T10:00", "2026-03-05T08:00")], "2026-03-08T00:00"),
        ("days", 3, [("2026-03-02T10:00", "2026-03-04T08:00")], "2026-03-08T00:00"),  # begins on the first day
        ("days", 3, [("2026-02-01T10:00", "2026-03-01T08:00")], "2026-03-06T00:00"),  # before the start
        ("working_days", 3, [("2026-03-06T10:00", "2026-03-09T08:00")], "2026-03-06T00:00"),
        ("working_days", 5, [("2026-03-06T10:00", "2026-03-09T08:00")], "2026-03-11T00:00"),  # Friday only
    ],
)  # fmt: skip
def test_pauses(unit, amount, pauses, due):
    spans = [(at(since), until and at(until)) for since, until in pauses]
    assert deadline(at("2026-03-02T09:00"), amount, unit, spans) == at(due)


@pytest.mark.parametrize("unit", ["hours", "days", "working_days"])
def test_while_the_clock_stands_there_is_no_deadline(unit):
    with pytest.raises(StillPaused, match="2026-03-02 10:00"):
        deadline(at("2026-03-02T09:00"), 3, unit, [(at("2026-03-02T10:00"), None)])


def test_a_year_that_is_not_known_is_named():
    with pytest.raises(UnknownYear, match="2027"):
        deadline(at("2026-12-30T09:00"), 2, "working_days")
    due = deadline(at("2026-12-30T09:00"), 2, "working_days", provisional=True)
    assert due == at("2027-01-02T00:00")
    assert deadline(at("2026-12-30T09:00"), 30, "days") == at("2027-01-30T00:00")  # needs no calendar


def test_an_installation_adds_a_year(monkeypatch):
    monkeypatch.setattr(holidays, "years", lambda held=dict(holidays.years()): held)
    text = """[[year]]\nyear = 2030\nnotice = "x"\nissued = 2029-11-01
holidays = [{ name = "元旦", from = 2030-01-01, until = 2030-01-02 }]\nworking = [2030-01-05]"""
    assert holidays.learn(text) == [2030]
    off, worked = holidays.days()
    assert date(2030, 1, 2) in off
    assert date(2030, 1, 5) in worked
    holidays.days.cache_clear()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("holidays = []\nworking = [2030-01-04]", "2030-01-04 is no Saturday"),
        (
            "holidays = [{name='元旦', from=2030-01-05, until=2030-01-04}]\nworking = []",
            "元旦 ends on 2030-01-04",
        ),
        (
            "holidays = [{name='x', from=2030-01-05, until=2030-01-05}]\nworking = [2030-01-05]",
            "both a holiday",
        ),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        holidays.read(f'[[year]]\nyear = 2030\nnotice = "x"\nissued = 2029-11-01\n{text}')


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: deadline(datetime(2026, 3, 2), 1, "days"), "start.*no time zone"),  # noqa: DTZ001
        (lambda: deadline(at("2026-03-02"), -1, "days"), "amount: -1"),
        (lambda: deadline(at("2026-03-02"), 1, "weeks"), "unit: 'weeks'"),
        (lambda: deadline(at("2026-03-02"), 1, "days", [(at("2026-03-05"), at("2026-03-04"))]), "before it"),
    ],
)
def test_errors_name_the_field(call, said):
    with pytest.raises(ValueError, match=said):
        call()


starts = st.datetimes(datetime(2020, 1, 1), datetime(2025, 12, 31)).map(lambda t: t.replace(tzinfo=OFFSET))  # noqa: DTZ001
amounts, units = st.integers(0, 60), st.sampled_from(["hours", "days", "working_days"])
spans = st.lists(st.tuples(starts, st.timedeltas(timedelta(), timedelta(days=20))), max_size=4).map(
    lambda pairs: [(since, since + length) for since, length in pairs]
)


@given(starts, amounts, units, spans)
def test_a_longer_period_never_ends_earlier_and_a_pause_never_shortens(start, amount, unit, pauses):
    near = [(start + (since - start) % timedelta(days=40), None) for since, _until in pauses]
    near = [
        (since, since + (until - earlier)) for (since, _), (earlier, until) in zip(near, pauses, strict=True)
    ]
    due = deadline(start, amount, unit, near, provisional=True)
    assert start <= deadline(start, amount, unit, provisional=True) <= due
    assert due <= deadline(start, amount + 1, unit, near, provisional=True)
    stood = sum(((until - since) for since, until in near), timedelta())
    assert due <= deadline(start, amount, unit, provisional=True) + stood + timedelta(days=15)


@given(starts, amounts)
def test_deadlines_in_working_days_end_with_a_working_day(start, amount):
    due = deadline(start, amount, "working_days", provisional=True)
    last = working_days.last_day(due)
    assert due.astimezone(OFFSET).time() == datetime.min.time()
    assert add_working_days(start.date(), amount, provisional=True) == last
    assert amount == 0 or is_working_day(last, provisional=True)


@given(starts, st.integers(1, 60))
def test_there_and_back(start, n):
    there = add_working_days(start.date(), n, provisional=True)
    back = add_working_days(there, -n, provisional=True)
    assert back <= start.date()
    assert not any(
        is_working_day(back + DAY * k, provisional=True) for k in range(1, (start.date() - back).days)
    )


@given(starts, amounts, units, spans)
def test_the_zone_of_the_start_does_not_matter(start, amount, unit, pauses):
    there = deadline(start.astimezone(UTC), amount, unit, pauses, provisional=True)
    assert there == deadline(start, amount, unit, pauses, provisional=True)
