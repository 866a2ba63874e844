"""The quick answer is the standard's answer."""

from hypothesis import given
from hypothesis import strategies as st

from huanzhi.monitoring.gateway.spoken import answers, hear, parted
from huanzhi.wire.hj212 import Frame, Message, answer, encode, parse, peek, segment

digits = st.text("0123456789", min_size=17, max_size=17)
messages = st.builds(
    Message,
    st=st.sampled_from(["22", "31", "32", "91"]),
    cn=st.sampled_from(["2011", "2061", "9015", "1013", "9012"]),
    mn=st.text("0123456789ABCDEF", min_size=1, max_size=24),
    qn=st.one_of(st.just(""), digits),
    pw=st.one_of(st.just(""), st.text("0123456789", min_size=6, max_size=6)),
    flag=st.one_of(st.none(), st.integers(0, 3).map(lambda n: 4 * n + 1), st.sampled_from([0, 4, 8])),
)


@given(messages)
def test_what_is_built_from_the_head_alone_is_what_the_protocol_says(message):
    body = segment(message)
    heard = hear(Frame(body, encode(body)))
    said = answer(parse(body))
    ready = answers(heard)
    assert (ready and ready.to(heard.qn)) == (None if said is None else encode(segment(said)))


@given(messages, digits, st.sampled_from([b"", b"DataTime=20260501080000", b"CP=&&x=1", b"PNUM=2;CP=&&"]))
def test_a_head_that_was_read_once_is_found_again_under_another_number(message, number, body):
    first = segment(message)
    qn, head = parted(first)
    assert (qn, bool(head)) == (message.qn.encode(), True)
    again = (b"QN=%b;" % number.encode() if qn else b"") + head.removeprefix(b";") + b"CP=&&" + body + b"&&"
    said, found = parted(again)
    assert found == head
    assert peek(again) == peek(first)._replace(qn=said)


@given(st.binary(max_size=40), messages)
def test_other_bytes_do_not_pass_for_a_head(noise, message):
    _qn, head = parted(segment(message))
    for odd in (
        noise + segment(message),
        b"QN=2026050108000000x" + head + b"CP=&&&&",
        head + b"CP=&&",
        noise,
    ):
        if parted(odd)[1] == head:
            assert peek(odd)[1:] == peek(segment(message))[1:]


def test_a_head_that_no_answer_can_repeat_is_not_read():
    long = b"ST=31;CN=2011;PW=" + b"x" * 1100 + b";MN=A;Flag=5;CP=&&DataTime=20260501080000&&"
    assert hear(Frame(long, b"")) is None


def test_a_frame_out_of_shape_is_read_whole():
    odd = b"MN=A;CN=2011;ST=31;PW=1;FLAG=1;CP=&&DataTime=20260501080000;a-Rtd=1&&"
    heard = hear(Frame(odd, encode(odd)))
    assert (heard.mn, heard.cn, heard.flag) == (b"A", b"2011", 1)
    assert hear(Frame(b"rubbish", b"")) is None
