"""Appends a second by eight writers, and the whole chain proven; beside the same writers on a table without a chain.

Each append is a verb of its own with its own commit, as a person's click is. The peer writes the same columns and
indexes into a table of its own, through Django too, without number in order, chain, rights or triggers. Both wait
for the disk. The sides take turns in one run, each five times.
"""

import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from report import publish

WRITERS, SECONDS, TIMES = 8, 3.0, 5
MILLION, BLOCK = 1_000_000, 1_000
TABLE = "bench_plain"
BEFORE = {"state": "opened", "number": "20261124-0007"}
AFTER = {"state": "accepted", "note": "已到现场,正在核实", "number": "20261124-0007"}


def prepare() -> None:
    """A database of its own, with every table of the product."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ.pop("DATABASE_URL", None)
    from huanzhi.config.database import application_url, embedded_url

    application = application_url()
    os.environ["DATABASE_URL"] = embedded_url()
    import django

    django.setup()
    from django.db import connection

    from huanzhi.config.database import migrate

    migrate(application)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE ledger_entry INCLUDING ALL)")
        cursor.execute(f"ALTER TABLE {TABLE} ALTER seq ADD GENERATED ALWAYS AS IDENTITY")
        cursor.execute(f"GRANT ALL ON {TABLE} TO huanzhi_app")
    connection.close()
    os.environ["DATABASE_URL"] = application


def ours() -> Callable[[int], object]:
    """A verb that records what a step of a case records."""
    from huanzhi.ledger.verbs import Actor, record, verb

    actor = Actor("周", "planner", "D01", 7, "web 10.0.0.1", frozenset({"bench.*"}))

    @verb("bench.step")
    def step(actor: Actor, number: int) -> None:
        record(f"work.case:{number}", before=BEFORE, after=AFTER, reason="现场核实")

    return lambda number: step(actor, number)


def plain() -> Callable[[int], object]:
    """The same row in a transaction of its own."""
    from datetime import UTC, datetime

    from django.db import connection, models, transaction

    from huanzhi.ledger.verbs import Actor

    actor = Actor("周", "planner", "D01", 7, "web 10.0.0.1").plain()

    class Plain(models.Model):
        seq = models.BigAutoField(primary_key=True)
        at = models.DateTimeField()
        verb = models.CharField(max_length=80)
        actor = models.JSONField()
        subject_type = models.CharField(max_length=80)
        subject_id = models.CharField(max_length=120)
        before = models.JSONField(null=True)
        after = models.JSONField(null=True)
        reason = models.TextField()
        previous = models.CharField(max_length=64)
        hash = models.CharField(max_length=64)

        class Meta:
            app_label = "ledger"
            db_table = TABLE

    def insert(number: int) -> None:
        with transaction.atomic():
            Plain.objects.create(
                at=datetime.now(UTC),
                verb="bench.step",
                actor=actor,
                subject_type="work.case",
                subject_id=str(number),
                before=BEFORE,
                after=AFTER,
                reason="现场核实",
                previous="0" * 64,
                hash="0" * 64,
            )

    assert connection.vendor == "postgresql"
    return insert


def write(side: str, begin: Any, counts: Any) -> None:
    """One writer: how many it did between the signal and the end."""
    import django

    django.setup()
    append = {"ours": ours, "plain": plain}[side]()
    from django.db import connection

    append(0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    begin.wait()
    done, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        done += 1
        append(done)
    counts.put(done / SECONDS)


def rate(side: str) -> float:
    """Appends a second by all writers together."""
    context = multiprocessing.get_context("spawn")
    begin, counts = context.Barrier(WRITERS), context.Queue()
    writers = [context.Process(target=write, args=(side, begin, counts)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    total = sum(counts.get(timeout=120) for _ in writers)
    for writer in writers:
        writer.join()
    return total


def fill() -> int:
    """Entries up to a million, of several kinds, written by the database's own function; how many there are."""
    import random

    from django.db import connection

    from huanzhi.ledger.chain import around
    from huanzhi.ledger.queries import size
    from huanzhi.ledger.verbs import Actor

    chance = random.Random(7)
    people = [Actor(f"员工{n}", "liaison", f"D{n % 40:02}", n, f"web 10.0.0.{n}").plain() for n in range(200)]
    verbs = ["work.accept", "work.report-done", "kit.save-record", "measures.keep-figure"]
    while (held := size()) < MILLION:
        block = []
        for number in range(held, min(held + BLOCK, MILLION)):
            entry = {
                "at": f"2026-11-24T01:{number // 60 % 60:02}:{number % 60:02}.{number % 1000:03}001+00:00"
            }
            entry |= {"verb": chance.choice(verbs), "actor": chance.choice(people), "reason": "现场核实"}
            entry |= {"subject_type": "work.case", "subject_id": str(chance.randrange(10**5))}
            entry |= {"before": BEFORE, "after": AFTER | {"n": number}}
            block += around(entry)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_append(%s)", ["\n".join(block)])
    return held


def verifying(figures: dict[str, tuple[float, str]]) -> None:
    """The command's own way over a million entries; a checkpoint over them; a proof under it."""
    from huanzhi.ledger.actions import checkpoint
    from huanzhi.ledger.proofs import wrong_inclusion
    from huanzhi.ledger.queries import prove_entry, state
    from huanzhi.ledger.verbs import SYSTEM

    held, seconds = fill(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert state() == (held, None)
        seconds.append(time.perf_counter() - begun)
        print(f"· verify of {held:,}: {seconds[-1]:.1f} s", file=sys.stderr)
    figures["verify of a million"] = (statistics.median(seconds), "s")
    begun = time.perf_counter()
    made = checkpoint(SYSTEM("bench")).plain()
    figures["checkpoint over a million"] = (time.perf_counter() - begun, "s")
    begun = time.perf_counter()
    proof = prove_entry(held // 2)
    figures["proof of one entry"] = (time.perf_counter() - begun, "s")
    figures["size of that proof"] = (len(json.dumps(proof)), "bytes")
    assert wrong_inclusion(proof, made) == ""


def main() -> None:
    """Both sides in turn, then the million."""
    prepare()
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    for turn in range(TIMES + 1):
        for side, found in rates.items():
            value = rate(side)
            print(f"· {side}: {value:,.0f} a second", file=sys.stderr)
            if turn:  # the first one warms up
                found.append(value)
    import django

    django.setup()
    from huanzhi.ledger.queries import state

    assert state()[1] is None
    mine, theirs = (statistics.median(found) for found in rates.values())
    figures = {f"appends, {WRITERS} writers": (mine, "1/s"), "worst of the runs": (min(rates["ours"]), "1/s")}
    verifying(figures)
    peers = {"INSERT without chain (Django, same writers)": (theirs, "1/s")}
    publish("ledger", figures, peers, {"ours/INSERT without chain": mine / theirs})


if __name__ == "__main__":
    main()
