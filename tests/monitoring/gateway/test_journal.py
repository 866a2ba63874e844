"""The journal: one writer a lane, numbers in the order of commits, times that never go back."""

import asyncio
from datetime import UTC, datetime

import pytest

from huanzhi.monitoring.gateway import journal as journal_module
from huanzhi.monitoring.gateway.entry import Entry
from huanzhi.monitoring.gateway.journal import Journal, LaneTaken, write
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Frame, Lane

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def entry(raw, door="hj212"):
    return Entry(NOW, door, "peer", "MN", raw)


@pytest.fixture
def dsn(committed):
    from huanzhi.config.database import dsn

    return dsn()


def test_entries_are_numbered_in_order_and_numbers_go_on_after_a_restart(dsn):
    async def session(*raws):
        async with Journal(dsn, "a") as journal:
            return await asyncio.gather(*(journal.put(entry(raw)) for raw in raws))

    first = asyncio.run(session(b"1", b"2", b"3"))
    second = asyncio.run(session(b"4"))
    start = Lane.objects.get(name="a").pk * SPAN
    assert first + second == [start + n for n in (1, 2, 3, 4)]
    assert [bytes(row.raw) for row in Frame.objects.order_by("pk")] == [b"1", b"2", b"3", b"4"]


def test_a_lane_has_one_writer(dsn, monkeypatch):
    monkeypatch.setattr(journal_module, "TRIES", 1)

    async def session():
        async with Journal(dsn, "a"):
            with pytest.raises(LaneTaken, match="lane a"):
                await Journal(dsn, "a").__aenter__()
            async with Journal(dsn, "b") as other:
                return await other.put(entry(b"x"))

    assert asyncio.run(session()) > SPAN


def test_a_clock_set_back_does_not_turn_the_order_round(dsn):
    times = iter([10**18, 10**18 - 3_600 * 10**9, 10**18 - 3_600 * 10**9, 10**18 + 5_000])

    async def session():
        async with Journal(dsn, "a", clock=lambda: next(times)) as journal:
            await asyncio.gather(*(journal.put(entry(bytes([n]))) for n in range(4)))

    asyncio.run(session())
    received = list(Frame.objects.order_by("pk").values_list("received", flat=True))
    assert received == sorted(set(received))
    asyncio.run(_one_more(dsn))
    assert Frame.objects.order_by("-pk").first().received > received[-1], "nor over a restart"


async def _one_more(dsn):
    async with Journal(dsn, "a", clock=lambda: 10**15) as journal:
        await journal.put(entry(b"later"))


def test_many_wait_for_one_commit(dsn):
    async def session():
        async with Journal(dsn, "a") as journal:
            await asyncio.gather(*(journal.put(entry(b"%d" % n)) for n in range(500)))
            return journal.written, journal.commits

    written, commits = asyncio.run(session())
    assert written == 500
    assert commits < 20


def test_files_come_through_the_same_journal(dsn):
    numbers = write("files", [entry(b"a", "file"), entry(b"b", "file")])
    more = write("files", [entry(b"c", "file")])
    assert more[0] == numbers[1] + 1
    received = list(Frame.objects.order_by("pk").values_list("received", flat=True))
    assert received == sorted(set(received))
