"""The shipped instruments, and a small server that answers them."""

import asyncio
import tomllib
from datetime import UTC, datetime

import pytest

from huanzhi.config.paths import PACKAGE
from huanzhi.monitoring.simulation import declared
from huanzhi.wire.hj212 import Frame, Splitter, answer, encode, parse, segment

STRICT = frozenset()
NOON = int(datetime(2026, 11, 24, 4, tzinfo=UTC).timestamp())  # 12:00 in Shanghai


@pytest.fixture(scope="session")
def table():
    """The shipped devices.toml."""
    return tomllib.loads((PACKAGE / "plan/profiles/chaoyang/devices.toml").read_text("utf-8"))


@pytest.fixture
def shipped(table):
    """Fresh instruments of the shipped district."""
    return declared.instruments(table)


class Server:
    """Reads frames strictly; answers them unless it is deaf; keeps every message and what was no frame."""

    def __init__(self) -> None:
        self.messages, self.refused, self.writers, self.talks = [], [], [], set()
        self.deaf = 0  # so many messages that ask for an answer get none
        self.port = 0

    async def start(self) -> None:
        self.server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.server.close()
        for writer in self.writers:
            writer.close()
        self.writers.clear()
        await asyncio.sleep(0.01)

    async def _talk(self, reader, writer) -> None:
        self.writers.append(writer)
        self.talks.add(asyncio.current_task())
        splitter = Splitter()
        try:
            while data := await reader.read(65536):
                for found in splitter.feed(data):
                    self._take(found, writer)
        except ConnectionError:
            pass

    def _take(self, found, writer) -> None:
        if not isinstance(found, Frame):
            self.refused.append(found)
            return
        message = parse(found.segment, STRICT, found.leniencies)
        self.messages.append(message)
        said = answer(message)
        if said is not None and self.deaf:
            self.deaf -= 1
        elif said is not None:
            writer.write(encode(segment(said)))

    def ask(self, message) -> None:
        self.writers[-1].write(encode(segment(message)))

    def of(self, cn):
        return [message for message in self.messages if message.cn == cn]


async def until(holds, seconds=5.0):
    """Wait until something holds, or fail."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture
def with_server():
    """Run a scene against a server; what is left running is cancelled."""

    def run(scene):
        async def play():
            server = Server()
            await server.start()
            try:
                return await scene(server)
            finally:
                rest = asyncio.all_tasks() - {asyncio.current_task(), *server.talks}
                for task in rest:
                    task.cancel()
                await asyncio.gather(*rest, return_exceptions=True)
                await server.stop()
                await asyncio.gather(*server.talks, return_exceptions=True)

        return asyncio.run(play())

    return run
