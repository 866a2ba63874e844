"""Requests to devices 反控: what was asked on a page goes out on the device's connection and is followed to its end."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from huanzhi.monitoring.actions import commands
from huanzhi.monitoring.gateway.aside import aside
from huanzhi.monitoring.gateway.spoken import Heard, Peek
from huanzhi.wire.hj212 import Frame, Unreadable, encode, parse, request, segment
from huanzhi.wire.hj212.clock import digits
from huanzhi.wire.hj212.exchange import Exchange

if TYPE_CHECKING:
    from huanzhi.monitoring.gateway.admission import Known
    from huanzhi.monitoring.gateway.talk import Talk

log = logging.getLogger(__name__)
TICK = 0.5
SET_CLOCK = "1012"
LATE_RESULT = 60.0  # seconds in which a result is still heard after the end


@dataclass
class Running:
    """A command on its way: its row, its exchange, and the state that was last written down."""

    command: int
    exchange: Exchange
    written: str = "sent"
    frames: int = 0
    ended: float = 0.0


class Requests:
    """All exchanges of this gateway, by device."""

    def __init__(self, gateway) -> None:  # type: ignore[no-untyped-def]
        self.gateway = gateway
        self.open: dict[int, list[Running]] = {}

    def hear(self, known: "Known", frame: Frame) -> None:
        """A frame of a device that was asked something."""
        try:
            message = parse(frame.segment, seen=frame.leniencies)
        except Unreadable:
            return  # it is in the journal and will be in quarantine
        for running in self.open.get(known.key, []):
            if running.exchange.hear(message, time.monotonic()):
                running.frames += 1
                break

    def tell_the_clock(self, talk: "Talk", heard: Heard | Peek) -> None:
        """A device that asks for the clock (1013) is told it (1012)."""
        now = datetime.now(UTC)
        told = {"SystemTime": digits(now)}
        mn, password, st = (part.decode("ascii", "replace") for part in (heard.mn, heard.pw, heard.st))
        talk.say(encode(segment(request(SET_CLOCK, mn, password, now, st, told))))

    async def run(self) -> None:
        """Twice a second: send what waits, repeat what is due, write down what became of it."""
        while True:
            await asyncio.sleep(TICK)
            try:
                await self._tick()
            except Exception as error:  # the database may be away; nothing is lost, it is asked again
                log.warning("requests cannot be looked after: %s", str(error).strip().split("\n")[0])

    async def _tick(self) -> None:
        if self.gateway.by_device:
            for waiting in await aside(commands.waiting, frozenset(self.gateway.by_device)):
                await self._begin(waiting)
        for key, running in [(key, one) for key, many in self.open.items() for one in many]:
            await self._follow(key, running)

    async def _begin(self, waiting: commands.Waiting) -> None:
        talk = self.gateway.by_device.get(waiting.device)
        if talk is None:
            return
        now = datetime.now(UTC)
        try:
            message = request(
                waiting.cn, waiting.mn, waiting.password, now, waiting.st, _now(waiting, now), waiting.edition
            )
        except (ValueError, LookupError) as error:
            await aside(commands.advance, waiting.command, "refused", answer=str(error)[:40])
            return
        running = Running(waiting.command, Exchange(message))
        self.open.setdefault(waiting.device, []).append(running)
        await aside(commands.advance, waiting.command, "sent", qn=message.qn, attempts=1)
        talk.say(encode(segment(message)))

    async def _follow(self, key: int, running: Running) -> None:
        again = running.exchange.due(time.monotonic())
        talk = self.gateway.by_device.get(key)
        if again is not None and talk is not None:
            talk.say(encode(segment(again)))
        state = running.exchange.state
        if state != running.written:
            running.written = state
            await aside(
                commands.advance,
                running.command,
                state,
                answer=running.exchange.answer,
                attempts=running.exchange.sends,
                frames=running.frames,
            )
            running.ended = time.monotonic() if state in commands.ENDED else 0.0
        if running.ended and time.monotonic() - running.ended > LATE_RESULT:
            self.open[key].remove(running)
            if not self.open[key]:
                del self.open[key]


def _now(waiting: commands.Waiting, now: datetime) -> dict[str, str]:
    """The parameters as they are true when they leave: a clock is set to the moment, not to when it was asked for."""
    clock = {"SystemTime": digits(now)} if waiting.cn == SET_CLOCK else {}
    return {**waiting.parameters, **clock}
