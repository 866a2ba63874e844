"""The check of HJ 212 (annex A): a CRC-16 of its own, with eight bits of state.

It is not CRC-16/MODBUS: the register moves right by eight before each byte comes in, so of what went before only the
high byte counts, and one damaged frame in 256 passes. Structure and plausibility must carry the rest.

What a byte does to the high byte is linear, and done eight times over it is nothing at all. So bytes eight places apart
act alike: a segment is folded into eight bytes by exclusive or, and eight looks into a table give its check. For the
same reason the check of two pieces follows from what each is alone (:class:`Ending`).
"""

from functools import lru_cache


def _cell(byte: int) -> int:
    register = byte
    for _ in range(8):
        low = register & 1
        register = register >> 1 ^ (0xA001 if low else 0)
    return register


def _powers() -> list[bytes]:
    """What a byte has become of the high byte after none, one, … seven more bytes."""
    step = bytes(cell >> 8 for cell in _TABLE)
    tables = [bytes(range(256))]
    for _ in range(7):
        tables.append(bytes(step[value] for value in tables[-1]))
    return tables


_TABLE = [_cell(byte) for byte in range(256)]
_WRITTEN = [b"%04X" % cell for cell in _TABLE]
_AFTER = _powers()
_0, _1, _2, _3, _4, _5, _6, _7 = _AFTER
_START = [after[0xFF] for after in _AFTER]


def crc(segment: bytes) -> int:
    """The check of a data segment. Source: HJ 212-2017, annex A.

    >>> from_the_annex = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
    >>> f"{crc(from_the_annex + b'CP=&&RtdInterval=30&&'):04X}"
    '1C80'
    """
    return _TABLE[_mixed(segment) ^ _START[len(segment) - 1 & 7]] if segment else 0xFFFF


def check(segment: bytes) -> bytes:
    """The same as it is written: four digits, capitals.

    >>> check(b"ST=91;CN=9014;PW=123456;MN=A;Flag=4;CP=&&&&")
    b'E981'
    """
    return _WRITTEN[_mixed(segment) ^ _START[len(segment) - 1 & 7]] if segment else b"FFFF"


class Ending:
    """Bytes with which many segments end: they are weighed once, and what stands before them each time.

    >>> Ending(b";CP=&&&&").check(b"ST=91;CN=9014;PW=123456;MN=A;Flag=4")
    b'E981'
    """

    __slots__ = ("_after", "_before", "_own")

    def __init__(self, ending: bytes) -> None:
        if not ending:
            raise ValueError("an ending of no bytes")
        self._own, self._before = _mixed(ending), len(ending) - 1
        self._after = _AFTER[len(ending) & 7]

    def check(self, beginning: bytes) -> bytes:
        """The check of a segment of this beginning and the ending, as it is written."""
        moved = self._after[_mixed(beginning)] ^ _START[len(beginning) + self._before & 7]
        return _WRITTEN[moved ^ self._own]


def _mixed(data: bytes) -> int:
    """What the bytes make of the state: the last of them as it is, each other by its distance from the last."""
    folded = int.from_bytes(data)
    for half, mask in _halves(len(data)):
        folded = folded >> half ^ folded & mask
    a, b, c, d, e, f, g, h = folded.to_bytes(8)
    return _7[a] ^ _6[b] ^ _5[c] ^ _4[d] ^ _3[e] ^ _2[f] ^ _1[g] ^ h


@lru_cache(maxsize=16_384)
def _halves(length: int) -> tuple[tuple[int, int], ...]:
    """Where so many bytes are folded, in bits, until eight bytes are left; with what is below the fold."""
    found, bits = [], 8 * length
    while bits > 64:
        bits = (bits + 127) // 128 * 64
        found.append((bits, (1 << bits) - 1))
    return tuple(found)
