"""How much of what is refused is kept: so much a minute of one topic and of all; what is above is counted."""

import logging
import time
from collections import Counter

from huanzhi.monitoring.gateway.limits import limits
from huanzhi.monitoring.gateway.tally import Tally

log = logging.getLogger(__name__)
TOPICS = 32  # as many topics can use all that one may keep
NAMED = 1000  # topics that are counted by name
OTHERS = "(other topics)"
LEAST = 64  # bytes that the smallest refusal counts as


class Allowance:
    """The bytes of this minute."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._kept: Counter[str] = Counter()
        self._minute = 0

    def keeps(self, topic: str, size: int) -> bool:
        """Whether so many refused bytes of a topic are still kept; when not, they are counted."""
        self._turn()
        most, size = limits().refused_bytes_a_minute, max(size, LEAST)
        if self._kept[topic] + size > most or self._kept.total() + size > TOPICS * most:
            self.count(topic, size)
            return False
        self._kept[topic] += size
        return True

    def count(self, topic: str, size: int) -> None:
        """Bytes that are not kept."""
        unkept = self._tally.unkept
        name = topic if topic in unkept or len(unkept) < NAMED else OTHERS
        unkept[name] += 1
        self._tally.unkept_bytes[name] += size

    def _turn(self) -> None:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute = minute
            self._kept.clear()
            if self._tally.unkept:
                log.warning("messages refused and only counted: %d", self._tally.unkept.total())
