"""The disk fills up under load: nobody is answered who is not safe, and it goes on when there is room again."""

import asyncio
import os
import subprocess
import time

import pytest
from tests.chaos.accounts import KEY, journalled, readings, settled
from tests.chaos.load import Load
from tests.chaos.system import System
from tests.chaos.test_kill import free_port

SIZE, DEVICES = "700m", 8


@pytest.fixture
def small(home):
    """A disk of its own, small enough to be filled."""
    place = home / "disk"
    place.mkdir(mode=0o755)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(place)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs `mount` for a small disk of its own")
    if done.returncode:
        pytest.skip(f"needs the right to mount a small disk of its own: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(place, most=2**31):
    """Write until nothing more goes in."""
    with (place / "filler").open("wb", buffering=0) as filler:
        try:
            for _ in range(most // 2**20):
                filler.write(bytes(2**20))
        except OSError:
            pass
        try:
            while True:
                filler.write(bytes(512))
        except OSError:
            return


def test_a_full_disk_loses_nothing_that_was_acknowledged(small, capsys):
    system = System(small, DEVICES, free_port())
    try:
        system.start()
        load, during = asyncio.run(_through_a_full_disk(system, small))
        assert settled(system)
        held, kept = journalled(system), readings(system)
        lost, twice = load.answered - held, kept.height - kept.unique(KEY).height
        with capsys.disabled():
            print(
                f"\ndisk full: {during} acknowledged in the last 3 s of it, {len(load.answered)} in all; "
                f"acknowledged and lost {len(lost)}, readings kept twice {twice}"
            )
        assert (lost, twice) == (set(), 0)
    finally:
        system.stop()


async def _through_a_full_disk(system, place):
    load = Load(system.port, DEVICES, pause=0.0)
    running = asyncio.create_task(load.run())
    while not load.answered:
        await asyncio.sleep(0.1)
    await asyncio.to_thread(fill, place)
    end = time.monotonic() + 60
    still = -1
    while (
        still != len(load.answered) and time.monotonic() < end
    ):  # log files made beforehand are used up first
        still = len(load.answered)
        await asyncio.sleep(3)
        await asyncio.to_thread(fill_again, place)
    during = len(load.answered) - still
    assert during == 0, "while the disk is full nobody is answered"
    os.unlink(place / "filler")
    await asyncio.sleep(1)
    before = len(load.answered)
    for _ in range(120):
        for part in ("database", "gateway", "worker"):  # a database without room for its log stops by itself
            await asyncio.to_thread(system.ensure, part)
        await asyncio.sleep(0.5)
        if len(load.answered) > before + DEVICES:
            break
    assert len(load.answered) > before, "with room again it goes on"
    load.stopping.set()
    await running
    return load, during


def fill_again(place):
    """Take what has become free meanwhile."""
    with (place / "filler").open("ab", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            return
