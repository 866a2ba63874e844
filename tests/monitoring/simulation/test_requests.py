"""What a device answers to a server, and what it lets be set."""

from datetime import UTC, datetime, timedelta

import pytest

from huanzhi.monitoring.simulation import declared, reports
from huanzhi.monitoring.simulation.answers import ANSWERS
from huanzhi.monitoring.simulation.requests import respond
from huanzhi.monitoring.simulation.setup import Setup
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message, parse
from huanzhi.wire.hj212.clock import request_number
from huanzhi.wire.hj212.frames import decode

NOW = datetime(2026, 11, 24, 4, 20, 30, tzinfo=UTC)  # 12:20:30 in Shanghai


@pytest.fixture
def device():
    return Setup(declared.generic(1)[0], NOW)


def ask(device, cn, pw="123456", now=NOW, **parameters):
    """The answers, as a strict reader reads them: (cn, parameters and factors)."""
    items = tuple(((name, value),) for name, value in parameters.items())
    asked = Message("31", cn, device.instrument.mn, request_number(now), pw, 5, items=items)
    answers = []
    for message in respond(device, asked, now):
        for raw in reports.packets(message):
            read = parse(decode(raw).segment, frozenset())
            assert (read.qn, read.mn, read.wants_answer) == (asked.qn, device.instrument.mn, False)
            answers.append(read)
    return answers


def said(answers):
    return [(one.cn, one.parameters.get("QnRtn") or one.parameters.get("ExeRtn")) for one in answers]


DONE = [("9011", "1"), ("9012", "1")]


def test_intervals_and_time_outs_are_set_and_told(device):
    assert said(ask(device, "1062", RtdInterval="30")) == DONE
    assert ask(device, "1061")[1].parameters == {"RtdInterval": "30"}
    assert said(ask(device, "1064", MinInterval="5")) == DONE
    assert ask(device, "1063")[1].parameters == {"MinInterval": "5"}
    assert said(ask(device, "1000", OverTime="9", ReCount="4")) == DONE
    assert (device.real_seconds, device.instrument.minute_minutes, device.over_time, device.tries) == (
        30,
        5,
        9,
        4,
    )


@pytest.mark.parametrize(
    ("cn", "parameters"),
    [
        ("1062", {"RtdInterval": "0"}),
        ("1064", {"MinInterval": "7"}),
        ("1000", {"OverTime": "x", "ReCount": "3"}),
        ("1012", {"SystemTime": "20261399000000"}),
        ("1072", {"NewPW": "12"}),
        ("2061", {"BeginTime": "20261124110000", "EndTime": "20261124100000"}),
        ("2061", {}),
        ("3016", {"PolId": "w01018", "CstartTime": "0", "CTime": "2"}),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(device, cn, parameters):
    assert said(ask(device, cn, **parameters)) == [("9011", "1"), ("9012", "3")]
    assert (device.real_seconds, device.instrument.password) == (60, "123456")


def test_the_clock_is_told_and_set(device):
    device.offset = 100.0
    assert ask(device, "1011", PolId="a21026")[1].parameters == {
        "PolId": "a21026",
        "SystemTime": "20261124122210",
    }
    assert said(ask(device, "1012", SystemTime="20261124122030")) == DONE
    assert device.offset == 0


def test_a_new_password_holds_from_the_next_message_on(device):
    answers = ask(device, "1072", NewPW="654321")
    assert said(answers) == DONE
    assert {one.pw for one in answers} == {"123456"}
    assert said(ask(device, "1061")) == [("9011", "3")]
    assert ask(device, "1061", pw="654321")[0].pw == "654321"


def test_real_time_data_are_stopped_and_asked_for(device):
    assert said(ask(device, "2012")) == [("9013", None)]
    assert not device.sends_real
    answers = ask(device, "2011")
    assert [one.cn for one in answers] == ["9011", "2011", "9012"]
    assert answers[1].data_time == NOW.replace(second=30)
    assert device.sends_real


def test_history_is_what_was_sent_at_the_time(device):
    answers = ask(device, "2061", BeginTime="20261124080000", EndTime="20261124100000")
    assert [one.cn for one in answers] == ["9011", "2061", "2061", "2061", "9012"]
    start = int(datetime(2026, 11, 24, 0, tzinfo=UTC).timestamp())
    then = reports.message(device.instrument, "2061", "", reports.period(device.instrument, "2061", start))
    assert answers[1].factors == then.factors
    assert answers[1].data_time == datetime(2026, 11, 24, 8, tzinfo=OFFSET)


def test_an_odd_span_gives_the_periods_that_begin_in_it_and_are_over(device):
    begun = [one.data_time.strftime("%H%M") for one in ask(device, "2051", **_span("115300", "235900"))[1:-1]]
    assert begun == ["1200", "1210"]
    assert said(ask(device, "2051", **_span("121500", "235900"))) == [("9011", "1"), ("9012", "100")]


def _span(begin, end):
    return {"BeginTime": f"20261124{begin}", "EndTime": f"20261124{end}"}


def test_days_and_running_times_are_told(device):
    span = {"BeginTime": "20261122000000", "EndTime": "20261123000000"}
    assert [one.cn for one in ask(device, "2031", **span)] == ["9011", "2031", "2031", "9012"]
    hours = [one.factors["SB1"]["RT"] for one in ask(device, "2041", **span)[1:-1]]
    assert all(0 <= float(text) <= 24 for text in hours)
    assert len(hours) == 2


def test_who_it_is_and_what_is_asked_decide(device):
    other = Message("31", "1061", "F" * 24, request_number(NOW), "123456", 5)
    assert said(respond(device, other, NOW)) == [("9011", "4")]
    assert said(ask(device, "3022")) == [("9011", "2")]
    assert said(ask(device, "7777")) == [("9011", "8")]


@pytest.mark.parametrize("cn", sorted(ANSWERS))
def test_every_request_that_is_known_ends_with_a_result(device, cn):
    parameters = {"PolId": "a21026", "InfoId": "i12001"} if cn.startswith("3") else {}
    answers = ask(device, cn, now=NOW + timedelta(seconds=1), **parameters)
    assert said(answers)[0] == ("9011", "1")
    assert said(answers)[-1][0] == "9012"
