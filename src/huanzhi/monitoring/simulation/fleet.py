"""Fleet 设备群: many devices in one process, for so long, then stopped in order."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from huanzhi.monitoring.simulation.client import SPREAD, Client
from huanzhi.monitoring.simulation.instruments import Instrument
from huanzhi.monitoring.simulation.setup import nothing
from huanzhi.monitoring.simulation.tally import Tally
from huanzhi.monitoring.simulation.wire_faults import Line

AT_ONCE = 50  # connections that are opened together


@dataclass(frozen=True)
class Plan:
    """Where to, for how long (None: until cancelled), with which faults, how much from the past."""

    host: str = "127.0.0.1"
    port: int = 9212
    seconds: float | None = None
    faults: Mapping[str, float] = field(default_factory=dict)
    seed: int = 127
    backlog: float = 0.0
    real_seconds: float | None = None
    remember: Callable[[Instrument], None] = nothing


async def run(
    instruments: Sequence[Instrument], plan: Plan, tally: Tally, shown: Callable[[], None] = lambda: None
) -> list[Client]:
    """Let all devices talk; ``shown`` is called about once a second. Counts go into the tally, also when cancelled."""
    spread = SPREAD if plan.real_seconds is None else plan.real_seconds
    lines = [Line(plan.faults, (plan.seed, one.mn)) for one in instruments]
    clients = [
        Client(
            one,
            plan.host,
            plan.port,
            tally,
            line,
            backlog=plan.backlog,
            real_seconds=plan.real_seconds,
            spread=spread,
            remember=plan.remember,
        )
        for one, line in zip(instruments, lines, strict=True)
    ]
    tasks: list[asyncio.Task[None]] = []
    watching = asyncio.create_task(_watch(shown))
    try:
        async with asyncio.timeout(plan.seconds):
            for at, client in enumerate(clients):
                tasks.append(asyncio.create_task(client.run()))
                if at % AT_ONCE == AT_ONCE - 1:
                    await asyncio.sleep(0.05)
            await asyncio.gather(*tasks)
    except TimeoutError:
        pass
    finally:
        for task in (watching, *tasks):
            task.cancel()
        await asyncio.gather(watching, *tasks, return_exceptions=True)
        for line in lines:
            tally.faults.update(line.happened)
    return clients


async def _watch(shown: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(1)
        shown()
