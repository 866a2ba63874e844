"""The server 接收服务: listens, looks after its connections, and answers what the journal has made durable."""

import asyncio
import logging
import ssl
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from huanzhi.monitoring.gateway import copying
from huanzhi.monitoring.gateway.admission import Admission
from huanzhi.monitoring.gateway.aside import aside
from huanzhi.monitoring.gateway.journal import Journal
from huanzhi.monitoring.gateway.limits import Limits, limits
from huanzhi.monitoring.gateway.requests import Requests
from huanzhi.monitoring.gateway.talk import DOOR, Talk
from huanzhi.monitoring.gateway.tally import Tally
from huanzhi.monitoring.inbox import Refusal

log = logging.getLogger(__name__)
SWEEP, RENEW, MINUTE = 5.0, 2.0, 60.0


class Gateway:
    """One listening port, one lane of the journal, all its connections."""

    def __init__(
        self, dsn: str, lane: str = DOOR, synchronous: bool = True, bounds: Limits | None = None
    ) -> None:
        self.limits = bounds or limits()
        self.journal = Journal(dsn, lane, self._durable, synchronous)
        self.admission = Admission()
        self.requests = Requests(self)
        self.tally = Tally()
        self.talks: set[Talk] = set()
        self.by_device: dict[int, Talk] = {}
        self._addresses: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._held = False
        self._tasks: list[asyncio.Task[None]] = []
        self.server: asyncio.Server | None = None

    async def start(
        self, host: str, port: int, tls: ssl.SSLContext | None = None, shared: bool = False
    ) -> int:
        """Begin to listen; the port, which matters when 0 was asked for. `shared`: others listen there too."""
        await self.journal.__aenter__()
        await aside(self.admission.renew)
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: Talk(self), host, port, ssl=tls, backlog=4096, reuse_port=shared
        )
        work = (self._sweep, self._renew, self._speak_of_unkept, self.requests.run)
        self._tasks = [asyncio.create_task(one()) for one in work]
        return int(self.server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no more, write what was taken, answer it, close."""
        if self.server:
            self.server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.journal.__aexit__(None, None, None)
        for talk in list(self.talks):
            if talk.transport:
                talk.transport.close()

    # --- told by connections

    def opened(self, talk: Talk) -> None:
        """A new connection; one too many is closed at once."""
        self.talks.add(talk)
        self._addresses[talk.address] += 1
        if len(self.talks) > self.limits.connections:
            talk.close("too many connections")
        elif self._addresses[talk.address] > self.limits.connections_an_address:
            talk.close("too many connections of one address")
        elif self._held:
            talk.hold("journal")

    def known(self, talk: Talk) -> None:
        """A connection has shown whose it is; requests to the device go there."""
        assert talk.known is not None
        self.by_device[talk.known.key] = talk

    def lost(self, talk: Talk) -> None:
        """A connection is gone."""
        self.talks.discard(talk)
        self._addresses[talk.address] -= 1
        if self._addresses[talk.address] <= 0:
            del self._addresses[talk.address]
        if talk.known and self.by_device.get(talk.known.key) is talk:
            del self.by_device[talk.known.key]

    def hold_all(self) -> None:
        """The journal cannot follow: nobody is read until it has."""
        if not self._held:
            self._held = True
            for talk in self.talks:
                talk.hold("journal")

    def may_keep(self, address: str, size: int) -> bool:
        """Whether refused bytes of an address are still kept this minute; beyond that they are counted."""
        if self._kept[address] + size > self.limits.refused_bytes_a_minute:
            return False
        self._kept[address] += max(size, 64)
        return True

    # --- told by the journal

    def _durable(self, marks: list[Any], _first: int) -> None:
        speak: dict[Talk, None] = {}
        for mark in marks:
            if mark is not None and mark[1] is not None:
                talk, answer = mark
                talk.out.append(answer)
                speak[talk] = None
        for talk in speak:
            self.tally.answered += len(talk.out)
            talk.deliver()
        if self._held and self.journal.waiting < self.limits.waiting_frames // 2:
            self._held = False
            for talk in list(self.talks):
                talk.release("journal")

    # --- by the clock

    async def _sweep(self) -> None:
        """Close what holds a place without use: half frames, strangers, the silent."""
        while True:
            await asyncio.sleep(SWEEP)
            self.admission.tick(datetime.now(UTC))
            now, bound = time.monotonic(), self.limits
            for talk in list(self.talks):
                if talk.half_since and now - talk.half_since > bound.half_frame_seconds and not talk.paused:
                    talk.close("half a frame")
                elif talk.known is None and now - talk.begun > bound.stranger_seconds:
                    talk.close("stranger")
                elif now - max(talk.heard, talk.begun) > bound.idle_seconds:
                    talk.close("idle")

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            try:
                if await aside(self.admission.renew):
                    self._recheck()
            except Exception as error:  # the database may be away; the devices known so far go on
                log.warning("the register of devices cannot be read: %s", str(error).strip().split("\n")[0])

    def _recheck(self) -> None:
        """A device that is no longer in force does not go on talking on its old connection."""
        for talk in list(self.talks):
            talk.forget()
            if talk.known:
                talk.known = self.admission.devices.get(talk.known.mn.encode())

    async def _speak_of_unkept(self) -> None:
        """Once a minute: what was refused and only counted is written down as such."""
        while True:
            await asyncio.sleep(MINUTE)
            self._kept.clear()
            self.tell_unkept()

    def tell_unkept(self) -> None:
        """An entry an address for the pieces that were counted and not kept."""
        for address, pieces in self.tally.unkept.items():
            reason = (
                f"{pieces} more pieces, {self.tally.unkept_bytes[address]} bytes, were refused and not kept"
            )
            whose = copying.who(DOOR, address, "")
            self.journal.add(whose, b"", None, copying.why(Refusal.RATE.value, reason))
        self.tally.unkept.clear()
        self.tally.unkept_bytes.clear()
