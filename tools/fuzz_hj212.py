"""A coverage-guided fuzz of the HJ 212 reader: no crash, nothing lost, no step more than bytes allow.

`pip install atheris`, then `python tools/fuzz_hj212.py -max_total_time=3600 CORPUS`. Every input goes through the
splitter in pieces and through the messages; a failure of what must hold is a crash that the fuzzer keeps.
"""

import sys

import atheris

with atheris.instrument_imports(include=["huanzhi.wire.hj212"]):
    from huanzhi.wire.hj212 import Assembler, Frame, Splitter, Unreadable, answer, encode, parse, segment


def one(data: bytes) -> None:
    """The stream as it is, then its bytes as a data segment of a good frame."""
    stream(data)
    if len(data) <= 1024:
        stream(encode(data))


def stream(data: bytes) -> None:
    """Cut at a place that the data choose; everything comes back; what is read can be written and read again."""
    splitter, found = Splitter(), []
    at = data[0] if data else 0
    for piece in (data[:at], data[at:]):
        found += splitter.feed(piece)
    found += splitter.close()
    assert b"".join(part.raw for part in found) == data
    whole = Splitter()
    uncut = [*whole.feed(data), *whole.close()]
    assert [part for part in found if isinstance(part, Frame)] == [
        part for part in uncut if isinstance(part, Frame)
    ]
    assembler = Assembler(most=4)
    for part in found:
        if not isinstance(part, Frame):
            continue
        try:
            message = parse(part.segment, seen=part.leniencies)
        except Unreadable:
            continue
        assembler.add(message, 0.0)
        answer(message)
        try:
            written = segment(message)
        except ValueError:
            continue
        again = parse(written)
        assert again == message, (message, again)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
