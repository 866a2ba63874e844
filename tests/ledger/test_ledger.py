"""Every write is recorded, all or nothing; a changed byte is caught."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from huanzhi.ledger.models import Entry
from huanzhi.ledger.queries import entries, state
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation

pytestmark = pytest.mark.django_db


@verb("tests.make")
def make(actor: Actor, code: str, fail: bool = False) -> Organisation:
    made = Organisation.objects.create(code=code, name=f"局{code}")
    record(made, after={"code": code}, reason="因为")
    if fail:
        raise ValueError("half way")
    return made


@verb("tests.silent")
def silent(actor: Actor) -> None:
    Organisation.objects.create(code="S", name="S")


def test_an_entry_says_who_did_what_and_why():
    make(Actor("周", "planner", "D01", 7, "web", frozenset({"tests.*"})), "A")
    entry = Entry.objects.get()
    assert (entry.seq, entry.verb, entry.reason) == (1, "tests.make", "因为")
    assert entry.actor == {
        "name": "周",
        "role": "planner",
        "organisation": "D01",
        "user_id": 7,
        "origin": "web",
    }
    assert entry.subject_type == "people.organisation"


def test_who_may_not_changes_nothing():
    with pytest.raises(NotAllowed, match="may not tests.make"):
        make(Actor("周", "liaison", verbs=frozenset({"work.accept"})), "A")
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_a_verb_that_fails_half_way_leaves_nothing():
    with pytest.raises(ValueError, match="half way"):
        make(SYSTEM("t"), "A", fail=True)
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_a_verb_that_records_nothing_is_undone():
    with pytest.raises(RuntimeError, match="recorded nothing"):
        silent(SYSTEM("t"))
    assert not Organisation.objects.exists()


def test_record_outside_a_verb_is_an_error():
    with pytest.raises(RuntimeError, match="outside a verb"):
        record("x:1")


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET reason = 'x'", "DELETE FROM ledger_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(statement):
    make(SYSTEM("t"), "A")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert state() == (1, None)


def test_one_altered_byte_is_caught_and_named():
    for code in "ABCD":
        make(SYSTEM("t"), code)
    assert state() == (4, None)
    with connection.cursor() as cursor:  # as somebody with the keys of the house would
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET reason = '因位' WHERE seq = 3")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    held, broken = state()
    assert held == 2
    assert broken is not None
    assert (broken.seq, broken.what) == (3, "its content does not give its hash")


def test_a_missing_entry_is_caught():
    for code in "ABC":
        make(SYSTEM("t"), code)
    lines = [json.loads(json.dumps(entry)) for entry in entries()]
    from huanzhi.ledger.chain import verify

    assert verify(lines) == (3, None)
    _held, broken = verify([lines[0], lines[2]])
    assert broken is not None
    assert broken.what == "its number does not follow"
