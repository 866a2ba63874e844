"""The quick answer is the standard's answer."""

from hypothesis import given
from hypothesis import strategies as st

from huanzhi.monitoring.gateway.spoken import answer_to, hear
from huanzhi.wire.hj212 import Frame, Message, answer, encode, parse, segment

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
    assert answer_to(heard) == (None if said is None else encode(segment(said)))


def test_a_frame_out_of_shape_is_read_whole():
    odd = b"MN=A;CN=2011;ST=31;PW=1;FLAG=1;CP=&&DataTime=20260501080000;a-Rtd=1&&"
    heard = hear(Frame(odd, encode(odd)))
    assert (heard.mn, heard.cn, heard.flag) == (b"A", b"2011", 1)
    assert hear(Frame(b"rubbish", b"")) is None
