"""The check of HJ 212 (annex A): a CRC-16 of its own, with eight bits of state.

It is not CRC-16/MODBUS: the register moves right by eight before each byte comes in, so of what went before only the
high byte counts, and one damaged frame in 256 passes. Structure and plausibility must carry the rest.

What a byte does to the high byte is linear, and done eight times over it is nothing at all. So bytes eight places apart
act alike: a segment is folded into eight bytes by exclusive or, and eight looks into a table give its check.
"""


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
_AFTER = [_powers()[0], *_powers()[:0:-1]]  # for each of the eight places, the first on the left
START = 0xFF


def crc(segment: bytes) -> int:
    """The check of a data segment. Source: HJ 212-2017, annex A.

    >>> from_the_annex = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
    >>> f"{crc(from_the_annex + b'CP=&&RtdInterval=30&&'):04X}"
    '1C80'
    """
    before = len(segment) - 1
    if before < 0:
        return 0xFFFF
    if before == 0:
        return _TABLE[START ^ segment[0]]
    folded = int.from_bytes(segment[:-1], "big") ^ START << 8 * (before - 1)
    bits = 8 * before
    while bits > 64:
        half = (bits + 127) // 128 * 64
        folded = folded >> half ^ folded & (1 << half) - 1
        bits = half
    high = 0
    for table, byte in zip(_AFTER, folded.to_bytes(8, "big"), strict=True):
        high ^= table[byte]
    return _TABLE[high ^ segment[-1]]
