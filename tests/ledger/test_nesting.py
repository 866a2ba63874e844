"""Verbs in verbs and savepoints: an entry stands exactly when the write stands that it tells of."""

import contextlib

import pytest
from django.db import transaction

from huanzhi.ledger.models import Entry
from huanzhi.ledger.queries import state
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.people.models import Organisation

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """What a verb of these tests fails with."""


@verb("tests.inner")
def inner(actor: Actor, code: str, fail: bool = False, ask: bool = False) -> int:
    Organisation.objects.create(code=code, name=f"局{code}")
    made = record(f"tests:{code}", after={"code": code})
    seq = made.seq if ask else 0
    if fail:
        raise Refused(code)
    return seq


@verb("tests.outer")
def outer(actor: Actor, ask: bool = False) -> None:
    record("tests:first")
    inner(actor, "A")
    with pytest.raises(Refused):
        inner(actor, "B", fail=True, ask=ask)
    with contextlib.suppress(Refused), transaction.atomic():
        Organisation.objects.create(code="C", name="局C")
        record("tests:C")
        raise Refused
    with transaction.atomic():
        inner(actor, "D", ask=ask)
    record("tests:last")


@pytest.mark.parametrize("ask", [False, True])
def test_what_is_given_back_leaves_no_entry(ask):
    """Also when its number was asked for, and with it that of entries before which stay."""
    outer(SYSTEM("t"), ask=ask)
    rows = list(Entry.objects.values_list("verb", "subject_id"))
    assert rows == [
        ("tests.outer", "first"),
        ("tests.inner", "A"),
        ("tests.inner", "D"),
        ("tests.outer", "last"),
    ]
    assert set(Organisation.objects.values_list("code", flat=True)) == {"A", "D"}
    assert state() == (4, None)


def test_a_verb_that_only_calls_others_has_recorded_nothing():
    @verb("tests.lazy")
    def lazy(actor: Actor) -> None:
        inner(actor, "A")

    with pytest.raises(RuntimeError, match=r"tests\.lazy recorded nothing"):
        lazy(SYSTEM("t"))
    assert not Entry.objects.exists()


def test_numbers_are_known_when_asked_for():
    assert inner(SYSTEM("t"), "A", ask=True) == 1
    assert inner(SYSTEM("t"), "B", ask=True) == 2


def test_a_thousand_entries_of_one_verb_are_one_step(django_assert_max_num_queries):
    @verb("tests.many")
    def many(actor: Actor) -> None:
        for number in range(1000):
            record(f"tests:{number}", reason="多行\n理由")

    with django_assert_max_num_queries(3):
        many(SYSTEM("t"))
    assert state() == (1000, None)
    assert Entry.objects.get(seq=1000).reason == "多行\n理由"
