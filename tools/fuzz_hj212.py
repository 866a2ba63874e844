"""A coverage-guided fuzz of the HJ 212 reader: no crash, nothing lost, no step more than bytes allow.

`pip install atheris`, then `python tools/fuzz_hj212.py -max_total_time=3600 CORPUS` (SEEDS=1 first writes the
conformance vectors into CORPUS). Every input goes through the splitter in pieces, through the messages, the quick look,
the readings under several dialects and an exchange; a failure of what must hold is a crash that the fuzzer keeps.
"""

import json
import os
import sys
from decimal import Decimal
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["huanzhi.wire.hj212"]):
    from huanzhi.wire.hj212 import (
        Assembler,
        Exchange,
        Frame,
        Message,
        Sent,
        Splitter,
        Unreadable,
        answer,
        dialects,
        encode,
        parse,
        parsing,
        peek,
        readings,
        requests,
        segment,
    )

CONTRADICTING = {"particles-mg"}
EVERY = frozenset(dialects()) - CONTRADICTING
NONE: frozenset[str] = frozenset()


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
    frames = [part for part in found if isinstance(part, Frame)]
    assert frames == [part for part in uncut if isinstance(part, Frame)]
    assembler = Assembler(most=4)
    for frame in frames:
        message(frame, assembler)


def message(frame: Frame, assembler: Assembler) -> None:
    """A frame read by every way there is; all ways say the same."""
    seen = peek(frame.segment)
    try:
        read = parse(frame.segment, seen=frame.leniencies)
    except Unreadable:
        return
    if seen is not None:
        head = (read.qn, read.st, read.cn, read.pw, read.mn)
        assert tuple(field.decode() for field in seen[:5]) == head
        assert seen[5:] == (read.flag or 0, read.pnum, read.pno)
    long = parsing._long(frame.segment.decode("utf-8"), []) if "encoding" not in read.leniencies else read
    assert long == read
    assembler.add(read, 0.0)
    answer(read)
    measured(read)
    exchanged(read)
    try:
        written = segment(read)
    except ValueError:
        return
    assert parse(written) == read


def measured(read: Message) -> None:
    """Readings that could be kept: exact, of this century, with a flag or a number."""
    for names in (NONE, EVERY):
        found, unfit = readings(read, 10, names)
        for value in found:
            assert isinstance(value, Sent)
            assert 2000 <= value.time.year <= 2100
            assert value.time.utcoffset() is not None
            assert len(value.series) <= 24
            assert len(value.flag) <= 2
            assert value.value is not None or value.flag not in ("", "N")
            assert value.value is None or (isinstance(value.value, Decimal) and value.value.is_finite())
        assert all(len(part.field) <= 80 and len(part.value) <= 200 and part.reason for part in unfit)


def exchanged(read: Message) -> None:
    """A request of the same device hears it, and ends whatever it said."""
    cn = read.cn if read.cn in requests() else "2061"
    times = ((("BeginTime", "20000101000000"),), (("EndTime", "20991231000000"),))
    open_ = Exchange(Message("32", cn, read.mn, read.qn, "123456", 5, items=times))
    now, sends = 0.0, 1
    open_.due(now)
    open_.hear(read, now)
    while not open_.ended and now < 1e6:
        now += 5.0
        sends += open_.due(now) is not None
    assert open_.ended
    assert sends <= 4


def seed(corpus: Path) -> None:
    """The published vectors as first inputs, frames and segments."""
    corpus.mkdir(parents=True, exist_ok=True)
    vectors = Path(__file__).parent.parent / "docs" / "reference" / "hj212-vectors" / "vectors.json"
    for number, vector in enumerate(json.loads(vectors.read_text("utf-8"))):
        raw = bytes.fromhex(vector["hex"])
        (corpus / f"frame-{number}").write_bytes(raw)
        (corpus / f"segment-{number}").write_bytes(raw[6:-6])


if __name__ == "__main__":
    if os.environ.get("SEEDS"):
        seed(Path(sys.argv[-1]))
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
