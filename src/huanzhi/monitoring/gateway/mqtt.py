"""MQTT ingest 微站接收: messages of a broker into the journal, acknowledged to the broker once they are durable.

A message that cannot be used is kept with its reason and acknowledged too: the broker would send it for ever. The
station hears nothing of that; it is shown to a person.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections
from paho.mqtt.client import MQTTMessage

from huanzhi.monitoring.doors.mqtt import DOOR, as_kept
from huanzhi.monitoring.gateway.admission import Admission
from huanzhi.monitoring.gateway.entry import Entry
from huanzhi.monitoring.gateway.journal import Journal
from huanzhi.monitoring.gateway.limits import limits
from huanzhi.monitoring.gateway.mqtt_refused import Allowance
from huanzhi.monitoring.gateway.mqtt_session import RECEIVE, Broker, Lost, Session
from huanzhi.monitoring.gateway.tally import Tally
from huanzhi.monitoring.inbox import Refusal
from huanzhi.wire.micro_station import Head, Unreadable, head, parse

log = logging.getLogger(__name__)
LARGEST = 65536  # bytes of a payload
BEGINNING = 1024  # bytes of a larger one that are kept, to see what it was
RENEW = 5.0  # seconds between looks at the register of devices
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds before the next try to reach the broker

Pending = tuple[MQTTMessage, "asyncio.Task[int] | None"]


class Listener:
    """Keeps a session with a broker. `run` ends only when it is cancelled."""

    def __init__(
        self,
        journal: Journal,
        broker: Broker,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tally: Tally | None = None,
    ) -> None:
        self.journal, self.broker, self.now, self.tally = journal, broker, now, tally or Tally()
        self.admission = Admission()
        self.connected = asyncio.Event()
        self._allowance = Allowance(self.tally)

    async def run(self) -> None:
        """Listen; when the broker goes away come back, waiting longer each time until it is there."""
        wait = FIRST_WAIT
        with ThreadPoolExecutor(1, "register") as thread:  # Django's connections belong to threads
            renewing = asyncio.create_task(self._renew(thread))
            try:
                await self._look_up(thread)
                while True:
                    try:
                        await self._listen()
                    except Lost as error:
                        wait = FIRST_WAIT if self.connected.is_set() else min(2 * wait, LONGEST_WAIT)
                        log.warning("MQTT broker: %s; trying again in %.1f s", error, wait)
                    self.connected.clear()
                    await asyncio.sleep(wait)
            finally:
                renewing.cancel()
                thread.submit(connections.close_all)

    async def _listen(self) -> None:
        pending: asyncio.Queue[Pending] = asyncio.Queue()
        async with Session(self.broker, lambda message: self._take(message, pending)) as session:
            self.connected.set()
            acknowledging = asyncio.create_task(self._acknowledge(session, pending))
            try:
                either: list[asyncio.Future[Any]] = [session.lost, acknowledging]
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if acknowledging.done():
                    acknowledging.result()
            finally:
                acknowledging.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await acknowledging
            raise session.lost.result()

    def _take(self, message: MQTTMessage, pending: asyncio.Queue[Pending]) -> None:
        """Begin to keep a message. What was sent without acknowledgement (QoS 0) has no claim when much waits."""
        if message.qos == 0 and pending.qsize() > 2 * RECEIVE:
            self._allowance.count(message.topic, len(message.payload))
            return
        entry = self.admit(message.topic, bytes(message.payload))
        keeping = None
        if not entry.refusal:
            self.tally.taken += 1
        else:
            self.tally.refused[entry.refusal] += 1
        if not entry.refusal or self._allowance.keeps(message.topic, len(entry.raw)):
            keeping = asyncio.create_task(self.journal.put(entry))
        pending.put_nowait((message, keeping))

    async def _acknowledge(self, session: Session, pending: asyncio.Queue[Pending]) -> None:
        """In the order in which they came, as MQTT wants it."""
        while True:
            message, keeping = await pending.get()
            if keeping is not None:
                await keeping
            session.acknowledge(message)
            self.tally.answered += 1

    def admit(self, topic: str, payload: bytes) -> Entry:
        """The entry of a message: of which device it is, and whether the door takes it."""
        kept = payload if len(payload) <= LARGEST else payload[:BEGINNING]
        peer = f"{self.broker.host}:{self.broker.port} {topic}"[:80]
        named = device_in(topic, self.broker.topic)
        device, refusal, reason = named, "", ""
        try:
            if len(payload) > LARGEST:
                raise Unreadable(f"{len(payload)} bytes; {LARGEST} may come")
            said = head(payload)
            device = said.device or named
            refusal, reason = self._weigh(said, named, payload)
        except Unreadable as error:
            refusal, reason = Refusal.UNREADABLE.value, f"{error.field}: {error.reason}".lstrip(": ")
        return Entry(self.now(), DOOR, peer, device[:64], as_kept(topic, kept), refusal, reason)

    def _weigh(self, said: Head, named: str, payload: bytes) -> tuple[str, str]:
        device = said.device or named
        if said.device and named and said.device != named:
            return Refusal.UNREADABLE.value, f"the topic names {named[:64]}, the message {said.device[:64]}"
        known = self.admission.devices.get(device.encode())
        if known is None:
            return Refusal.UNKNOWN_DEVICE.value, f"no device {device[:64] or '(not named)'} in force"
        if not known.opens(said.token.encode()):
            return Refusal.PASSWORD.value, "the token is not the device's"
        return self._clock(payload)

    def _clock(self, payload: bytes) -> tuple[str, str]:
        try:
            time_said = parse(payload).time
        except Unreadable:
            return "", ""  # a known device's: what it says is read later, here only a clock is judged
        now = self.now()
        first, last = (
            now - timedelta(days=limits().past_days),
            now + timedelta(minutes=limits().future_minutes),
        )
        if first <= time_said <= last:
            return "", ""
        bounds = f"{first.isoformat(timespec='seconds')} and {last.isoformat(timespec='seconds')}"
        return Refusal.CLOCK.value, f"time {time_said.isoformat()} does not lie between {bounds}"

    async def _renew(self, thread: ThreadPoolExecutor) -> None:
        while True:
            await asyncio.sleep(RENEW)
            try:
                await self._look_up(thread)
            except Exception as error:  # the database may be away; the devices known so far go on
                log.warning("the register of devices cannot be read: %s", str(error).strip().split("\n")[0])
                thread.submit(connections.close_all)

    async def _look_up(self, thread: ThreadPoolExecutor) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, self.admission.renew)


def device_in(topic: str, pattern: str) -> str:
    """The level of a topic that the first + of the pattern stands for: the device; empty without one.

    >>> device_in("huanzhi/A1/data", "huanzhi/+/data"), device_in("a/b", "#")
    ('A1', '')
    """
    levels = (
        pattern.removeprefix("$share/").split("/") if pattern.startswith("$share/") else pattern.split("/")
    )
    if pattern.startswith("$share/"):
        levels = levels[1:]
    said = topic.split("/")
    at = levels.index("+") if "+" in levels else len(said)
    return said[at] if at < len(said) else ""


async def listen(
    journal: Journal, broker: Broker, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Listen until cancelled."""
    await Listener(journal, broker, now).run()
