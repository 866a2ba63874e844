"""Client 现场机: one device on its connection, with a memory: what is not acknowledged is sent again later (补传)."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from huanzhi.monitoring.simulation import reports
from huanzhi.monitoring.simulation.clock import Clock
from huanzhi.monitoring.simulation.instruments import Instrument
from huanzhi.monitoring.simulation.link import Link
from huanzhi.monitoring.simulation.memory import Datum, Memory
from huanzhi.monitoring.simulation.noise import key
from huanzhi.monitoring.simulation.requests import respond
from huanzhi.monitoring.simulation.setup import Setup, nothing
from huanzhi.monitoring.simulation.tally import Tally
from huanzhi.monitoring.simulation.wire_faults import Line
from huanzhi.wire.hj212 import Frame, Message, Splitter, Unreadable, parse
from huanzhi.wire.hj212.clock import request_number

WINDOW = 8  # messages of one device that wait for their answers at once
REST = 60.0  # seconds before a period that nobody acknowledged is sent again
HEARTBEAT = 60
LONGEST_PAUSE = 60.0
SPREAD = 5.0  # seconds over which the devices of a district send what is due at the same moment
READ = 1 << 16


class Client:
    """A device that talks until it is stopped; it comes back by itself when the connection breaks."""

    def __init__(
        self,
        instrument: Instrument,
        host: str,
        port: int,
        tally: Tally,
        line: Line | None = None,
        clock: Clock | None = None,
        backlog: float = 0.0,
        real_seconds: float | None = None,
        spread: float = SPREAD,
        remember: Callable[[Instrument], None] = nothing,
    ) -> None:
        self.instrument, self.host, self.port, self.tally = instrument, host, port, tally
        self.line, self.clock = line or Line(), clock or Clock()
        now = self.clock.now()
        every = real_seconds or instrument.real_seconds
        self.setup = Setup(instrument, now, every, self.line.skew(), remember=remember)
        self.memory = Memory(instrument, reports.back(self._now(), backlog))
        self._phase = key(instrument.mn, "phase") % 10_000 / 10_000 * min(self.setup.real_seconds, spread)
        self._flying: set[Datum] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_qn = self._last_turn = self._last_beat = 0
        self._said_restart = False
        self._pause = 1.0

    def _now(self) -> datetime:
        """The device's own clock."""
        return self.setup.clock(self.clock.now())

    async def run(self) -> None:
        """Connect, talk, and connect again, until cancelled."""
        while True:
            pulled = await self._once()
            if pulled:
                await self.clock.sleep(pulled)
            else:
                await self.clock.sleep(self._pause)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _once(self) -> float:
        """One connection; the seconds for which the cable is out afterwards."""
        try:
            reader, writer = await asyncio.open_connection(self.host, self.port)
        except OSError:
            self.tally.failures += 1
            return 0.0
        self.tally.connections += 1
        link = Link(writer, self.line, self.tally)
        listening = asyncio.create_task(self._listen(reader, link))
        try:
            return await self._work(link)
        except ConnectionError:
            return 0.0
        finally:
            link.close()
            for task in (listening, *self._tasks):
                task.cancel()
            await asyncio.gather(listening, *self._tasks, return_exceptions=True)
            self._flying.clear()

    async def _work(self, link: Link) -> float:
        """Send what is due, until the connection breaks (0) or the cable is pulled (for so many seconds)."""
        real = self._next_real()
        if not self._said_restart:
            self._said_restart = True
            self._tell(link, reports.RESTART, reports.restart(self.setup.started, self._now()))
        while not link.closed:
            now = self._now().timestamp()
            if now >= real[0]:
                if self.setup.sends_real:
                    self._tell(link, reports.REAL, reports.real(self.instrument, int(real[1])))
                real = self._next_real()
            if int(now - self._phase) // 60 != self._last_turn:
                self._last_turn = int(now - self._phase) // 60
                self.memory.turn(self._now())
                if outage := self.line.outage():
                    return outage
            self._beat(link, now)
            for datum in self.memory.next(WINDOW - len(self._flying), self._flying):
                self._flying.add(datum)
                self._spawn(self._period(link, datum))
            minute = (self._last_turn + 1) * 60 + self._phase
            await self._wait(link, min(real[0], minute) - self._now().timestamp())
        return 0.0

    def _next_real(self) -> tuple[float, float]:
        """When real-time data are due next, and the moment that they are of."""
        every = self.setup.real_seconds
        moment = ((self._now().timestamp() - self._phase) // every + 1) * every
        return moment + self._phase, moment

    def _beat(self, link: Link, now: float) -> None:
        """The heartbeat of 2025."""
        if self.instrument.edition >= 2025 and int(now) // HEARTBEAT != self._last_beat:
            self._last_beat = int(now) // HEARTBEAT
            self._tell(link, reports.HEARTBEAT, ())

    async def _wait(self, link: Link, seconds: float) -> None:
        link.wake.clear()
        if link.closed:
            return
        try:
            async with asyncio.timeout(max(seconds, 0) / self.clock.speed):
                await link.wake.wait()
        except TimeoutError:
            pass

    def _tell(self, link: Link, cn: str, items: tuple[reports.Item, ...]) -> None:
        self._spawn(self._once_told(link, reports.message(self.instrument, cn, self._qn(), items)))

    async def _once_told(self, link: Link, message: Message) -> None:
        await self._deliver(link, message)

    async def _period(self, link: Link, datum: Datum) -> None:
        """A minute, hour or day; it stays in the memory until it is acknowledged."""
        cn, start = datum
        items = reports.period(self.instrument, cn, start)
        message = reports.message(self.instrument, cn, self._qn(), items)
        if await self._deliver(link, message):
            self.memory.acknowledged(datum)
            age = self._now().timestamp() - start
            self.tally.supplements += age > 2 * reports.length(self.instrument, cn) + 60
            self._flying.discard(datum)
            link.wake.set()
        else:
            await self.clock.sleep(REST)
            self._flying.discard(datum)

    async def _deliver(self, link: Link, whole: Message) -> bool:
        """Send a message and wait for its answers, again when they do not come; whether they came."""
        self.tally.messages += 1
        if late := self.line.lateness():
            await self.clock.sleep(late)
        frames = reports.packets(whole)
        try:
            for attempt in range(self.setup.tries):
                self.tally.repeated += len(frames) if attempt else 0
                if await self._answered(link, whole.qn, frames):
                    self._pause = 1.0
                    self.tally.acknowledged += 1
                    return True
        except ConnectionError:
            pass
        self.tally.given_up += 1
        return False

    async def _answered(self, link: Link, qn: str, frames: list[bytes]) -> bool:
        begun = time.monotonic()
        answer = link.expect(qn, len(frames))
        try:
            for raw in frames:
                await link.send(raw)
            async with asyncio.timeout(self.setup.over_time):
                came = await answer
        except TimeoutError:
            return False
        finally:
            link.forget(qn)
        if not came:
            raise ConnectionResetError("the connection was closed")
        self.tally.timed(time.monotonic() - begun)
        return True

    async def _listen(self, reader: asyncio.StreamReader, link: Link) -> None:
        """Answers and requests of the server, until it closes."""
        splitter = Splitter()
        try:
            while data := await reader.read(READ):
                for one in splitter.feed(data):
                    if isinstance(one, Frame) and not link.heard(one.segment):
                        self._spawn(self._obey(link, one.segment))
        except ConnectionError:
            pass
        finally:
            link.close()

    async def _obey(self, link: Link, raw: bytes) -> None:
        """Answer a request."""
        try:
            asked = parse(raw)
        except Unreadable:
            return
        self.tally.requests += 1
        try:
            for message in respond(self.setup, asked, self.clock.now()):
                for raw in reports.packets(message):
                    await link.send(raw)
        except ConnectionError:
            return
        link.wake.set()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _qn(self) -> str:
        """The number of a message by the device's clock, none twice."""
        self._last_qn = max(int(self._now().timestamp() * 1000), self._last_qn + 1)
        return request_number(datetime.fromtimestamp(self._last_qn / 1000, UTC))
