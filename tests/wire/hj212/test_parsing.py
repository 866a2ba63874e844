"""Two ways of reading and a quick look: all say the same; and no bytes cost more than their number."""

import json
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huanzhi.wire.hj212 import (
    Assembler,
    Frame,
    Message,
    Splitter,
    Unreadable,
    parse,
    parsing,
    peek,
    readings,
    segment,
)
from huanzhi.wire.hj212.codes import commands, systems

MN, QN = "010000A8900016F000169DC0", "20160801085857223"
HEADS = st.tuples(
    st.sampled_from([f"QN={QN};", "QN=;", "QN=20161301085857223;", "", " "]),
    st.sampled_from(["ST=32;", "ST=3;", "st=32;", "ST=３２;"]),
    st.sampled_from(["CN=2011;", "CN=2061;", "CN=9999;", ""]),
    st.sampled_from(["PW=123456;", "PW=;", "PW=a&b;", ""]),
    st.sampled_from([f"MN={MN};", "MN=A-1;", "MN=;", "MN=88888880000001;"]),
    st.sampled_from(
        ["Flag=5;", "Flag=255;", "Flag=256;", "Flag=7;PNUM=2;PNO=1;", "PNO=1;PNUM=2;", "PNUM=2;PNO=3;", ""]
    ),
).map("".join)
PAIRS = st.sampled_from(
    [
        "DataTime=20160801085857",
        "DataTime=2016",
        "w01018-Rtd=1.5",
        "w01018-Flag=N",
        "w2-Rtd=",
        "PolId=w1",
        "x",
        "=1",
    ]
)
BODIES = st.lists(
    st.tuples(PAIRS, st.sampled_from([";", ",", ";;", " ; ", "&&", ""])).map("".join), max_size=6
)
ENDS = st.sampled_from(["&&", "&", "", ";&&", "&&&&"])
SHAPES = st.tuples(HEADS, st.sampled_from(["CP=&&", "CP=&", "CP&&"]), BODIES.map("".join), ENDS).map("".join)


def outcome(read, text: str) -> tuple[object, ...]:
    bent: list[str] = []
    try:
        message = read(text, bent)
        if message is None:
            return ("not regular",)
        parsing._weigh(message, bent)
    except Unreadable as error:
        return (str(error),)
    return (message, tuple(bent))


@settings(max_examples=600)
@given(SHAPES)
@example(
    f"QN={QN};ST=32;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=1,w01018-Flag=N&&"
)
@example(f"ST=32;CN=2011;MN={MN};CP=&&PolId=a;PolId=b&&")
@example("ST=32;CN=2011;MN=CP=&&;CP=&&&&")
def test_the_short_way_says_what_the_long_way_says(text):
    short = outcome(parsing._short, text)
    if short != ("not regular",):
        assert short == outcome(parsing._long, text)


@settings(max_examples=600)
@given(SHAPES)
def test_the_quick_look_says_what_the_message_says(text):
    seen = peek(text.encode())
    if seen is None:
        return
    read, refused = None, ""
    try:
        read = parse(text.encode())
    except Unreadable as error:
        refused = str(error)
    if read is None:
        assert "CP" in refused or refused.startswith("DataTime")
        return
    assert [one.decode() for one in seen[:5]] == [read.qn, read.st, read.cn, read.pw, read.mn]
    assert seen[5:] == (read.flag or 0, read.pnum, read.pno)
    assert seen.name == read.mn


def test_edges_of_the_quick_look():
    """What a random head seldom hits: the largest Flag, the largest packet, and packets without QN and PW."""
    assert peek(b"ST=32;CN=2011;MN=A;Flag=255;CP=&&&&").flag == 255
    assert peek(b"ST=32;CN=2011;MN=A;Flag=256;CP=&&&&") is None
    last = peek(b"ST=32;CN=2011;MN=A;Flag=6;PNUM=9999;PNO=9999;CP=&&&&")
    assert (last.qn, last.pw, last.pnum, last.pno) == (b"", b"", 9999, 9999)
    assert peek(b"ST=32;CN=2011;MN=A;Flag=6;PNUM=2;PNO=3;CP=&&&&") is None
    full = peek(f"QN={QN};ST=32;CN=2011;PW=123456;MN=A;Flag=6;PNUM=2;PNO=1;CP=&&&&".encode())
    assert (full.qn, full.pw) == (QN.encode(), b"123456")


@pytest.mark.parametrize("text", ["ST=32;CN=2011;MN=A;CP=&&a=1", "ST=32;CN=2011;MN=A;a=1&&", "a=1"])
def test_a_body_needs_its_beginning_and_its_end(text):
    with pytest.raises(Unreadable, match="no CP"):
        parse(text.encode())


def test_the_largest_packet_number_is_read_the_long_way_too():
    text = "CN=2011;ST=32;MN=A;Flag=6;PNUM=9999;PNO=9999;CP=&&&&"
    assert (parse(text.encode()).pnum, parse(text.encode()).pno) == (9999, 9999)


def test_what_the_standard_prints_goes_the_short_way(repository):
    path = repository / "docs" / "reference" / "hj212-vectors" / "vectors.json"
    strict = 0
    for vector in json.loads(path.read_text("utf-8")):
        frames = [one for one in Splitter().feed(bytes.fromhex(vector["hex"])) if isinstance(one, Frame)]
        for frame, said in zip(frames, [one for one in vector["found"] if one["ok"]], strict=False):
            if said["strict"]:
                assert parsing._short(frame.segment.decode(), []) is not None, vector["name"]
                assert peek(frame.segment) is not None, vector["name"]
                strict += 1
    assert strict >= 15


NAMES = st.from_regex(r"[A-Za-z0-9_]{1,10}", fullmatch=True)
VALUES = st.text(
    st.characters(blacklist_characters=";,&\r\n=", blacklist_categories=["Cs", "Z", "Cc"]), max_size=20
)
ITEM = st.one_of(
    st.tuples(NAMES, VALUES).map(lambda pair: (pair,)),
    st.tuples(NAMES, st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)).map(
        lambda item: tuple((f"{item[0]}-{part}", value) for part, value in item[1].items())
    ),
)


PACKETS = st.integers(1, 9999).flatmap(lambda of: st.tuples(st.just(of), st.integers(1, of)))


@given(
    st.sampled_from(sorted(systems())),
    st.sampled_from(sorted(commands())),
    st.one_of(st.none(), st.integers(0, 255)),
    st.one_of(
        st.just((None, None)),
        st.integers(1, 9999).flatmap(lambda of: st.tuples(st.just(of), st.integers(1, of))),
    ),
    st.lists(ITEM, max_size=12),
    st.sampled_from(["", QN, "1"]),
    st.sampled_from(["", "123456", "x y"]),
)
def test_whatever_can_be_written_is_read_again(st_, cn, flag, packets, items, qn, pw):
    message = Message(st_, cn, MN, qn, pw, flag, *packets, tuple(items))
    if any(name == "DataTime" for item in items for name, _ in item):
        return
    assert parse(segment(message)) == message


HEAD = b"ST=32;CN=2011;MN=A;CP=&&DataTime=20160801085857;"
HOSTILE = {
    "##": lambda n: b"##" * (n // 2),
    "digits": lambda n: b"1" * n,
    "frames that promise too much": lambda n: b"##8000" * (n // 6),
    "separators": lambda n: HEAD + b";" * n + b"&&",
    "commas": lambda n: HEAD + b"a-Rtd=1" + b"," * n + b"&&",
    "ends": lambda n: HEAD + b"&&" * (n // 2),
    "equals": lambda n: HEAD + b"a" + b"=" * n + b"&&",
    "one long name": lambda n: HEAD + b"a" * n + b"-Rtd=1,b-Rtd=1&&",
    "one long value": lambda n: HEAD + b"a-Rtd=" + b"9" * n + b"&&",
    "many factors": lambda n: HEAD + b"".join(b"a%d-Rtd=1;" % k for k in range(n // 10)) + b"b-Rtd=1&&",
    "one factor of many parts": lambda n: HEAD + b",".join(b"a-p%d=1" % k for k in range(n // 8)) + b"&&",
    "one name many times": lambda n: HEAD + b";".join(b"a-Rtd=%d" % k for k in range(n // 10)) + b"&&",
    "many times": lambda n: (
        HEAD + b";".join(b"DataTime=2016080%d085857" % (k % 9 + 1) for k in range(n // 24)) + b"&&"
    ),
    "spaces": lambda n: HEAD + b" " * n + b"&&",
    "many fields before CP": lambda n: b"Q=1;" * (n // 4) + HEAD + b"&&",
}


def whole(data: bytes) -> None:
    """Everything that is done with bytes of a device."""
    splitter = Splitter(longest=1 << 30)
    for at in range(0, len(data), 4096):
        list(splitter.feed(data[at : at + 4096]))
    list(splitter.close())
    peek(data)
    with suppress(Unreadable):
        message = parse(data)
        readings(message)
        with suppress(ValueError):
            segment(message)


def steps(data: bytes) -> int:
    """Lines of ours that run: the same on every machine."""
    count = 0

    def line(frame, event, _):
        nonlocal count
        if "hj212" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        whole(data)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_bytes_take_no_more_than_twice_the_steps(name):
    small, large = steps(HOSTILE[name](2_000)), steps(HOSTILE[name](8_000))
    assert large <= 4.5 * small + 200


@pytest.mark.parametrize("name", HOSTILE)
def test_nor_more_than_their_share_of_time(name):
    """Inside regular expressions no line can be counted: sixteen times the bytes, 256 times the time if quadratic."""

    def seconds(size: int) -> float:
        data = HOSTILE[name](size)
        took = []
        for _ in range(3):
            begun = time.process_time()
            whole(data)
            took.append(time.process_time() - begun)
        return min(took)

    assert seconds(160_000) <= 80 * max(seconds(10_000), 1e-4)


def test_packets_of_many_parts_come_together_in_their_time():
    def joined(parts: int) -> int:
        assembler, found = Assembler(), None
        for number in range(1, parts + 1):
            items = ((("DataTime", "20160801085857"),), ((f"p{number}", "1"),))
            found = assembler.add(Message("32", "2061", MN, QN, "123456", 7, parts, number, items), 0.0)
        return len(found.items)

    begun = time.process_time()
    assert joined(9999) == 10_000
    assert time.process_time() - begun < 5


def test_open_packets_hold_no_more_than_they_may():
    assembler = Assembler(packets=100)
    for device in range(3):
        for number in range(1, 61):
            assembler.add(Message("32", "2061", str(device), QN, "123456", 7, 9999, number), 0.0)
    given = assembler.give_up(1.0)
    assert [len(one.parts) for one in given] == [60, 60]
    assert assembler.give_up(1e9)[0].parts[0].mn == "2"
