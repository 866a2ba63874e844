"""One connection: bytes in, frames to the journal, answers out once they are durable."""

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from huanzhi.monitoring.gateway import copying
from huanzhi.monitoring.gateway.admission import Known
from huanzhi.monitoring.gateway.spoken import CLOCK_NOTICE, answer_to, hear
from huanzhi.monitoring.inbox import Refusal
from huanzhi.wire.hj212 import Frame, Refused, Splitter

if TYPE_CHECKING:
    from huanzhi.monitoring.gateway.server import Gateway

DOOR = "hj212"


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
        self._whose: dict[str, bytes] = {}

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
        gateway, admission = self.gateway, self.gateway.admission
        heard = hear(frame)
        if heard is None:
            self._refuse(frame.raw, "", Refusal.UNREADABLE, "the segment has no readable head")
            return
        known = admission.devices.get(heard.mn)
        if known is None:
            self._refuse(frame.raw, heard.name, Refusal.UNKNOWN_DEVICE, f"no device {heard.name} in force")
            return
        if known.passwords and heard.pw not in known.passwords:
            self._refuse(frame.raw, known.mn, Refusal.PASSWORD, "PW is not the device's")
            return
        if wrong := admission.clock(frame.raw):
            self._refuse(frame.raw, known.mn, Refusal.CLOCK, wrong)
            return
        if self.known is not known:
            self.known = known
            gateway.known(self)
        self.heard, self.refusals = self.now, 0
        gateway.tally.taken += 1
        if known.key in gateway.requests.open:
            gateway.requests.hear(known, frame)
        gateway.journal.add(
            self._whose.get(known.mn) or self._who(known.mn), frame.raw, (self, answer_to(heard))
        )
        if heard.cn == CLOCK_NOTICE:
            gateway.requests.tell_the_clock(self, heard)

    def _who(self, mn: str) -> bytes:
        """The row's first fields; a concentrator speaks for many devices, what is forgotten is made again."""
        if len(self._whose) > 64:
            self._whose.clear()
        whose = self._whose[mn] = copying.who(DOOR, self.peer, mn)
        return whose

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
