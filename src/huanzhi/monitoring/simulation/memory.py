"""Memory 历史数据: what a logger still has to send of minutes, hours and days; kept until it is acknowledged (补传)."""

from collections import OrderedDict
from datetime import datetime
from itertools import islice

from huanzhi.monitoring.simulation.instruments import Instrument
from huanzhi.monitoring.simulation.reports import DAYS, HOURS, MINUTE, length, starts

Datum = tuple[str, int]  # CN and start of the period
MOST = 20_000  # about four months of minutes


class Memory:
    """Periods that have ended since a moment and were not acknowledged yet, the oldest first."""

    def __init__(self, instrument: Instrument, since: datetime) -> None:
        self._instrument = instrument
        self._since = since
        self._kept: OrderedDict[Datum, None] = OrderedDict()
        self.forgotten = 0

    def __len__(self) -> int:
        return len(self._kept)

    def turn(self, now: datetime) -> None:
        """Keep the periods that ended since the last turn; the oldest go when there is no room."""
        ended = [
            (end, cn, end - length(self._instrument, cn))
            for cn in (MINUTE, HOURS, DAYS)
            for end in starts(self._instrument, cn, self._since, now)
            if end > self._since.timestamp()
        ]
        for _end, cn, start in sorted(ended):
            self._kept[cn, start] = None
        self._since = max(self._since, now)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
            self.forgotten += 1

    def next(self, room: int, besides: set[Datum]) -> list[Datum]:
        """The oldest that are still to be sent, as many as there is room for, without those under way."""
        if room <= 0 or len(self._kept) == len(besides):
            return []
        return list(islice((datum for datum in self._kept if datum not in besides), room))

    def acknowledged(self, datum: Datum) -> None:
        """The server has it."""
        self._kept.pop(datum, None)
