"""Gateway, worker and database killed at random moments under load: nothing acknowledged is lost, nothing kept twice.

`KILLS` says how often (make chaos: 20). The figures are printed.
"""

import asyncio
import os
import random
import socket

from tests.chaos.accounts import KEY, journalled, lake_rows, readings, settled
from tests.chaos.load import Load
from tests.chaos.system import System

KILLS = int(os.environ.get("KILLS", "5"))
DEVICES = 24


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_nothing_acknowledged_is_lost_and_nothing_is_kept_twice(home, capsys):
    system = System(home, DEVICES, free_port())
    killed = {"gateway": 0, "worker": 0, "database": 0}
    dice = random.Random(os.environ.get("SEED", "7"))
    try:
        system.start()
        load = asyncio.run(_under_load(system, killed, dice))
        assert settled(system), "every frame is unpacked in the end"
        held, kept = journalled(system), readings(system)
        lost = load.answered - held
        twice = kept.height - kept.unique(KEY).height
        unread = len(load.answered) - _readings_of(load.answered, kept)
        with capsys.disabled():
            print(
                f"\nkilled {killed}; {load.sent} frames sent over {load.connections} connections, "
                f"{len(load.answered)} acknowledged, {len(held)} in the journal, {kept.height} readings "
                f"({lake_rows(system.home).height} in the lake); acknowledged and lost {len(lost)}, "
                f"acknowledged without a reading {unread}, readings kept twice {twice}"
            )
        assert sum(killed.values()) == KILLS
        assert len(load.answered) > 100 * KILLS**0.5
        assert (lost, unread, twice) == (set(), 0, 0)
    finally:
        system.stop()


async def _under_load(system: System, killed: dict[str, int], dice: random.Random) -> Load:
    load = Load(system.port, DEVICES, pause=0.02)
    running = asyncio.create_task(load.run())
    await asyncio.sleep(2)
    for number in range(KILLS):
        name = list(killed)[number % 3] if number < 3 else dice.choice(list(killed))
        await asyncio.sleep(dice.uniform(0.3, 2.5))
        await asyncio.to_thread(system.kill, name)
        killed[name] += 1
        await asyncio.sleep(dice.uniform(0.0, 0.5))
        for part in ("database", "gateway", "worker"):  # whoever died with it is started again too
            await asyncio.to_thread(system.ensure, part)
        assert await asyncio.to_thread(system.query, "SELECT count(*) >= 0 FROM monitoring_frame") == [
            (True,)
        ]
        assert await asyncio.to_thread(lambda: lake_rows(system.home).height) >= 0
    before = len(load.answered)
    for _ in range(100):
        await asyncio.sleep(0.2)
        if len(load.answered) > before + DEVICES:
            break
    assert len(load.answered) > before, "instruments are answered again after the last kill"
    load.stopping.set()
    await running
    return load


def _readings_of(answered: set[tuple[str, str]], kept) -> int:
    """How many of the acknowledged frames have their reading."""
    import polars as pl

    points = {f"{number:024X}": f"P{number}" for number in range(DEVICES)}
    wanted = pl.DataFrame(
        [(points[mn], at) for mn, at in answered], schema=["point", "at"], orient="row"
    ).with_columns(
        time=pl.col("at")
        .str.to_datetime("%Y%m%d%H%M%S", time_unit="us")
        .dt.replace_time_zone("Asia/Shanghai")
        .dt.convert_time_zone("UTC")
    )
    return wanted.join(kept, on=["point", "time"], how="semi").height
