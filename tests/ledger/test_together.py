"""Several writers at once, in transactions that really end: order of numbers is order of commits, without a gap."""

import contextlib
import threading
import time

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from huanzhi.config.database import dsn
from huanzhi.ledger.models import Entry
from huanzhi.ledger.queries import state
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb

WRITERS, EACH = 8, 25


class Refused(Exception):
    """What a verb of these tests fails with."""


@verb("tests.do")
def do(actor: Actor, name: str, fail: bool = False, wait: float = 0) -> int:
    made = record(f"tests:{name}", after={"name": name})
    if fail:
        raise Refused(name)
    time.sleep(wait)
    return made.seq if wait else 0


def test_eight_writers_leave_no_gap_and_nothing_of_what_failed(committed):
    failures = []

    def write(number):
        try:
            for turn in range(EACH):
                try:
                    do(SYSTEM("t"), f"{number}-{turn}", fail=turn % 5 == 4)
                except Refused:
                    continue
        except Exception as error:  # what a thread raises would be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    held = WRITERS * EACH * 4 // 5
    assert state() == (held, None)
    assert set(Entry.objects.values_list("seq", flat=True)) == set(range(1, held + 1))
    done = [name for name in Entry.objects.values_list("subject_id", flat=True) if name.startswith("3-")]
    assert done == [f"3-{turn}" for turn in range(EACH) if turn % 5 != 4]


def test_a_verb_commits_with_its_entry(committed):
    do(SYSTEM("t"), "a")
    with psycopg.connect(dsn()) as other:
        assert other.execute("SELECT seq, subject_id FROM ledger_entry").fetchall() == [(1, "a")]
    assert connection.get_autocommit()
    assert not connection.in_atomic_block
    do(SYSTEM("t"), "b")
    assert state() == (2, None)


def test_what_runs_after_the_commit_sees_it(committed):
    seen = []

    @verb("tests.hooked")
    def hooked(actor: Actor) -> None:
        record("tests:h")
        transaction.on_commit(lambda: seen.append(Entry.objects.count()))

    hooked(SYSTEM("t"))
    assert seen == [1]


def test_a_commit_that_fails_leaves_nothing(committed):
    """A foreign key is only looked at when the transaction ends."""
    from huanzhi.people.models import Organisation, OrganisationAlias

    @verb("tests.dangling")
    def dangling(actor: Actor) -> None:
        OrganisationAlias.objects.create(name="x", organisation_id=10**9, source="t")
        record("tests:d")

    with pytest.raises(DatabaseError):
        dangling(SYSTEM("t"))
    assert not Entry.objects.exists()
    assert not Organisation.objects.exists()
    do(SYSTEM("t"), "after")
    assert state() == (1, None)


def test_the_line_is_held_only_from_the_end_of_a_verb(committed):
    """While one verb works, others are not kept waiting; who asks for the number of its entry does keep them."""
    begun, go_on = threading.Event(), threading.Event()

    @verb("tests.slow")
    def slow(actor: Actor) -> None:
        record("tests:slow")
        begun.set()
        assert go_on.wait(10)

    def run():
        slow(SYSTEM("t"))
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(10)
    do(SYSTEM("t"), "quick")
    go_on.set()
    thread.join()
    assert list(Entry.objects.values_list("subject_id", flat=True)) == ["quick", "slow"]
    assert state() == (2, None)


def test_in_a_transaction_of_somebody_else_a_verb_does_not_commit(committed):
    with contextlib.suppress(Refused), transaction.atomic():
        do(SYSTEM("t"), "a")
        assert Entry.objects.count() == 1
        raise Refused
    assert not Entry.objects.exists()
    assert do(SYSTEM("t"), "b", wait=0.001) == 1
