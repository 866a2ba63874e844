"""Personal data are beside the chain: erased for good, and the chain still holds."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from huanzhi.ledger.actions import checkpoint, erase
from huanzhi.ledger.models import Entry, Sealed
from huanzhi.ledger.queries import against, broken_seals, entries, opened, state
from huanzhi.ledger.seal import commitment, sealed, with_sealed
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed, record, verb

pytestmark = pytest.mark.django_db
NAME, PHONE = "张三丰", "13800000001"


@verb("tests.report")
def report(actor: Actor, key: int = 1) -> None:
    after = with_sealed(
        {"name": NAME, "phone": PHONE, "mail": "", "text": "冒黑烟"}, ["name", "phone", "mail"]
    )
    record(f"tests.report:{key}", before={"old": [sealed(PHONE)]}, after=after)


def test_an_entry_holds_commitments_only():
    report(SYSTEM("t"))
    entry = Entry.objects.get()
    text = json.dumps(list(entries()), ensure_ascii=False)
    assert NAME not in text
    assert PHONE not in text
    assert entry.after["text"] == "冒黑烟"
    assert entry.after["mail"] is None
    kept = opened(entry)
    assert kept[entry.after["name"]["sealed"]].value == NAME
    assert len(kept) == 3
    assert entry.after["phone"] != entry.before["old"][0]  # the same value twice, and nobody sees that
    assert broken_seals() == []


def test_erasing_leaves_the_chain_and_its_checkpoints_whole():
    report(SYSTEM("t"))
    report(SYSTEM("t"), key=2)
    published = checkpoint(SYSTEM("t")).plain()
    assert erase(SYSTEM("t"), "tests.report:1", "request 2026-1") == 3
    assert state() == (4, None)
    assert against(published) == ""
    assert Sealed.objects.count() == 3
    assert opened(Entry.objects.get(seq=1)) == {}
    told = Entry.objects.get(seq=4)
    assert (told.verb, told.reason, told.after) == ("ledger.erase", "request 2026-1", {"erased": 3})


def test_erasing_needs_a_reason_a_right_and_something_to_erase():
    report(SYSTEM("t"))
    with pytest.raises(ValueError, match="reason"):
        erase(SYSTEM("t"), "tests.report:1", " ")
    with pytest.raises(LookupError, match="tests.report:9: nothing"):
        erase(SYSTEM("t"), "tests.report:9", "x")
    with pytest.raises(NotAllowed):
        erase(Actor("周", "planner", verbs=frozenset({"work.*"})), "tests.report:1", "x")
    assert Sealed.objects.count() == 3


def test_a_sealed_value_cannot_be_changed_and_a_changed_one_is_found():
    report(SYSTEM("t"))
    change = "UPDATE ledger_sealed SET value = '\"李四\"' WHERE value = %s::jsonb"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [json.dumps(NAME)])
    with connection.cursor() as cursor:  # as somebody with the keys of the house would
        cursor.execute("ALTER TABLE ledger_sealed DISABLE TRIGGER USER")
        cursor.execute(change, [json.dumps(NAME)])
    assert broken_seals() == [Entry.objects.get().after["name"]["sealed"]]


def test_a_verb_that_fails_leaves_no_sealed_value():
    @verb("tests.failing")
    def failing(actor: Actor) -> None:
        record("tests:1", after={"name": sealed(NAME)})
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        failing(SYSTEM("t"))
    assert not Sealed.objects.exists()


def test_the_commitment_depends_on_salt_and_value():
    assert commitment("a", b"1" * 32) != commitment("a", b"2" * 32)
    assert commitment("a", b"1" * 32) != commitment("b", b"1" * 32)
