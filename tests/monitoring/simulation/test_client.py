"""A device on its connection: answers, repeats, requests, and what it makes good after the cable was out."""

import asyncio
from datetime import UTC, datetime, timedelta

from huanzhi.monitoring.simulation import declared, reports
from huanzhi.monitoring.simulation.client import Client, Clock
from huanzhi.monitoring.simulation.memory import MOST, Memory
from huanzhi.monitoring.simulation.tally import Tally
from huanzhi.monitoring.simulation.wire_faults import Line
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import request

from .conftest import until

START = datetime(2026, 11, 24, 3, 50, 30, tzinfo=UTC)  # 11:50:30 in Shanghai
FAST = 600.0  # ten minutes a second


def client(server, line=None, speed=FAST, **over):
    """A device whose clock runs fast, and its task."""
    made = Client(
        declared.generic(1)[0], "127.0.0.1", server.port, Tally(), line, Clock(speed, start=START), **over
    )
    made.setup.over_time = 0.5
    return made, asyncio.create_task(made.run())


def starts(server, cn):
    return [one.data_time.astimezone(OFFSET).strftime("%H%M") for one in server.of(cn)]


def test_it_sends_what_is_due_and_everything_is_acknowledged(with_server):
    async def scene(server):
        device, _task = client(server)
        await until(lambda: len(server.of("2061")) == 1 and len(server.of("2051")) >= 3)
        await until(lambda: device.tally.acknowledged == device.tally.messages)
        assert starts(server, "2061") == ["1100"]
        assert starts(server, "2051")[:2] == ["1150", "1200"]
        assert len(server.of("2011")) >= 15
        assert len(server.of("2081")) == 1
        assert (server.refused, device.tally.repeated, len(device.memory)) == ([], 0, 0)

    with_server(scene)


def test_silence_is_answered_by_the_same_frame_again_and_then_given_up(with_server):
    async def scene(server):
        server.deaf = 10**6
        device, _task = client(server, speed=1.0, real_seconds=1, backlog=0.5)
        await until(lambda: device.tally.given_up >= 2)
        first = server.messages[0]
        assert [one.qn for one in server.messages].count(first.qn) == 3
        assert server.messages.count(first) == 3
        assert len(device.memory) == 3
        server.deaf = 0

    with_server(scene)


def test_what_was_not_acknowledged_is_sent_after_the_cable_is_back(with_server):
    async def scene(server):
        device, _task = client(server)
        await until(lambda: len(server.of("2051")) >= 1)
        await server.stop()
        before = len(server.messages)
        await until(lambda: len(device.memory) == 0 and device.tally.failures > 2)
        await asyncio.sleep(1.2)  # twelve minutes
        await server.start()
        await until(lambda: len(server.of("2051")) >= 4)
        after = server.messages[before:]
        periods = [one.data_time for one in server.of("2051")]
        assert periods == [periods[0] + timedelta(minutes=10 * n) for n in range(len(periods))]
        late = next(one for one in after if one.cn == "2051")
        begun = int(late.data_time.timestamp())
        same = reports.message(
            device.instrument, "2051", "", reports.period(device.instrument, "2051", begun)
        )
        assert late.factors == same.factors

    with_server(scene)


def test_a_backlog_comes_first_and_is_complete(with_server):
    async def scene(server):
        device, _task = client(server, speed=1.0, backlog=14)
        await until(lambda: len(device.memory) == 0 and device.tally.acknowledged > 14 * 7)
        assert sorted(starts(server, "2061"))[:2] == ["0000", "0100"]
        assert [len(set(starts(server, cn))) for cn in ("2061", "2051", "2031")] == [14, 84, 1]
        assert device.tally.supplements >= 80

    with_server(scene)


def test_it_answers_a_request_for_hours(with_server):
    async def scene(server):
        device, _task = client(server, speed=1.0)
        await until(lambda: server.of("2081"))
        span = {"BeginTime": "20261124080000", "EndTime": "20261124090000"}
        mn, pw = device.instrument.mn, device.instrument.password
        asked = request("2061", mn, pw, START.astimezone(OFFSET) - timedelta(hours=1), "31", span)
        server.ask(asked)
        await until(lambda: server.of("9012"))
        assert [one.cn for one in server.messages if one.qn == asked.qn] == ["9011", "2061", "2061", "9012"]
        assert starts(server, "2061") == ["0800", "0900"]
        assert device.tally.requests == 1

    with_server(scene)


def test_faults_are_counted_and_nothing_of_the_periods_is_lost(with_server):
    async def scene(server):
        faults = {"drop": 0.15, "corrupt": 0.1, "duplicate": 0.1, "reorder": 0.1, "halves": 0.1}
        line = Line(faults, 3)
        device, _task = client(server, line, speed=60.0, backlog=8)
        device.setup.over_time = 0.1
        await until(lambda: len(device.memory) == 0 and device.tally.acknowledged > 50, 20)
        assert set(line.happened) == set(faults)
        assert len(server.refused) >= 1
        assert device.tally.repeated > 0
        assert len({one.data_time for one in server.of("2061")}) == 8
        assert len({one.data_time for one in server.of("2051")}) >= 48

    with_server(scene)


def test_a_pulled_cable_is_an_outage_and_the_clock_may_be_off(with_server):
    async def scene(server):
        line = Line({"outage": 1.0, "skew": 1.0}, 11)
        device, _task = client(server, line)
        await until(lambda: device.tally.connections >= 2)
        assert line.happened["outage"] >= 1
        assert abs(device.setup.offset) >= 30

    with_server(scene)


def test_a_memory_that_is_full_lets_the_oldest_go():
    [instrument] = declared.generic(1)
    memory = Memory(instrument, START - timedelta(days=200))
    memory.turn(START)
    assert (len(memory), memory.forgotten > 10_000) == (MOST, True)
    [oldest] = memory.next(1, set())
    memory.acknowledged(oldest)
    assert oldest not in memory.next(5, set())
    before = len(memory)
    memory.turn(START)
    assert len(memory) == before
