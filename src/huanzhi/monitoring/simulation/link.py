"""Link 连接: one TCP connection of a device: frames out one after another, answers told to whom they are for."""

import asyncio
import re
from dataclasses import dataclass

from huanzhi.monitoring.simulation.tally import Tally
from huanzhi.monitoring.simulation.wire_faults import Line

ANSWER = re.compile(rb"(?:QN=(\d*);)?.*?CN=901[34];", re.DOTALL)


@dataclass
class _Expected:
    left: int
    done: asyncio.Future[bool]


class Link:
    """A connection with its line; `wake` is set when it closes or when a place is free."""

    def __init__(self, writer: asyncio.StreamWriter, line: Line, tally: Tally) -> None:
        self._writer, self._line, self._tally = writer, line, tally
        self._expected: dict[bytes, _Expected] = {}
        self._turn = asyncio.Lock()
        self.wake = asyncio.Event()
        self.closed = False

    async def send(self, raw: bytes) -> None:
        """Put a frame on the line, whatever the line makes of it. ConnectionError when there is none any more."""
        if self.closed:
            raise ConnectionResetError("the connection is closed")
        async with self._turn:
            for pause, piece in self._line.carry(raw):
                if pause:
                    await asyncio.sleep(pause)
                self._writer.write(piece)
            self._tally.frames += 1
            await self._writer.drain()

    def expect(self, qn: str, answers: int) -> asyncio.Future[bool]:
        """What is done when so many answers to a QN have come."""
        found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._expected[qn.encode()] = _Expected(answers, found)
        return found

    def forget(self, qn: str) -> None:
        """Nobody waits for it any more."""
        self._expected.pop(qn.encode(), None)

    def heard(self, segment: bytes) -> bool:
        """Whether it is an answer (9013, 9014); if so, whoever waits is told."""
        found = ANSWER.match(segment)
        if found is None:
            return False
        expected = self._expected.get(found[1] or b"")
        if expected is not None:
            expected.left -= 1
            if expected.left <= 0 and not expected.done.done():
                expected.done.set_result(True)
        return True

    def close(self) -> None:
        """No more of this connection; those who wait are told that nothing will come."""
        self.closed = True
        for one in self._expected.values():
            if not one.done.done():
                one.done.set_result(False)
        self._expected.clear()
        self._writer.close()
        self.wake.set()
