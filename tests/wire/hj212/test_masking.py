"""Nothing that is shown of a frame holds its password."""

from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.hj212 import Message, encode, segment
from huanzhi.wire.hj212.masking import masked, readable, secret

WORD = st.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", min_size=6, max_size=6)


@given(WORD, WORD)
def test_a_password_is_masked_wherever_it_is_named(password, new):
    password, new = f"q{password}7", f"q{new}8"
    items = ((("NewPW", new),), (("DataTime", "20260501080000"),))
    raw = encode(segment(Message("32", "1072", "A", "20260501080000000", password, 5, items=items)))
    for bytes_ in (raw, raw[: len(raw) // 2], raw.lower(), b"\xff\xfe" + raw + b"\x00"):
        text = readable(bytes_)
        assert password.lower() not in text.lower()
        assert new.lower() not in text.lower()
    assert "DataTime=20260501080000" in readable(raw)


def test_what_only_looks_like_one_stays():
    for text in ("w01018-Rtd=12.5", "SPW=3", "a21026-Flag=N;MN=PW", "PWM"):
        assert masked(text) == text
    assert [secret(name) for name in ("PW", "NewPW", "pw", "SampleTime")] == [True, True, True, False]


def test_bytes_that_are_no_text_are_shown_by_number():
    assert readable(b"\x00\x01ab\r\n") == "\\x00\\x01ab\r\n"
    assert readable("化学".encode("gbk")) == "化学"
    assert readable(b"\xff\xff") == "ÿÿ"
