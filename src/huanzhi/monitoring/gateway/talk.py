"""One connection: bytes in, frames to the journal, answers out once they are durable."""

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

from huanzhi.monitoring.gateway import copying
from huanzhi.monitoring.gateway.admission import Known
from huanzhi.monitoring.gateway.spoken import CLOCK_NOTICE, Answer, Heard, answers, hear, parted
from huanzhi.monitoring.inbox import Refusal
from huanzhi.wire.hj212 import Frame, Peek, Refused, Splitter

if TYPE_CHECKING:
    from huanzhi.monitoring.gateway.server import Gateway

DOOR = "hj212"
MOST_MET = 64  # heads that are remembered of a connection: a concentrator speaks for many devices


class Met(NamedTuple):
    """What was found out about a head: whose it is, the first fields of its rows, what answers it."""

    known: Known
    whose: bytes
    answer: Answer | None


class Talk(asyncio.Protocol):
    """What is known of a connection. Nothing here waits: the journal answers through `deliver`."""

    def __init__(self, gateway: "Gateway") -> None:
        self.gateway = gateway
        self.splitter = Splitter(gateway.limits.longest_segment)
        self.transport: asyncio.Transport | None = None
        self.peer = self.address = ""
        self.known: Known | None = None
        self.now = self.begun = self.heard = time.monotonic()
        self.half_since = 0.0
        self.allowance = float(gateway.limits.burst)
        self.counted = self.begun
        self.refusals = 0
        self.out: list[bytes] = []
        self.paused: set[str] = set()
        self._met: dict[bytes, Met] = {}

    # --- the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        name = transport.get_extra_info("peername") or ("?", 0)
        self.address, self.peer = str(name[0]), f"{name[0]}:{name[1]}"
        self.gateway.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._take(self.splitter.close())
        self.gateway.lost(self)

    def pause_writing(self) -> None:
        self.hold("answers")

    def resume_writing(self) -> None:
        self.release("answers")

    def hold(self, why: str) -> None:
        """Stop reading until every reason is gone."""
        self.paused.add(why)
        if self.transport and not self.transport.is_closing():
            self.transport.pause_reading()

    def release(self, why: str) -> None:
        """Take one reason away."""
        self.paused.discard(why)
        if not self.paused and self.transport and not self.transport.is_closing():
            self.transport.resume_reading()

    def close(self, why: str) -> None:
        """End it, and count why."""
        self.gateway.tally.closed[why] += 1
        if self.transport:
            self.transport.abort()

    # --- what comes in

    def data_received(self, data: bytes) -> None:
        self.now = time.monotonic()
        frames = self._take(self.splitter.feed(data))
        if frames:
            self._count(frames)
        self.half_since = 0.0 if not self.splitter.waiting else self.half_since or self.now
        if self.gateway.journal.waiting > self.gateway.limits.waiting_frames:
            self.gateway.hold_all()

    def _take(self, found: Iterable[Frame | Refused]) -> int:
        """Everything that was found; how many frames were among it."""
        frames = 0
        for one in found:
            self.half_since = 0.0
            if type(one) is Frame:
                frames += 1
                self._frame(one)
            else:
                self._refuse(one.raw, "", Refusal.GARBAGE, one.reason)  # type: ignore[union-attr]
        return frames

    def _frame(self, frame: Frame) -> None:
        qn, head = parted(frame.segment)
        met = self._met.get(head)
        if met is not None:
            self._keep(frame, met, qn)
            return
        heard = hear(frame)
        if heard is None:
            self._refuse(frame.raw, "", Refusal.UNREADABLE, "the segment has no readable head")
        elif (met := self._admitted(frame, heard)) and self._keep(frame, met, heard.qn):
            if heard.cn == CLOCK_NOTICE:
                self.gateway.requests.tell_the_clock(self, heard)
            elif head and type(heard) is Peek:
                self._remember(head, met)

    def _admitted(self, frame: Frame, heard: Heard | Peek) -> Met | None:
        known = self.gateway.admission.devices.get(heard.mn)
        if known is None:
            self._refuse(frame.raw, heard.name, Refusal.UNKNOWN_DEVICE, f"no device {heard.name} in force")
        elif known.passwords and heard.pw not in known.passwords:
            self._refuse(frame.raw, known.mn, Refusal.PASSWORD, "PW is not the device's")
        else:
            return Met(known, copying.who(DOOR, self.peer, known.mn), answers(heard))
        return None

    def _keep(self, frame: Frame, met: Met, qn: bytes) -> bool:
        """Into the journal, unless its clock cannot be; whether it went there."""
        gateway, (known, whose, answer) = self.gateway, met
        if wrong := gateway.admission.clock(frame.raw):
            self._refuse(frame.raw, known.mn, Refusal.CLOCK, wrong)
            return False
        if self.known is not known:
            self.known = known
            gateway.known(self)
        self.heard, self.refusals = self.now, 0
        gateway.tally.taken += 1
        if known.key in gateway.requests.open:
            gateway.requests.hear(known, frame)
        gateway.journal.add(whose, frame.raw, (self, answer.to(qn) if answer else None))
        return True

    def _remember(self, head: bytes, met: Met) -> None:
        if len(self._met) >= MOST_MET:
            self._met.clear()
        self._met[head] = met

    def forget(self) -> None:
        """The register has changed: what was found out about heads is found out again."""
        self._met.clear()

    def _refuse(self, raw: bytes, mn: str, kind: Refusal, reason: str) -> None:
        """Into the journal with its reason; without an answer. Of one address so much a minute, the rest is counted."""
        gateway = self.gateway
        gateway.tally.refused[kind.value] += 1
        self.refusals += 1
        if gateway.may_keep(self.address, len(raw)):
            whose = copying.who(DOOR, self.peer, mn[:64])
            gateway.journal.add(whose, raw, None, copying.why(kind.value, reason))
        else:
            gateway.tally.unkept[self.address] += 1
            gateway.tally.unkept_bytes[self.address] += len(raw)
        if self.refusals > gateway.limits.refusals:
            self.close("refusals")

    def _count(self, frames: int) -> None:
        """A frame a token; without tokens nothing is refused, the connection is read more slowly."""
        rate = self.gateway.limits.frames_a_second
        self.allowance = (
            min(self.gateway.limits.burst, self.allowance + (self.now - self.counted) * rate) - frames
        )
        self.counted = self.now
        if self.allowance < 0 and "rate" not in self.paused:
            self.hold("rate")
            asyncio.get_running_loop().call_later(1 - self.allowance / rate, self.release, "rate")

    # --- what goes out

    def say(self, frame: bytes) -> None:
        """Send at once."""
        if self.transport and not self.transport.is_closing():
            self.transport.write(frame)

    def deliver(self) -> None:
        """Send the answers whose frames are durable now."""
        out, self.out = self.out, []
        self.say(b"".join(out))
