"""An exchange ends, never sends more often than it may, and hears what comes late."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.hj212 import Exchange, Message, executed, request, requests, returned
from huanzhi.wire.hj212.clock import SHANGHAI

MN = "010000A8900016F000169DC0"
AT = datetime(2026, 5, 1, 8, tzinfo=SHANGHAI)
HOURS = {"BeginTime": "20260501000000", "EndTime": "20260501060000"}


def asked(cn: str = "2061", **parameters: str) -> Message:
    return request(cn, MN, "123456", AT, parameters=parameters or (HOURS if cn == "2061" else {}))


def hour(text: str, mn: str = MN) -> Message:
    return Message("32", "2061", mn, "20260501080112000", "123456", 5, items=((("DataTime", text),),))


def test_a_request_that_is_answered_goes_out_once():
    message = asked()
    one = Exchange(message)
    assert one.due(100.0) is None
    assert one.hear(returned(message), 101.0)
    assert (one.state, one.answer, one.due(400.0)) == ("accepted", "QnRtn=1", None)
    assert one.hear(hour("20260501030000"), 402.0)
    assert one.hear(executed(message), 403.0)
    assert (one.state, one.answer, one.sends, one.heard, one.ended) == ("done", "ExeRtn=1", 1, 1, True)


def test_silence_is_answered_by_repeating_and_then_ends():
    message = asked()
    one = Exchange(message, over_time=5.0, re_count=3)
    times = [now for now in range(0, 60) if one.due(float(now)) is message]
    assert times == [5, 10, 15]
    assert (one.state, one.sends) == ("silent", 4)


def test_what_was_accepted_and_never_carried_out_ends_too():
    message = asked("1062", RtdInterval="30")
    one = Exchange(message)
    one.due(0.0)
    one.hear(returned(message), 1.0)
    assert one.due(600.0) is None
    assert one.state == "accepted"
    assert one.due(601.0) is None
    assert (one.state, one.answer, one.sends) == ("silent", "QnRtn=1", 1)


def test_a_result_after_silence_is_not_lost():
    message = asked()
    one = Exchange(message, re_count=0)
    one.due(0.0)
    one.due(5.0)
    assert one.state == "silent"
    assert one.hear(hour("20260501060000"), 50.0)
    assert one.state == "accepted"
    assert one.hear(executed(message), 51.0)
    assert one.state == "done"


@pytest.mark.parametrize(
    ("code", "state"), [("1", "done"), ("100", "done"), ("2", "refused"), ("4", "refused")]
)
def test_the_result_settles_it(code, state):
    message = asked()
    one = Exchange(message)
    one.hear(executed(message, code), 0.0)
    assert (one.state, one.answer) == (state, f"ExeRtn={code}")


def test_a_refusal_of_a_repetition_does_not_refuse_the_request():
    message = asked()
    one = Exchange(message)
    one.hear(returned(message), 0.0)
    assert one.hear(returned(message, "7"), 1.0)
    assert one.state == "accepted"
    other = Exchange(message)
    other.hear(returned(message, "3"), 0.0)
    assert (other.state, other.answer, other.due(9.0)) == ("refused", "QnRtn=3", None)


def test_a_notice_is_answered_by_9013_alone():
    message = asked("2012")
    one = Exchange(message)
    assert one.hear(Message("91", "9013", MN, message.qn, "123456", 4), 1.0)
    assert (one.state, one.answer) == ("done", "9013")


def test_a_device_of_2005_names_the_request_in_its_parameters():
    message = asked("2061")
    one = Exchange(message)
    items = ((("QN", message.qn),), (("ExeRtn", "1"),))
    assert one.hear(Message("91", "9012", MN, pw="123456", items=items), 1.0)
    assert one.state == "done"


def test_what_belongs_to_another_is_left_alone():
    one = Exchange(asked())
    strangers = [
        hour("20260501070000"),
        hour("20260501030000", "B" * 24),
        Message("32", "2051", MN, items=((("DataTime", "20260501030000"),),)),
        Message("91", "9012", MN, "20260501080000001", items=((("ExeRtn", "1"),),)),
        Message("91", "9014", MN, asked().qn),
    ]
    assert not any(one.hear(message, 1.0) for message in strangers)
    assert (one.state, one.heard) == ("sent", 0)


SAYS = st.one_of(
    st.builds(returned, st.just(asked()), st.sampled_from(["1", "2", "9", "", "x"])),
    st.builds(executed, st.just(asked()), st.sampled_from(["1", "2", "100", ""])),
    st.builds(hour, st.sampled_from(["20260501000000", "20260501080000", ""])),
)
STEPS = st.lists(st.tuples(st.floats(0, 30), st.one_of(st.none(), SAYS)), max_size=30)


@given(STEPS, st.integers(0, 5), st.floats(0.1, 20), st.sampled_from(sorted(requests())))
def test_it_ends_and_never_sends_too_often(steps, re_count, over_time, cn):
    times = (("BeginTime", HOURS["BeginTime"]),), (("EndTime", HOURS["EndTime"]),)
    one = Exchange(Message("32", cn, MN, asked().qn, "123456", 5, items=times), over_time, re_count)
    now, sent = 0.0, 1
    one.due(now)
    for wait, message in steps:
        now += wait
        if message is not None:
            one.hear(message, now)
        sent += one.due(now) is not None
    for _ in range(re_count + 2):
        now += 20_000.0
        sent += one.due(now) is not None
    assert one.ended
    assert sent == one.sends <= 1 + re_count
    assert one.hear(executed(one.request), now + 1e6)
    assert one.answer.startswith("ExeRtn=")
