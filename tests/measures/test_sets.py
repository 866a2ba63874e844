"""Sets of members in versions, chosen by the period computed; the rate of cases closed in time."""

from datetime import UTC, date, datetime

import pytest
from tests.measures.test_figures import ME

from huanzhi.ledger.models import Entry
from huanzhi.measures.actions import Refused, define_member_set
from huanzhi.measures.measure import find
from huanzhi.measures.queries import member_set

OLD = [{"code": "a", "name": "甲"}, {"code": "b", "name": "乙"}]
NEW = [{"code": "b", "name": "乙"}, {"code": "c", "name": "丙", "facts": {"target": "III"}}]


@pytest.fixture
def versions(db):
    one = define_member_set(ME, "sections", "2020", OLD, date(2016, 1, 1), "规划")
    two = define_member_set(ME, "sections", "2021-2025", NEW, date(2021, 1, 1), "规划")
    return one, two


@pytest.mark.parametrize(("day", "version"), [((2020, 12, 31), 1), ((2021, 1, 1), 2), ((2026, 6, 1), 2)])
def test_the_period_chooses_the_version(versions, day, version):
    assert member_set("sections", date(*day)).version == version


def test_before_the_first_version_there_is_none(versions):
    with pytest.raises(LookupError, match="no set of members sections on 2015-12-31"):
        member_set("sections", date(2015, 12, 31))


def test_the_same_said_again_makes_no_version(versions):
    assert define_member_set(ME, "sections", "2020", OLD, date(2016, 1, 1), "规划").version == 1
    assert define_member_set(ME, "sections", "2021-2025", NEW, date(2021, 1, 1), "规划").version == 2
    assert Entry.objects.order_by("-seq")[0].reason == "already so"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": " "}, "a source document missing"),
        ({"members": []}, "members missing"),
        ({"members": [OLD[0], OLD[0]]}, "twice"),
        ({"valid_from": date(2020, 1, 1)}, "a later version begins later"),
    ],
)
def test_what_is_refused(versions, change, words):
    said = {"name": "x", "members": OLD, "valid_from": date(2026, 1, 1), "source": "y"} | change
    with pytest.raises(Refused, match=words):
        define_member_set(ME, "sections", **said)


def test_the_rate_of_cases_closed_in_time_by_hand(db):
    """Due in the year: closed a day early, on the day, a day late, open; two of four. Due next year: not counted."""
    from huanzhi.people.models import Organisation
    from huanzhi.work.models import Case

    body = Organisation.objects.create(code="X", name="X")
    rows = [("1", 10, 9), ("2", 10, 10), ("3", 10, 11), ("4", 20, None)]
    common = {"kind": "k", "title": "t", "organisation": body, "opened_at": datetime(2025, 2, 1, tzinfo=UTC)}
    common["clock_at"] = datetime(2025, 3, 31, tzinfo=UTC)
    cases = [
        Case(number=n, due_at=datetime(2025, 3, due, 16, tzinfo=UTC), subject=n, episode="e", **common)
        for n, due, _closed in rows
    ]
    cases.append(
        Case(number="5", due_at=datetime(2026, 3, 1, tzinfo=UTC), subject="5", episode="e", **common)
    )
    for case, (_n, _due, closed) in zip(cases, rows, strict=False):
        # 15:59 UTC is 23:59 of the same day in Shanghai
        case.closed_at = None if closed is None else datetime(2025, 3, closed, 15, 59, tzinfo=UTC)
    Case.objects.bulk_create(cases)
    measure = find("case_on_time_share")
    found = measure.compute(2025, date(2025, 3, 31))
    assert [(part.key, part.value_e3) for part in found.parts] == [
        ("1", 1000),
        ("2", 1000),
        ("3", 0),
        ("4", 0),
    ]
    assert (found.numerator, found.denominator, found.value_e3(1)) == (2000, 4, 50_000)
    assert measure.compute(2025, date(2025, 3, 15)).denominator == 3
    assert measure.compute(2024, date(2024, 12, 31)).value_e3(1) is None
