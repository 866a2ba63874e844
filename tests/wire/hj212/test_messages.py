"""Messages: what is written is read again, strict and lenient; packets; answers; codes."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.hj212 import (
    LENIENCIES,
    Assembler,
    Message,
    Unreadable,
    answer,
    header,
    parse,
    request,
    segment,
)
from huanzhi.wire.hj212.codes import commands, flags, results, systems

MN = "010000A8900016F000169DC0"
QN = "20160801085857223"
LETTERS = st.characters(blacklist_characters=";,&\r\n=", blacklist_categories=["Cs", "Z", "Cc"])
TEXT = st.text(LETTERS, min_size=1, max_size=12)
PACKETS = st.integers(1, 9999).flatmap(lambda of: st.tuples(st.just(of), st.integers(1, of)))
TIMES = st.datetimes(datetime(2005, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001
FACTOR = st.sampled_from(["w01018", "a21026", "011", "B02", "LA"])


@st.composite
def messages(draw):
    """Anything that the standard lets a device or a server say."""
    edition = draw(st.sampled_from([1, 2]))
    packets = draw(st.one_of(st.none(), PACKETS))
    flag = edition << 2 | (2 if packets else 0) | draw(st.integers(0, 1))
    items = [(("DataTime", draw(TIMES).strftime("%Y%m%d%H%M%S")),)]
    for code in draw(st.lists(FACTOR, unique=True, max_size=4)):
        names = draw(
            st.lists(st.sampled_from(["Rtd", "Avg", "Min", "Max", "Cou", "Flag"]), unique=True, min_size=1)
        )
        items.append(tuple((f"{code}-{name}", draw(TEXT)) for name in names))
    return Message(
        st=draw(st.sampled_from(sorted(systems()))),
        cn=draw(st.sampled_from(sorted(commands()))),
        mn=draw(st.text("0123456789ABCDEF", min_size=24, max_size=24)),
        qn=draw(TIMES).strftime("%Y%m%d%H%M%S") + "123",
        pw=draw(st.text("0123456789", min_size=6, max_size=6)),
        flag=flag,
        pnum=packets[0] if packets else None,
        pno=packets[1] if packets else None,
        items=tuple(items),
    )


@given(messages())
def test_what_is_written_is_read_again_even_strictly(message):
    again = parse(segment(message), frozenset())
    assert again == message
    assert again.leniencies == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(data):
    for raw in (data, b"ST=32;CN=2011;MN=A;CP=&&" + data + b"&&", data + b"CP=&&" + data + b"&&"):
        found = None
        with suppress(Unreadable):
            found = parse(raw)
        if found is None:
            continue
        assert set(found.leniencies) <= set(LENIENCIES)
        assert "pw" not in str(header(found)).lower()


HEAD = f"QN={QN};ST=32;CN=2011;PW=123456;MN={MN};Flag=5;"
CASES = {
    "field-order": f"ST=32;QN={QN};CN=2011;PW=123456;MN={MN};Flag=5;CP=&&&&",
    "field-name": HEAD.replace("Flag", "FLAG") + "CP=&&&&",
    "packets-without-flag": HEAD + "PNUM=2;PNO=1;CP=&&&&",
    "password": HEAD.replace("PW=123456;", "") + "CP=&&&&",
    "device-number": HEAD.replace(MN, "Y80110010000010") + "CP=&&&&",
    "request-number": HEAD.replace(f"QN={QN};", "") + "CP=&&&&",
    "separator": HEAD + "CP=&&w01018-Rtd=1;&&",
    "comma-for-semicolon": HEAD + "CP=&&BeginTime=20160801000000,EndTime=20160801000000&&",
    "repeated": HEAD + "CP=&&w01018-Rtd=1;w01018-Rtd=2&&",
    "time": HEAD + "CP=&&DataTime=20160824003817000&&",
    "unknown-command": HEAD.replace("2011", "4711") + "CP=&&&&",
    "unknown-system": HEAD.replace("ST=32", "ST=77") + "CP=&&&&",
}


@pytest.mark.parametrize(("name", "text"), CASES.items())
def test_each_leniency_is_named_and_can_be_forbidden(name, text):
    assert name in parse(text.encode()).leniencies
    with pytest.raises(Unreadable, match=name):
        parse(text.encode(), frozenset(set(LENIENCIES) - {name}))


def test_text_in_gbk_is_read_and_named():
    text = HEAD + "CP=&&i11001-Info=//清洗管路//&&"
    assert parse(text.encode()).factors["i11001"]["Info"] == "//清洗管路//"
    found = parse(text.encode("gbk"))
    assert (found.factors["i11001"]["Info"], found.leniencies) == ("//清洗管路//", ("encoding",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ST=32;CN=2011;MN=A", "no CP"),
        ("ST=32;CN=2011;CP=&&&&", "no MN"),
        ("ST=3;CN=2011;MN=A;CP=&&&&", "ST: '3' is not of 2 digits"),
        ("ST=32;CN=2011;MN=A;Colour=red;CP=&&&&", "'Colour=red' before CP"),
        ("ST=32;ST=31;CN=2011;MN=A;CP=&&&&", "ST stands twice"),
        ("ST=32;CN=2011;MN=A;Flag=999;CP=&&&&", "Flag: '999'"),
        ("ST=32;CN=2011;MN=A;Flag=6;PNUM=2;PNO=3;CP=&&&&", "packet 3 of 2"),
        ("ST=32;CN=2011;MN=A;CP=&&DataTime=20161301000000&&", "DataTime: '20161301000000' is no time"),
        ("ST=32;CN=2011;MN=A;CP=&&novalue&&", "'novalue' of CP"),
    ],
)
def test_what_says_nothing_certain_is_refused_with_the_field(text, words):
    with pytest.raises(Unreadable, match=words):
        parse(text.encode())


def test_what_would_break_a_frame_is_not_written():
    with pytest.raises(ValueError, match="cannot stand"):
        segment(Message("32", "2011", MN, items=((("w01018-Rtd", "1;2"),),)))


def parts(of, order):
    whole = []
    for number in order:
        items = ((("DataTime", "20160801085857"),), ((f"w0{number}-Rtd", str(number)),))
        whole.append(Message("32", "2011", MN, QN, "123456", 7, of, number, items))
    return whole


@given(st.permutations([1, 2, 3, 4]))
def test_packets_come_together_in_any_order(order):
    assembler = Assembler()
    found = [assembler.add(part, now=0.0) for part in parts(4, order)]
    assert found[:3] == [None, None, None]
    assert found[3].factors == {f"w0{n}": {"Rtd": str(n)} for n in range(1, 5)}
    assert found[3].parameters == {"DataTime": "20160801085857"}
    assert (found[3].pnum, found[3].flag) == (None, 5)
    assert assembler.give_up(1e9) == []


def test_packets_that_never_come_are_given_up_with_what_there_is():
    assembler = Assembler(seconds=60, most=1)
    assembler.add(parts(3, [2])[0], now=0.0)
    assembler.add(parts(3, [2])[0], now=10.0)
    assert assembler.give_up(59.0) == []
    (lost,) = assembler.give_up(60.0)
    assert (lost.missing, len(lost.parts)) == ((1, 3), 1)


def test_answers_carry_the_number_of_what_they_answer():
    data = Message("32", "2011", MN, QN, "123456", 5)
    said = answer(data)
    assert segment(said) == f"QN={QN};ST=91;CN=9014;PW=123456;MN={MN};Flag=4;CP=&&&&".encode()
    assert answer(said) is None
    assert answer(Message("32", "9015", MN, QN, "123456", 9)).cn == "9013"
    assert answer(Message("32", "2011", MN, QN, "123456", 4)) is None
    at = datetime(2026, 5, 1, 8, 0, 0, 7000)  # noqa: DTZ001
    asked = request("1062", MN, "123456", at, parameters={"RtdInterval": "30"})
    assert parse(segment(asked), frozenset()).wants_answer
    assert asked.qn == "20260501080000007"
    with pytest.raises(LookupError):
        request("2081", MN, "123456", datetime(2026, 5, 1))  # noqa: DTZ001


def test_every_code_has_two_names():
    tables = [commands(), systems(), flags(), results("9011"), results("9012")]
    assert [len(table) for table in tables] == [len(commands()), 22, 8, 10, 7]
    assert all(one.zh and one.en for table in tables for one in table.values())
    assert all(one.direction in {"up", "down", "both"} for one in commands().values())
