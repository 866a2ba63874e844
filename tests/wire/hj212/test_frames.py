"""Frames: found by length in any stream, checked, given back whole; nothing of the stream is lost."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huanzhi.wire.hj212 import Frame, Refused, Splitter, crc, encode
from huanzhi.wire.hj212 import frames as module
from huanzhi.wire.hj212.crc import Ending, check

ANNEX_A = (
    b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&"
)


def naive(data: bytes) -> int:
    """Annex A, bit by bit."""
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0xA001
    return register


def cut(data: bytes, sizes=None) -> list[Frame | Refused]:
    splitter, found = Splitter(), []
    at = 0
    for size in [*(sizes or []), len(data)]:
        found += splitter.feed(data[at : at + size])
        at += size
    return [*found, *splitter.close()]


@given(st.binary(max_size=300))
def test_the_check_is_the_one_of_annex_a(data):
    assert crc(data) == naive(data)


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=100))
def test_the_check_of_two_pieces_is_that_of_the_whole(beginning, ending):
    assert Ending(ending).check(beginning) == check(beginning + ending) == b"%04X" % naive(beginning + ending)


def test_the_frame_of_annex_a():
    assert (
        encode(ANNEX_A) == b"##0101" + ANNEX_A + b"1C80\r\n"
    )  # the sentence below it prints 1C08: a misprint
    assert cut(b"##0101" + ANNEX_A + b"1C08\r\n")[0].reason == "the check says 1C08, the bytes 1C80"


PARTS = st.lists(
    st.one_of(
        st.binary(min_size=1, max_size=60).map(encode),
        st.binary(max_size=20),
        st.sampled_from([b"##", b"#", b"##0005", b"##9999", b"\r\n", b"##0012QN", b"##00000000FFFF\r\n"]),
    ),
    max_size=8,
)


@settings(max_examples=400)
@given(PARTS, st.lists(st.integers(1, 40), max_size=12))
@example([b"#", encode(b"a")], [1])
@example([b"##\x00", encode(b"a")], [4])
@example([b"##0001aXXXX??", encode(b"a")], [14])
def test_every_byte_comes_back_however_the_stream_is_cut(parts, sizes):
    data = b"".join(parts)
    whole, pieces = cut(data), cut(data, sizes)
    assert b"".join(one.raw for one in whole) == data
    assert b"".join(one.raw for one in pieces) == data
    frames = [one for one in whole if isinstance(one, Frame)]
    assert [one for one in pieces if isinstance(one, Frame)] == frames


@given(PARTS, st.integers(0, 60))
def test_the_short_way_finds_what_the_long_way_finds(parts, longest):
    data = b"".join(parts)
    short, long = Splitter(longest), Splitter(longest)
    long._buffer += data
    assert short.feed(data) == [*long._cut()]
    assert short.waiting == long.waiting


SEGMENTS = st.lists(
    st.binary(min_size=1, max_size=80).filter(lambda one: b"#" not in one), min_size=1, max_size=6
)
NOISE = st.binary(max_size=30).filter(lambda one: b"#" not in one)


@given(SEGMENTS, st.lists(NOISE, min_size=7, max_size=7))
def test_frames_are_found_again_after_garbage(segments, noise):
    data = b"".join(gap + encode(one) for gap, one in zip(noise, segments, strict=False)) + noise[-1]
    assert [one.segment for one in cut(data) if isinstance(one, Frame)] == segments


@given(
    st.binary(min_size=5, max_size=60).filter(lambda one: b"#" not in one),
    st.integers(0),
    st.integers(1, 255),
)
def test_a_damaged_frame_harms_no_other(segment, place, mask):
    good = encode(segment)
    bad = bytearray(good)
    bad[place % len(bad)] ^= mask
    found = cut(good + bytes(bad) + good)
    frames = [one.segment for one in found if isinstance(one, Frame)]
    assert frames[0] == segment
    assert frames[-1] == segment


def test_what_is_bent_is_named():
    raw = encode(ANNEX_A)
    assert cut(raw.replace(b"1C80", b"1c80"))[0].leniencies == ("check-lower-case",)
    assert cut(raw[:-2] + b"\n")[0].leniencies == ("line-end",)
    assert [one.leniencies for one in cut(raw[:-2] + raw)] == [("line-end",), ()]
    long = b"x" * 1045
    framed = b"##1045" + long + b"%04X" % crc(long) + b"\r\n"
    assert cut(framed)[0].leniencies == ("long-segment",)
    with pytest.raises(ValueError, match="1045 bytes"):
        encode(long)


def test_a_frame_without_line_end_is_given_at_a_pause():
    splitter = Splitter()
    assert [*splitter.feed(encode(b"abc")[:-2])] == []
    assert splitter.waiting == 13
    (frame,) = splitter.pause()
    assert (frame.segment, frame.leniencies, splitter.waiting) == (b"abc", ("line-end",), 0)
    assert [*splitter.feed(encode(b"abc")[:8])] == []
    assert [*splitter.pause()] == []
    (rest,) = splitter.close()
    assert rest.reason == "cut off"


def test_an_endless_frame_cannot_hold_memory():
    splitter = Splitter(longest=1024)
    found = []
    for _ in range(2000):
        found += splitter.feed(b"##9999" + b"A" * 1000)
        assert splitter.waiting < 1024 + module.OVERHEAD + 2
    assert all(isinstance(one, Refused) for one in found)


@pytest.mark.parametrize("unit", [b"#", b"##", b"##1024", b"##0001", b"##0000FFFF\r", b"\r\n"])
def test_hostile_bytes_cost_no_more_than_others(unit):
    """Steps, not seconds: how often the stream is searched grows with its length and no faster."""

    def searches(length: int) -> int:
        data = (unit * (length // len(unit) + 1))[:length]
        splitter, steps = Splitter(), 0
        real = module._next

        def counted(*args):
            nonlocal steps
            steps += 1
            return real(*args)

        module._next = counted
        try:
            for at in range(0, length, 4096):
                list(splitter.feed(data[at : at + 4096]))
        finally:
            module._next = real
        return steps

    assert searches(80_000) <= 10 * max(searches(10_000), 1)
