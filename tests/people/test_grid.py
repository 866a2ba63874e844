"""Who answers for a cell: posts by day, substitutes, vacancies, circles."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.people.actions import Unfit, appoint, end_substitution, relieve, substitute
from huanzhi.people.delegation import Circle, follow
from huanzhi.people.models import GridPost, Substitution
from huanzhi.people.queries import acting, responsible, stands_in_for
from huanzhi.people.roles import verbs_of
from huanzhi.science.shanghai import OFFSET

pytestmark = pytest.mark.django_db
ALL = SYSTEM("t")
START = date(2026, 1, 1)


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=OFFSET)


NOON = at("2026-06-01")


def away(absent, stands_in, since="2026-06-01", until="2026-06-10"):
    return substitute(ALL, absent, stands_in, at(since, 0), at(until, 0), "leave")


def test_the_member_of_the_cell_answers(cells, persons):
    appoint(ALL, cells["1111"], persons.an, START, phone="138")
    found = responsible(cells["1111"], NOON)
    assert (found.user, found.acting_for, found.area, found.vacant) == (persons.an, None, cells["1111"], ())


def test_a_substitute_answers_and_for_whom_is_said(cells, persons):
    appoint(ALL, cells["1111"], persons.an, START)
    away(persons.an, persons.bai)
    found = responsible(cells["1111"], NOON)
    assert (found.user, found.acting_for) == (persons.bai, persons.an)
    assert responsible(cells["1111"], at("2026-06-10", 0)).user == persons.an  # back again


def test_a_vacant_post_falls_to_the_cell_above_and_the_answer_says_so(cells, persons):
    appoint(ALL, cells["11"], persons.chen, START, duty="chief")
    found = responsible(cells["1111"], NOON)
    assert (found.user, found.area) == (persons.chen, cells["11"])
    assert found.vacant == (cells["1111"], cells["111"])


def test_members_go_before_chiefs(cells, persons):
    appoint(ALL, cells["111"], persons.chen, START, duty="chief")
    appoint(ALL, cells["111"], persons.an, date(2026, 5, 1))
    assert responsible(cells["111"], NOON).user == persons.an
    assert responsible(cells["111"], at("2026-04-01")).user == persons.chen


def test_nobody_anywhere_is_said_too(cells, persons):
    found = responsible(cells["1111"], NOON)
    assert found.user is None
    assert len(found.vacant) == 4


def test_a_post_ends_with_its_last_day_and_the_history_stays(cells, persons):
    post = appoint(ALL, cells["1111"], persons.an, START)
    relieve(ALL, post, date(2026, 5, 31), "moved")
    appoint(ALL, cells["1111"], persons.bai, date(2026, 6, 1))
    assert responsible(cells["1111"], at("2026-05-31", 23)).user == persons.an
    assert responsible(cells["1111"], NOON).user == persons.bai
    assert [str(p.user) for p in GridPost.objects.order_by("since")] == ["安", "白"]
    with pytest.raises(Unfit, match="2026-05-31|5月31日|31 五月"):
        relieve(ALL, post, date(2026, 7, 1), "again")


def test_who_does_not_sign_in_any_more_leaves_the_post_vacant(cells, persons):
    appoint(ALL, cells["1111"], persons.an, START)
    persons.an.is_active = False
    persons.an.save()
    assert responsible(cells["1111"], NOON).user is None


def test_the_same_post_twice_is_refused(cells, persons):
    appoint(ALL, cells["1111"], persons.an, START, date(2026, 3, 31))
    appoint(ALL, cells["1111"], persons.an, date(2026, 4, 1))
    with pytest.raises(Unfit):
        appoint(ALL, cells["1111"], persons.an, date(2026, 3, 31), date(2026, 3, 31))
    with pytest.raises(Unfit):
        appoint(ALL, cells["1111"], persons.bai, START, date(2025, 12, 31))


def test_the_telephone_is_not_in_the_ledger_in_clear(cells, persons):
    appoint(ALL, cells["1111"], persons.an, START, phone="13812345678")
    entry = Entry.objects.filter(verb="people.appoint").get()
    assert "13812345678" not in str(entry.plain())


def test_substitutes_of_substitutes(persons):
    away(persons.an, persons.bai)
    away(persons.bai, persons.chen, "2026-06-03", "2026-06-05")
    assert acting(persons.an, at("2026-06-02")) == persons.bai
    assert acting(persons.an, at("2026-06-04")) == persons.chen
    assert acting(persons.deng, at("2026-06-04")) == persons.deng
    assert stands_in_for(persons.chen, at("2026-06-04")) == [persons.an, persons.bai]
    assert stands_in_for(persons.bai, at("2026-06-04")) == []


def test_of_two_agreements_the_later_counts(persons):
    away(persons.an, persons.bai)
    away(persons.an, persons.chen, "2026-06-04", "2026-06-06")
    assert acting(persons.an, at("2026-06-05")) == persons.chen
    assert acting(persons.an, at("2026-06-07")) == persons.bai


def test_a_circle_is_refused(persons):
    away(persons.an, persons.bai)
    away(persons.bai, persons.chen)
    for other in (persons.an, persons.bai):
        with pytest.raises(Unfit):
            away(persons.chen, other, "2026-06-09", "2026-06-20")
    away(persons.chen, persons.an, "2026-06-10", "2026-06-20")  # when the others are back


def test_a_circle_that_is_there_all_the_same_is_a_vacancy(cells, persons):
    times = {"since": at("2026-06-01", 0), "until": at("2026-06-10", 0), "reason": "x"}
    Substitution.objects.create(absent=persons.an, substitute=persons.bai, **times)
    Substitution.objects.create(absent=persons.bai, substitute=persons.an, **times)
    with pytest.raises(Circle, match="→"):
        acting(persons.an, NOON)
    appoint(ALL, cells["1111"], persons.an, START)
    appoint(ALL, cells["111"], persons.chen, START)
    found = responsible(cells["1111"], NOON)
    assert (found.user, found.vacant) == (persons.chen, (cells["1111"],))
    assert stands_in_for(persons.bai, NOON) == []


def test_a_substitution_ends_sooner_or_never_begins(persons):
    made = away(persons.an, persons.bai)
    end_substitution(ALL, made, at("2026-06-03"), "back")
    assert acting(persons.an, at("2026-06-03")) == persons.an
    assert acting(persons.an, at("2026-06-02")) == persons.bai
    with pytest.raises(Unfit):
        end_substitution(ALL, made, at("2026-06-04"))
    later = away(persons.an, persons.chen, "2026-07-01", "2026-07-10")
    end_substitution(ALL, later, at("2026-06-20"), "no leave")
    assert acting(persons.an, at("2026-07-05")) == persons.an


def test_one_names_a_substitute_for_oneself_only(persons):
    member = Actor("安", "grid", None, persons.an.pk, "t", verbs_of("grid"))
    until = NOON + timedelta(days=1)
    assert substitute(member, persons.an, persons.bai, NOON, until, "leave").pk
    with pytest.raises(NotAllowed):
        substitute(member, persons.chen, persons.bai, NOON, until, "leave")
    with pytest.raises(NotAllowed):
        appoint(member, None, persons.bai, START)


@pytest.mark.parametrize("days", [0, -1])
def test_a_substitution_has_a_length_and_two_people(persons, days):
    with pytest.raises(Unfit):
        substitute(ALL, persons.an, persons.bai, NOON, NOON + timedelta(days=days), "x")
    with pytest.raises(Unfit):
        substitute(ALL, persons.an, persons.an, NOON, NOON + timedelta(days=1), "x")


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 8), max_size=9), st.integers(0, 8))
def test_following_ends_or_says_circle(leads, start):
    try:
        end = follow(start, leads)
    except Circle:
        reached, step = set(), start
        while step in leads and step not in reached:
            reached.add(step)
            step = leads[step]
        assert step in reached
    else:
        assert end not in leads
