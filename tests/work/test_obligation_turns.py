"""Periods, due days and the turns a subject has: worked examples."""

from dataclasses import dataclass
from datetime import date

import pytest

from huanzhi.work.obligations.declaration import DutyRule, Subject, read
from huanzhi.work.obligations.planning import turns, upcoming
from huanzhi.work.obligations.recurrence import Due, Recurrence

TODAY = date(2026, 11, 25)


@dataclass
class Held:
    period: str
    due_on: date
    outcome: str = ""
    done_on: date | None = None
    withdrawn: bool = False


def due_days(recurrence, starts=None, ends=None, held=(), today=TODAY, ahead=100):
    coming = [] if recurrence.every in ("once", "after-proof") else upcoming(recurrence, today, ahead)
    subject = Subject("s:1", "S", 1, starts, ends)
    return [(one.key, str(one.due)) for one in turns(recurrence, subject, held, coming, today, ahead)]


@pytest.mark.parametrize(
    ("every", "due", "found"),
    [
        ("year", Due("end", 15), [("2026", "2027-01-15"), ("2027", "2028-01-15")]),
        ("half", Due(), [("2026-H2", "2026-12-31"), ("2027-H1", "2027-06-30")]),
        ("quarter", Due("end", 15), [("2026-Q4", "2027-01-15"), ("2027-Q1", "2027-04-15")]),
        (
            "month",
            Due("end", 5),
            [("2026-11", "2026-12-05"), ("2026-12", "2027-01-05"), ("2027-01", "2027-02-05")],
        ),
        (
            "month",
            Due("start", 9),
            [("2026-12", "2026-12-10"), ("2027-01", "2027-01-10"), ("2027-02", "2027-02-10")],
        ),
        ("week", Due("start", 4), [("2026-W48", "2026-11-27"), ("2026-W49", "2026-12-04")]),
        ("month", Due("end", 5, "working_days"), [("2026-11", "2026-12-07"), ("2026-12", "2027-01-07")]),
    ],
)
def test_calendar(every, due, found):
    assert due_days(Recurrence(every, due), ahead=800)[: len(found)] == found


def test_working_days_jump_the_holidays():
    """Ten working days after the third quarter of 2026: 1 to 7 October are off, the 10th is worked."""
    assert Due("end", 10, "working_days").on(date(2026, 7, 1), date(2026, 9, 30)) == date(2026, 10, 20)


def test_the_next_one_is_made_however_far():
    assert due_days(Recurrence("year"), ahead=1) == [("2026", "2026-12-31")]
    assert due_days(Recurrence("year"), today=date(2027, 1, 1), ahead=1) == [("2027", "2027-12-31")]


def test_only_whole_periods_unless_said_otherwise():
    yearly, partly = Recurrence("year"), Recurrence("year", partial=True)
    assert due_days(yearly, starts=date(2026, 3, 1)) == [("2027", "2027-12-31")]
    assert due_days(partly, starts=date(2026, 3, 1)) == [("2026", "2026-12-31")]
    assert due_days(yearly, ends=date(2026, 12, 30)) == []
    assert due_days(partly, ends=date(2026, 12, 30)) == [("2026", "2026-12-31")]


def test_once():
    assert due_days(Recurrence("once", by=date(2027, 6, 30))) == [("once", "2027-06-30")]
    assert due_days(Recurrence("once", by=date(2025, 12, 31))) == []
    assert due_days(Recurrence("once", days=30), starts=date(2026, 11, 20)) == [("once", "2026-12-20")]
    assert due_days(Recurrence("once", days=30)) == []


def test_after_a_proof_the_next_is_counted_from_it():
    cleaning = Recurrence("after-proof", days=90)
    start = date(2026, 1, 1)
    assert due_days(cleaning, starts=start) == [("1", "2026-12-27")]  # in steps of 90 days since the start
    proved = [Held("1", date(2026, 12, 27), "proved", date(2026, 11, 20))]
    assert due_days(cleaning, starts=start, held=proved) == [("2", "2027-02-18")]
    waived = [Held("1", date(2026, 11, 1), "waived")]
    assert due_days(cleaning, starts=start, held=waived) == [("2", "2027-01-30")]


def test_while_one_is_late_there_is_no_next():
    cleaning = Recurrence("after-proof", days=90)
    assert due_days(cleaning, starts=date(2026, 1, 1), held=[Held("1", date(2026, 11, 1))]) == []


def test_a_proof_of_long_ago_makes_the_next_due_today_not_earlier():
    proved = [Held("1", date(2026, 11, 1), "proved", date(2026, 5, 1))]
    assert due_days(Recurrence("after-proof", days=90), held=proved) == [("2", "2026-11-25")]


def test_without_a_start_the_rhythm_does_not_move():
    cleaning = Recurrence("after-proof", days=90)
    (first,) = due_days(cleaning)
    assert first == ("1", "2027-02-23")
    held = [Held("1", date(2027, 2, 23))]
    assert due_days(cleaning, held=held, today=date(2026, 12, 25)) == [first]


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('every = "fortnight"', "every"),
        ('every = "after-proof"', "days"),
        ('every = "once"', "once"),
        ('every = "year"\ndue = { anchor = "middle" }', "due"),
        ('every = "year"\ndue = { unit = "moons" }', "due"),
        ('every = "year"\nproof = "word of honour"', "proof"),
    ],
)
def test_a_rule_that_does_not_hold_together_is_refused(table, why):
    with pytest.raises(ValueError, match=why):
        read(f'[r]\nzh = "z"\nen = "e"\nclause = "c"\nof = "x"\n{table}', {"x": lambda row: lambda: []})


def test_a_source_that_is_not_there_is_named():
    with pytest.raises(LookupError, match="no source 'permits'; there are: x"):
        read('[r]\nzh="z"\nen="e"\nclause="c"\nof="permits"\nevery="year"', {"x": lambda row: lambda: []})


def test_rules_from_data():
    text = """
    source = "s"
    [report]
    zh = "季报"
    en = "quarterly report"
    clause = "c 3"
    grade = "M"
    of = "permits"
    every = "quarter"
    due = { anchor = "end", amount = 15 }
    remind = [14, 1]
    case = "overdue-duty"
    case_after = 5
    """
    (rule,) = read(text, {"permits": lambda row: lambda: [Subject("permit:1", "P", 1)]})
    assert isinstance(rule, DutyRule)
    assert (rule.recurrence.due.amount, rule.remind, rule.case_after) == (15, (14, 1), 5)
    assert [one.key for one in rule.subjects()] == ["permit:1"]
