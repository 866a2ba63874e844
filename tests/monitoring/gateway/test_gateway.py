"""The gateway over real sockets: durable before acknowledged, nobody holds it up, nothing dropped silently."""

import asyncio
import time

import psycopg
import pytest

from huanzhi.monitoring.gateway import server as server_module
from huanzhi.monitoring.models import Frame
from huanzhi.wire.hj212 import Splitter, parse

MN, OTHER = "010000A8900016F000169DC0", "010000A8900016F000169DC1"


async def connect(port):
    return await asyncio.open_connection("127.0.0.1", port)


async def answers(reader, count=1, seconds=5.0):
    """So many messages from the server."""
    splitter, found = Splitter(), []
    async with asyncio.timeout(seconds):
        while len(found) < count:
            data = await reader.read(65536)
            if not data:
                break
            found += [parse(one.segment) for one in splitter.feed(data)]
    return found


async def silent(reader, seconds=0.4):
    """Nothing comes for a while."""
    try:
        async with asyncio.timeout(seconds):
            return not await reader.read(1)
    except TimeoutError:
        return True


def rows():
    return list(Frame.objects.order_by("pk"))


def test_a_frame_is_in_the_journal_when_its_answer_comes(listening, frame):
    from huanzhi.config.database import dsn

    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame())
        [answer] = await answers(reader)
        with psycopg.connect(dsn()) as other:
            held = other.execute("SELECT mn, raw FROM monitoring_frame").fetchall()
        return answer, held

    answer, [(mn, raw)] = listening(work)
    assert (answer.cn, answer.st, answer.qn, answer.mn, answer.flag) == (
        "9014",
        "91",
        "20260501080000000",
        MN,
        4,
    )
    assert (mn, bytes(raw)) == (MN, frame(at=parse(bytes(raw)[6:-6]).parameters["DataTime"]))


def test_no_answer_before_the_commit(listening, frame):
    from huanzhi.config.database import dsn

    async def work(gateway, port):
        reader, writer = await connect(port)
        with psycopg.connect(dsn()) as other:
            other.execute("LOCK TABLE monitoring_frame IN ACCESS EXCLUSIVE MODE")
            writer.write(frame())
            quiet = await silent(reader)
        return quiet, await answers(reader)

    quiet, found = listening(work)
    assert quiet
    assert [one.cn for one in found] == ["9014"]


def test_the_database_goes_away_and_comes_back(listening, frame):
    from huanzhi.config.database import dsn

    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame(value="1"))
        await answers(reader)
        with psycopg.connect(dsn(), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND query LIKE 'COPY monitoring_frame%'"
            )
        for value in ("2", "3"):
            writer.write(frame(value=value))
        return await answers(reader, 2, 10)

    assert len(listening(work)) == 2
    assert [b"Rtd=%d" % n in bytes(row.raw) for n, row in enumerate(rows(), 1)] == [True] * 3
    assert [row.pk - rows()[0].pk for row in rows()] == [0, 1, 2]


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"mn": "F" * 24}, "unknown-device", "no device"),
        ({"pw": "654321"}, "password", "PW is not"),
        ({"at": "20990101000000"}, "clock", "20990101000000"),
        ({"at": "19991231235959"}, "clock", "19991231235959"),
    ],
)
def test_who_does_not_belong_gets_no_answer_and_is_kept(listening, frame, change, kind, words):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame(**change))
        quiet = await silent(reader)
        writer.write(frame())
        await answers(reader)
        return quiet, gateway.tally.plain()

    quiet, tally = listening(work)
    assert quiet
    assert tally["refused"] == {kind: 1}
    refused, taken = rows()
    assert (refused.refusal, taken.refusal) == (kind, "")
    assert words in refused.reason


def test_a_device_without_a_password_on_record_needs_none(listening, frame):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame(mn=OTHER, pw="whatever"[:6]))
        return await answers(reader)

    assert len(listening(work)) == 1


def test_what_is_known_of_a_head_is_weighed_again_when_the_register_changes(listening, frame):
    """A password that was right is not so for ever; and a clock is weighed with each frame."""
    from dataclasses import replace

    async def work(gateway, port):
        reader, writer = await connect(port)
        for value in ("1", "2"):
            writer.write(frame(value=value))
            await answers(reader)
        writer.write(frame(at="20990101000000"))
        writer.write(frame(value="3"))
        await answers(reader)
        devices = gateway.admission.devices
        devices[MN.encode()] = replace(devices[MN.encode()], passwords=frozenset([b"654321"]))
        gateway._recheck()
        writer.write(frame(value="4"))
        return await silent(reader), gateway.tally.plain()

    quiet, tally = listening(work)
    assert quiet
    assert (tally["taken"], tally["refused"]) == (3, {"clock": 1, "password": 1})


def test_a_concentrator_speaks_for_many_devices(listening, frame, monkeypatch):
    from huanzhi.monitoring.gateway import talk

    monkeypatch.setattr(talk, "MOST_MET", 3)

    async def work(gateway, port):
        reader, writer = await connect(port)
        turns = [(mn, cn) for _ in range(3) for cn in ("2011", "2051", "2061") for mn in (MN, OTHER)]
        for number, (mn, cn) in enumerate(turns):
            writer.write(frame(mn=mn, cn=cn, qn=f"20260501080000{number:03}"))
        found = await answers(reader, len(turns))
        return turns, found, max(len(one._met) for one in gateway.talks)

    turns, found, remembered = listening(work)
    assert [(one.mn, int(one.qn[-3:])) for one in found] == [(mn, n) for n, (mn, _cn) in enumerate(turns)]
    assert remembered <= 3
    assert [row.mn for row in rows()] == [mn for mn, _cn in turns]


def test_garbage_between_frames_is_kept_and_the_frames_too(listening, frame):
    async def work(gateway, port):
        reader, writer = await connect(port)
        data = b"\x00\xffrubbish" + frame(value="1")[:-2] + frame(value="2") + b"##00" + frame(value="3")
        for at in range(0, len(data), 7):
            writer.write(data[at : at + 7])
            await asyncio.sleep(0)
        return await answers(reader, 3)

    assert len(listening(work)) == 3
    assert b"".join(bytes(row.raw) for row in rows() if row.refusal == "garbage") == b"\x00\xffrubbish##00"


def test_a_flood_of_garbage_is_counted_and_not_kept_without_end(listening, frame):
    async def work(gateway, port):
        for _ in range(3):
            _reader, writer = await connect(port)
            try:
                for _ in range(60):
                    writer.write(b"x" * 50_000 + b"##9999")
                    await writer.drain()
            except ConnectionError:
                continue
        gateway.tell_unkept()
        reader, writer = await connect(port)
        writer.write(frame())
        return await answers(reader), gateway.tally.plain()

    found, tally = listening(work, refused_bytes_a_minute=100_000)
    assert len(found) == 1
    kept = sum(len(bytes(row.raw)) for row in rows() if row.refusal == "garbage")
    assert 0 < kept <= 100_000
    [told] = [row for row in rows() if row.refusal == "rate"]
    assert "were refused and not kept" in told.reason
    assert tally["refused"]["garbage"] > 3


def test_after_many_refusals_the_connection_is_closed(listening, frame):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame(pw="000000") * 30)
        return await reader.read(), gateway.tally.plain()

    assert listening(work, refusals=10)[0] == b""


def test_half_frames_strangers_and_the_silent_lose_their_place(listening, frame, monkeypatch):
    monkeypatch.setattr(server_module, "SWEEP", 0.1)

    async def work(gateway, port):
        half, _ = pair = await connect(port)
        pair[1].write(frame()[:40])
        stranger, _ = await connect(port)
        known, writer = await connect(port)
        writer.write(frame())
        await answers(known)
        ends = await asyncio.gather(half.read(), stranger.read(), known.read(), return_exceptions=True)
        return ends, gateway.tally.closed

    _ends, closed = listening(work, half_frame_seconds=0.2, stranger_seconds=0.6, idle_seconds=1.0)
    assert closed == {"half a frame": 1, "stranger": 1, "idle": 1}


def test_many_idle_sockets_do_not_slow_the_others(listening, frame):
    async def work(gateway, port):
        idle = [await connect(port) for _ in range(400)]
        reader, writer = await connect(port)
        begun = time.perf_counter()
        for _ in range(20):
            writer.write(frame())
            await answers(reader)
        took = time.perf_counter() - begun
        for _, one in idle:
            one.close()
        return took

    assert listening(work) < 5


def test_one_connection_too_many_is_closed(listening, frame):
    async def work(gateway, port):
        held = [await connect(port) for _ in range(3)]
        reader, _writer = await connect(port)
        end = await reader.read()
        for _, one in held:
            one.close()
        return end, gateway.tally.closed

    end, closed = listening(work, connections=3)
    assert end == b""
    assert closed == {"too many connections": 1}


def test_too_fast_is_read_slowly_and_loses_nothing(listening, frame):
    async def work(gateway, port):
        reader, writer = await connect(port)
        begun = time.perf_counter()
        for _ in range(30):
            writer.write(frame() * 10)
            await asyncio.sleep(0.005)
        found = await answers(reader, 300, 20)
        return len(found), time.perf_counter() - begun

    count, took = listening(work, burst=100, frames_a_second=200)
    assert count == 300
    assert took > 0.8, "the two hundred above the burst take a second at two hundred a second"


def test_who_does_not_read_its_answers_is_not_read_either(listening, frame):
    async def work(gateway, port):
        _reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        writer.transport.pause_reading()
        sent = 0
        try:
            async with asyncio.timeout(3):
                while True:
                    writer.write(frame() * 50)
                    sent += 50
                    await writer.drain()
        except TimeoutError:
            pass
        held = [talk.transport.get_write_buffer_size() for talk in gateway.talks]
        return sent, max(held)

    sent, held = listening(work, burst=2_000, frames_a_second=1_000)
    assert sent > 50
    assert held < 1_000_000


def test_a_device_that_asks_for_the_clock_is_told(listening, frame):
    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame(cn="1013"))
        return await answers(reader, 2)

    found = {one.cn: one for one in listening(work)}
    assert set(found) == {"9013", "1012"}
    assert len(found["1012"].parameters["SystemTime"]) == 14


def test_a_device_taken_off_the_record_is_no_longer_answered(listening, frame, committed, monkeypatch):
    monkeypatch.setattr(server_module, "RENEW", 0.1)

    async def work(gateway, port):
        reader, writer = await connect(port)
        writer.write(frame())
        await answers(reader)
        del gateway.admission.devices[MN.encode()]
        gateway._recheck()
        writer.write(frame())
        return await silent(reader)

    assert listening(work)
    assert [row.refusal for row in rows()] == ["", "unknown-device"]
