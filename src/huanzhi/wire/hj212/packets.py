"""Packets 分包: the parts of a message that was too long for one frame, put together again or given up in time."""

from dataclasses import dataclass, replace

from .messages import Message

Key = tuple[str, str, str, str]


@dataclass
class _Open:
    begun: float
    parts: dict[int, Message]
    of: int


@dataclass(frozen=True)
class GivenUp:
    """A message whose packets did not all come in time: those that came, and which are missing."""

    parts: tuple[Message, ...]
    missing: tuple[int, ...]


class Assembler:
    """Puts packets together by device, system, command and request number.

    Between two calls of ``give_up`` it keeps what came; then at most ``most`` open messages of ``packets`` in all.
    """

    def __init__(self, seconds: float = 60.0, most: int = 64, packets: int = 50_000) -> None:
        self._open: dict[Key, _Open] = {}
        self._seconds, self._most, self._packets = seconds, most, packets

    def add(self, message: Message, now: float) -> Message | None:
        """The whole message when this was its last packet (or it never had others); None while some are missing.

        A packet that comes again replaces itself; one of another number of packets begins anew.
        """
        if message.pnum is None or message.pno is None or message.pnum <= 1:
            return message
        key = (message.mn, message.st, message.cn, message.qn)
        found = self._open.get(key)
        if found is None or found.of != message.pnum:
            found = self._open[key] = _Open(now, {}, message.pnum)
        found.parts[message.pno] = message
        if len(found.parts) < found.of:
            return None
        del self._open[key]
        ordered = [found.parts[number] for number in sorted(found.parts)]
        return _whole(ordered)

    def give_up(self, now: float) -> list[GivenUp]:
        """Messages that waited too long, and the oldest beyond the bound: what came of them, and what did not."""
        kept = {key: len(one.parts) for key, one in self._open.items() if now - one.begun < self._seconds}
        late = [key for key in self._open if key not in kept]
        held = sum(kept.values())
        for key, parts in list(kept.items()):  # the oldest first
            if len(kept) <= self._most and held <= self._packets:
                break
            held -= parts
            del kept[key]
            late.append(key)
        given = []
        for key in late:
            one = self._open.pop(key)
            missing = tuple(number for number in range(1, one.of + 1) if number not in one.parts)
            given.append(GivenUp(tuple(one.parts[number] for number in sorted(one.parts)), missing))
        return given


def _whole(parts: list[Message]) -> Message:
    """One message with the items of all; DataTime, which each packet repeats, stands once."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    rows: list[tuple[tuple[str, str], ...]] = []
    for part in parts:
        for item in part.items:
            if len(item) == 1 and "-" not in item[0][0] and item in seen:
                continue
            seen.add(item)
            rows.append(item)
    bent = tuple(dict.fromkeys(name for part in parts for name in part.leniencies))
    flag = None if parts[0].flag is None else parts[0].flag & ~2
    return replace(parts[0], items=tuple(rows), pnum=None, pno=None, flag=flag, leniencies=bent)
