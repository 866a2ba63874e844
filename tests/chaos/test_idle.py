"""Ten thousand sockets that say nothing: the gateway goes on answering, and does not grow without end."""

import asyncio
import resource
import time
from pathlib import Path

import pytest
from tests.chaos.load import Load
from tests.chaos.system import System
from tests.chaos.test_kill import free_port

IDLE = 10_000


def memory(pid: int) -> float:
    """Resident memory, MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


@pytest.fixture
def many_files():
    """Room for the sockets of this side."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] < IDLE + 500:
        pytest.skip(f"needs {IDLE + 500} open files; this machine allows {before[1]}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_ten_thousand_idle_sockets(home, many_files, capsys):
    system = System(home, 4, free_port())
    try:
        system.start()
        before, after, waits = asyncio.run(_among_the_idle(system))
        with capsys.disabled():
            print(
                f"\n{IDLE} idle sockets: {before:.0f} MB before, {after:.0f} MB with them; among them "
                f"{len(waits)} answers, the slowest after {1000 * max(waits):.0f} ms"
            )
        assert after - before < 300
        assert max(waits) < 2
    finally:
        system.stop()


async def _among_the_idle(system):
    load = Load(system.port, 4, pause=0.0)
    for _ in range(300):  # until it listens
        try:
            await load._connect()
            break
        except OSError:
            await asyncio.sleep(0.1)
    pid = system.parts["gateway"].pid
    before = memory(pid)
    idle = []
    for _ in range(IDLE // 500):
        idle += await asyncio.gather(*(load._connect() for _ in range(500)))
    waits = []
    running = asyncio.create_task(load.run())
    seen = 0
    end = time.monotonic() + 5
    last = time.monotonic()
    while time.monotonic() < end:
        await asyncio.sleep(0.001)
        if len(load.answered) > seen:
            seen, now = len(load.answered), time.monotonic()
            waits.append(now - last)
            last = now
    after = memory(pid)
    load.stopping.set()
    await running
    for _, writer in idle:
        writer.close()
    return before, after, waits
