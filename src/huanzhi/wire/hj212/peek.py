"""A quick look 速读 at the head of a data segment, for whoever has to answer before the message is read."""

import re
from typing import NamedTuple

from .parsing import MOST_FLAG, SHAPE

_HEAD = re.compile(SHAPE.encode())


class Peek(NamedTuple):
    """The fields before CP; what is not there is empty, and ``flag`` 0, ``pnum`` and ``pno`` None."""

    qn: bytes
    st: bytes
    cn: bytes
    pw: bytes
    mn: bytes
    flag: int
    pnum: int | None
    pno: int | None

    @property
    def name(self) -> str:
        """The MN as text."""
        return self.mn.decode("ascii")


def peek(segment: bytes) -> Peek | None:
    """The head of a segment in the standard's order, with or without QN, PW, Flag and packets; None for another shape.

    Whenever it answers it says what :func:`parse` says of the head, unless that refuses the rest.

    >>> peek(b"QN=20160801085857223;ST=32;CN=2011;PW=100000;MN=A1;Flag=5;CP=&&w01018-Rtd=1&&")
    Peek(qn=b'20160801085857223', st=b'32', cn=b'2011', pw=b'100000', mn=b'A1', flag=5, pnum=None, pno=None)
    >>> peek(b"ST=32;CN=2011;MN=A1;CP=&&&&").flag, peek(b"CN=2011;ST=32;MN=A1;CP=&&&&")
    (0, None)
    """
    head = _HEAD.match(segment)
    if head is None or not segment.endswith(b"&&", head.end()):
        return None
    qn, st, cn, pw, mn, flag, pnum, pno = head.groups()
    said = int(flag or 0)
    if pnum is None:
        return Peek(qn or b"", st, cn, pw or b"", mn, said, None, None) if said <= MOST_FLAG else None
    packets, packet = int(pnum), int(pno)
    if said > MOST_FLAG or not 1 <= packet <= packets:
        return None
    return Peek(qn or b"", st, cn, pw or b"", mn, said, packets, packet)
