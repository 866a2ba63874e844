"""The journal 收件日志: raw frames in PostgreSQL, durable before anybody is answered.

Rows wait while a commit is under way and go together in the next (group commit). One connection writes a lane, so its
frames are committed in the order of their numbers. When the database goes away the rows stay here and are written when
it is back; whether the last commit was done is read from the lane's highest number. Nobody is answered meanwhile.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from huanzhi.monitoring.gateway import copying
from huanzhi.monitoring.gateway.entry import Entry
from huanzhi.monitoring.inbox import SPAN

log = logging.getLogger(__name__)
LOCK = 0x4C414E45  # "LANE"
FIND = "SELECT id, unpacked FROM monitoring_lane WHERE name = %s"
MAKE = "INSERT INTO monitoring_lane (name, unpacked) VALUES (%s, 0) ON CONFLICT DO NOTHING"
LAST = (
    "SELECT id, (extract(epoch FROM received) * 1000000)::bigint FROM monitoring_frame "
    "WHERE id > %s AND id < %s ORDER BY id DESC LIMIT 1"
)
AGAIN = 0.5  # seconds between tries to reach the database
TRIES = 60  # of them at the start

Durable = Callable[[list[Any], int], None]


class LaneTaken(RuntimeError):
    """Another process writes this lane."""


class Journal:
    """Group commit into one lane. `durable(marks, first)` is told each time rows are safe, with what came with them."""

    def __init__(
        self,
        dsn: str,
        lane: str,
        durable: Durable | None = None,
        synchronous: bool = True,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self._dsn, self._lane, self._durable, self._synchronous = dsn, lane, durable, synchronous
        self._clock = clock
        self._rows: list[copying.Row] = []
        self._marks: list[Any] = []
        self._wake = asyncio.Event()
        self._next, self._last_us = 0, 0
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._task: asyncio.Task[None] | None = None
        self.written = self.commits = 0

    @property
    def waiting(self) -> int:
        """Rows that are not durable yet."""
        return len(self._rows)

    async def __aenter__(self) -> "Journal":
        for left in range(
            TRIES, -1, -1
        ):  # the database may be starting too, or still holding a dead writer's lane
            try:
                await self._connect()
                break
            except (psycopg.OperationalError, LaneTaken):
                if not left:
                    raise
                await asyncio.sleep(AGAIN)
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._task:
            while self._rows and not self._task.done():  # what was taken is written before the end
                await asyncio.sleep(0.01)
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._connection:
            await self._connection.close()

    def add(self, whose: bytes, raw: bytes, mark: Any, why: bytes = copying.NO_REFUSAL) -> None:
        """A row; `mark` comes back through `durable` when it is safe. Times of arrival never go back in a lane."""
        micros = self._clock() // 1000
        if micros <= self._last_us:
            micros = self._last_us + 1
        self._last_us = micros
        if not self._rows:
            self._wake.set()
        self._rows.append((whose, micros, raw, why))
        self._marks.append(mark)

    async def put(self, entry: Entry) -> int:
        """Keep one entry; its number, once it is durable. For doors that bring few."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.add(
            copying.who(entry.door, entry.peer, entry.mn),
            entry.raw,
            done,
            copying.why(entry.refusal, entry.reason),
        )
        return await done

    async def _connect(self) -> None:
        self._connection = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True)
        if not self._synchronous:  # only to measure what durability costs
            await self._connection.execute("SET synchronous_commit = off")
        await self._connection.execute(MAKE, [self._lane])
        row = await (await self._connection.execute(FIND, [self._lane])).fetchone()
        assert row is not None
        lane, unpacked = row
        held = await (
            await self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, lane])
        ).fetchone()
        if held != (True,):
            await self._connection.close()
            raise LaneTaken(f"lane {self._lane} is written by another process")
        last = await (await self._connection.execute(LAST, [lane * SPAN, (lane + 1) * SPAN])).fetchone()
        self._next = max(lane * SPAN, unpacked, last[0] if last else 0) + 1
        self._last_us = max(self._last_us, last[1] if last else 0)

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._rows:
                rows, marks = self._rows, self._marks
                self._rows, self._marks = [], []
                await self._commit(rows, marks)

    async def _commit(self, rows: list[copying.Row], marks: list[Any]) -> None:
        first = self._next
        while True:
            try:
                if self._connection is None or self._connection.closed:
                    await self._connect()
                    if self._next == first + len(rows):
                        break  # the commit was done; only its answer was lost
                    first = self._next
                await self._copy(first, rows)
                break
            except (psycopg.Error, OSError, LaneTaken) as error:
                log.warning(
                    "the journal cannot write (%s); it tries again", str(error).strip().split("\n")[0]
                )
                await self._drop()
                await asyncio.sleep(AGAIN)
        self._next = first + len(rows)
        self.written += len(rows)
        self.commits += 1
        self._tell(marks, first)

    async def _copy(self, first: int, rows: Sequence[copying.Row]) -> None:
        assert self._connection is not None
        async with self._connection.cursor() as cursor, cursor.copy(copying.COPY) as copy:
            await copy.write(copying.body(first, rows))

    async def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await self._connection.close()

    def _tell(self, marks: list[Any], first: int) -> None:
        if self._durable is not None:
            self._durable(marks, first)
            return
        for number, mark in enumerate(marks, first):
            if isinstance(mark, asyncio.Future) and not mark.done():
                mark.set_result(number)


def write(lane: str, entries: Sequence[Entry]) -> list[int]:
    """Keep entries at once, through Django's connection: durable when the transaction around this is.

    For files and people's uploads. Raises LaneTaken when another process is at it for longer than a while.
    """
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE, [lane])
        cursor.execute(FIND + " FOR UPDATE", [lane])
        number, unpacked = cursor.fetchone()
        cursor.execute(LAST, [number * SPAN, (number + 1) * SPAN])
        last = cursor.fetchone()
        first = max(number * SPAN, unpacked, last[0] if last else 0) + 1
        floor = last[1] if last else 0
        rows = []
        for entry in entries:
            floor = max(int(entry.received.timestamp() * 1_000_000), floor + 1)
            whose = copying.who(entry.door, entry.peer, entry.mn)
            rows.append((whose, floor, entry.raw, copying.why(entry.refusal, entry.reason)))
        with cursor.copy(copying.COPY) as copy:
            copy.write(copying.body(first, rows))
    return list(range(first, first + len(rows)))
