"""Instruments that do not give up: each frame is sent until it is answered, over as many connections as it takes."""

import asyncio
from datetime import datetime, timedelta

from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message, encode, segment

FORM = "%Y%m%d%H%M%S"


class Load:
    """So many devices, a few frames a second each; `answered` holds what was acknowledged."""

    def __init__(self, port: int, devices: int, pause: float) -> None:
        self.port, self.devices, self.pause = port, devices, pause
        self.answered: set[tuple[str, str]] = set()
        self.sent = self.connections = 0
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Until told to stop."""
        start = datetime.now(OFFSET).replace(microsecond=0) - timedelta(days=2)
        await asyncio.gather(*(self._device(number, start) for number in range(self.devices)))

    async def _device(self, number: int, start: datetime) -> None:
        mn, count = f"{number:024X}", 0
        stream = None
        while not self.stopping.is_set():
            at = (start + timedelta(seconds=count)).strftime(FORM)
            items = ((("DataTime", at),), (("a21026-Rtd", f"{count % 50}.{number}"), ("a21026-Flag", "N")))
            frame = encode(segment(Message("31", "2011", mn, at + "000", "123456", 5, items=items)))
            while not self.stopping.is_set():
                try:
                    stream = stream or await self._connect()
                    stream[1].write(frame)
                    self.sent += 1
                    async with asyncio.timeout(4):
                        answer = await stream[0].readuntil(b"\r\n")
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    if stream:
                        stream[1].close()
                    stream = None
                    await asyncio.sleep(0.2)
                    continue
                if at.encode() + b"000" in answer:
                    self.answered.add((mn, at))
                    break
            count += 1
            await asyncio.sleep(self.pause)
        if stream:
            stream[1].close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.connections += 1
        return await asyncio.open_connection("127.0.0.1", self.port)
