"""Readings: exact, at the END of their period, with the flag; what cannot be one is named with its value."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.hj212 import Message, Sent, Unfit, parse, readings
from huanzhi.wire.hj212.clock import SHANGHAI

MN, QN = "010000A8900016F000169DC0", "20160801085857223"


def say(cn: str, body: str, st: str = "31", **how) -> tuple[list[Sent], list[Unfit]]:
    head = f"QN={QN};ST={st};CN={cn};PW=123456;MN={MN};Flag=5;CP=&&"
    return readings(parse(f"{head}{body}&&".encode()), **how)


@pytest.mark.parametrize(
    ("cn", "begins", "statistic", "ends"),
    [
        ("2011", "20160801085857", "real", "2016-08-01T08:58:57+08:00"),
        ("2051", "20160801084000", "minute", "2016-08-01T08:50:00+08:00"),
        ("2061", "20160801230000", "hour", "2016-08-02T00:00:00+08:00"),
        ("2031", "20160801000000", "day", "2016-08-02T00:00:00+08:00"),
    ],
)
def test_the_time_is_the_end_of_the_period(cn, begins, statistic, ends):
    found, unfit = say(cn, f"DataTime={begins};a21026-Avg=12.10,a21026-Flag=N")
    assert unfit == []
    assert found == [Sent("a21026", "Avg", statistic, datetime.fromisoformat(ends), Decimal("12.10"), "N")]
    assert found[0].time.utcoffset() == timedelta(hours=8)


def test_minute_data_are_as_long_as_the_device_says():
    body = "DataTime=20160801084500;a21026-Avg=1"
    assert say("2051", body, minute_minutes=5)[0][0].time.isoformat() == "2016-08-01T08:50:00+08:00"
    assert say("2051", body)[1] == [Unfit("DataTime", "20160801084500", "no minute period begins then")]
    assert say("2051", body, minute_minutes=0)[1][0].field == "minute_minutes"


def test_every_part_is_a_series_and_the_main_one_has_the_plain_code():
    body = "a34013-Min=1,a34013-Avg=2,a34013-Max=3,a34013-ZsAvg=4,a34013-Cou=5,a34013-Flag=N"
    found, _ = say("2061", f"DataTime=20160801080000;{body}")
    assert [one.series for one in found] == [
        "a34013-Min",
        "a34013",
        "a34013-Max",
        "a34013-ZsAvg",
        "a34013-Cou",
    ]
    real, _ = say("2011", "DataTime=20160801085857;a34013-Rtd=1,a34013-ZsRtd=2")
    assert [(one.series, one.flag) for one in real] == [("a34013", ""), ("a34013-ZsRtd", "")]


def test_noise_of_a_day_has_its_day_and_its_night():
    body = "DataTime=20160801000000;L5-Data=53.0;L5-DayData=54.0;L5-NightData=43.0;Ld-DayData=52.5"
    found, unfit = say("2031", body, st="23")
    assert unfit == []
    assert [one.series for one in found] == ["L5", "L5-DayData", "L5-NightData", "Ld-DayData"]


def test_states_and_running_times_of_facilities_are_readings_too():
    (state,), _ = say("2021", "DataTime=20160801085857;SB1-RS=1", st="32")
    assert (state.series, state.statistic, state.value) == ("SB1-RS", "real", 1)
    (ran,), _ = say("2041", "DataTime=20160801000000;SB1-RT=1.5", st="32")
    assert (ran.series, ran.statistic, ran.time.isoformat()) == ("SB1-RT", "day", "2016-08-02T00:00:00+08:00")


def test_a_sample_was_measured_when_it_was_taken():
    body = "DataTime=20210320013400;w21001-SampleTime=20210320005400,w21001-Rtd=45.160;w01001-Rtd=7.5"
    found, _ = say("2011", body, st="32")
    assert [one.time.isoformat()[11:16] for one in found] == ["00:54", "01:34"]
    _, unfit = say("2011", body.replace("20210320005400", "0"), st="32")
    assert unfit == [Unfit("w21001-SampleTime", "0", "no time of this century")]


@pytest.mark.parametrize("text", ["0", "-0.05", "+3", ".5", "7.", "007.10", "3.563168", "123456789012345.5"])
def test_plain_decimals_are_taken_exactly(text):
    ((one,), unfit) = say("2011", f"DataTime=20160801085857;a21026-Rtd={text}")
    assert (str(one.value), unfit) == (str(Decimal(text)), [])


WRONG = ["1e5", "０", "1.2.3", "0x10", "1 000", ".", "+", "-.", "inf", "1" * 16, "1_0", "٣", "12mg", "--5"]


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("flag", ["N", "D"])
def test_what_is_no_plain_decimal_is_named(text, flag):
    body = f"DataTime=20160801085857;a21026-Rtd={text},a21026-Flag={flag};a21002-Rtd=1"
    ((good,), (unfit,)) = say("2011", body)
    assert good.code == "a21002"
    assert unfit == Unfit("a21026-Rtd", text, "no number")


@pytest.mark.parametrize("text", ["", "-", "--", "NaN", "null"])
def test_no_number_needs_a_flag_that_says_why(text):
    body = f"DataTime=20160801085857;a21026-Rtd={text},a21026-Flag="
    assert say("2011", body + "B")[0][0].value is None
    assert say("2011", body + "B")[0][0].flag == "B"
    for flag in ("N", ""):
        assert say("2011", body + flag) == ([], [Unfit("a21026-Rtd", text, "no number")])


def test_a_flag_alone_says_why_there_is_nothing():
    (none,), unfit = say("2061", "DataTime=20160801080000;a21026-Flag=B")
    assert (none.series, none.value, none.flag, unfit) == ("a21026", None, "B", [])
    assert say("2061", "DataTime=20160801080000;a21026-Flag=N")[1][0].reason == "no value beside the flag"


@pytest.mark.parametrize(
    ("body", "unfit"),
    [
        ("a21026-Rtd=1", Unfit("DataTime", "", "none beside data")),
        (
            "DataTime=20160801085857;a-Rtd=1;DataTime=20160801085957",
            Unfit("DataTime", "20160801085857, 20160801085957", "more than one"),
        ),
        ("DataTime=00010101000000;a-Rtd=1", Unfit("DataTime", "00010101000000", "no time of this century")),
        ("DataTime=99991231235959;a-Rtd=1", Unfit("DataTime", "99991231235959", "no time of this century")),
        ("DataTime=20160801085857;a-Foo=1", Unfit("a-Foo", "1", "no part of a reading")),
        ("DataTime=20160801085857;a-Rtd=1,a-Flag=broken", Unfit("a-Flag", "broken", "no state flag")),
        ("DataTime=20160801085857;烟尘-Rtd=1", Unfit("code", "烟尘", "no code of a factor")),
    ],
)
def test_what_cannot_be_is_named(body, unfit):
    assert say("2011", body) == ([], [unfit])


def test_what_is_said_twice_and_differently_is_no_reading():
    body = "DataTime=20240122160000;w00000-Cou=237.91,w00000-Avg=66.09,w00000-Avg=19796346.00,w00000-Flag=N"
    (volume,), (unfit,) = say("2061", body, st="32")
    assert (volume.series, volume.value) == ("w00000-Cou", Decimal("237.91"))
    assert unfit == Unfit("w00000-Avg", "66.09, 19796346.00", "said twice")
    assert say("2061", body.replace("19796346.00", "66.09"), st="32")[1] == []
    found, unfit = say("2061", "DataTime=20240122160000;a-Avg=1,a-Flag=N;a-Max=2,a-Flag=D")
    assert (found, unfit) == ([], [Unfit("a-Flag", "N, D", "said twice")])


def test_a_flag_and_a_value_both_said_twice():
    """Found by the fuzz: the flag took the factor's values away before the other was named."""
    body = "DataTime=20160801080000;a-Avg=1,a-Flag=N;a-Avg=2,a-Flag=D"
    found, unfit = say("2061", body)
    assert (found, [one.field for one in unfit]) == ([], ["a-Avg", "a-Flag"])
    assert [one.field for one in say("2061", body.replace("a-Avg=2,a-Flag=D", "a-Flag=D,a-Avg=2"))[1]] == [
        "a-Flag",
        "a-Avg",
    ]


@pytest.mark.parametrize("cn", ["3019", "3020", "2081", "3015", "9014", "1011", "3021"])
def test_what_is_no_data_has_no_readings(cn):
    assert say(cn, "DataTime=20160801085857;PolId=w01018;w01018-SN=1;i13004-Info=168.0") == ([], [])


def test_a_request_for_data_has_none():
    assert say("2061", "BeginTime=20160801000000;EndTime=20160801060000") == ([], [])


NAMES = st.tuples(
    st.sampled_from(["a21026", "w", "烟", ""]), st.sampled_from(["Rtd", "Avg", "Flag", "SampleTime", "X"])
)
VALUES = st.one_of(
    st.text(max_size=12), st.from_regex(r"[0-9.+-]{1,20}"), st.sampled_from(["N", "B", QN[:14]])
)
TIMES = st.one_of(st.none(), VALUES, st.datetimes().map(lambda at: at.strftime("%Y%m%d%H%M%S")))


@given(st.sampled_from(["2011", "2051", "2061", "2031"]), TIMES, st.dictionaries(NAMES, VALUES, max_size=6))
def test_every_value_is_a_reading_or_named(cn, at, values):
    items = [(("DataTime", at),)] if at is not None else []
    items += [((f"{code}-{part}", text),) for (code, part), text in values.items()]
    found, unfit = readings(Message("31", cn, MN, items=tuple(items)))
    for one in found:
        assert one.time.tzinfo is SHANGHAI
        assert one.value is None or str(one.value) == str(Decimal(values[one.code, one.part]))
        assert one.value is not None or one.flag not in ("", "N")
    if any(part in ("Rtd", "Avg", "X") for _, part in values):
        assert found or unfit
    named = {one.field for one in unfit}
    if not named & {"DataTime", "code"}:
        for code, part in values:
            if part in ("Rtd", "Avg"):
                shown = {(one.code, one.part) for one in found}
                assert (code, part) in shown or named & {
                    f"{code}-{part}",
                    f"{code}-Flag",
                    f"{code}-SampleTime",
                }
