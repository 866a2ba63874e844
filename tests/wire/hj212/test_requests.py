"""Every command in both directions: built, answered, written, read; parameters that cannot be are named."""

from datetime import datetime

import pytest

from huanzhi.wire.hj212 import (
    Message,
    answer,
    answers_due,
    executed,
    parse,
    request,
    requests,
    returned,
    segment,
)
from huanzhi.wire.hj212.clock import SHANGHAI
from huanzhi.wire.hj212.codes import commands, results

MN = "010000A8900016F000169DC0"
AT = datetime(2016, 8, 1, 8, 58, 57, 223_000, tzinfo=SHANGHAI)
EXAMPLES = {
    "OverTime": "5",
    "ReCount": "3",
    "PolId": "w01018",
    "SystemTime": "20160801085857",
    "RtdInterval": "30",
    "MinInterval": "10",
    "NewPW": "654321",
    "BeginTime": "20160801080000",
    "EndTime": "20160801080000",
    "CstartTime": "000000",
    "CTime": "2",
    "InfoId": "i13004",
    "i13004-Info": "168.0",
    "CalibrationType": "0",
    "SKCreateTime": "20240601085857223",
    "NewSK": "0000000000000000",
    "ReportTime": "0830",
    "i23005-Info": "6970000000001ABCDEFG1234",
}


def example(cn: str) -> dict[str, str]:
    known = requests()[cn]
    return {name: EXAMPLES[name] for name in [*known.required, *(["i13004-Info"] if known.info else [])]}


@pytest.mark.parametrize("cn", sorted(requests()))
def test_each_request_is_built_written_and_read(cn):
    edition = commands()[cn].since
    built = request(cn, MN, "123456", AT, parameters=example(cn), edition=edition)
    assert (built.edition, built.wants_answer) == (edition, True)
    assert {name: value for item in built.items for name, value in item} == example(cn)
    allowed = frozenset({"device-number"}) if edition == 2005 else frozenset()
    assert parse(segment(built), allowed) == built


def test_every_command_that_goes_down_can_be_asked_and_no_other():
    down = {one.code for one in commands().values() if one.direction in ("down", "both")}
    assert requests().keys() == down - {"9013", "9014"}
    for cn in commands().keys() - requests().keys():
        with pytest.raises(LookupError, match=cn):
            request(cn, MN, "123456", AT)


@pytest.mark.parametrize("cn", sorted(commands()))
def test_each_command_is_answered_and_the_answer_is_read(cn):
    message = Message("32", cn, MN, "20160801085857223", "123456", 5)
    said = answer(message)
    assert said.cn == ("9013" if cn in ("1013", "2012", "2022", "9015", "9021") else "9014")
    assert parse(segment(said), frozenset()) == said
    assert answer(said) is None
    for make, codes in ((returned, results("9011")), (executed, results("9012"))):
        for code in codes:
            assert parse(segment(make(message, code)), frozenset()).qn == message.qn


def test_what_answers_a_request_is_in_annex_c():
    assert answers_due("1011") == ("9011", "1011", "9012")
    assert answers_due("1000") == ("9011", "9012")
    assert answers_due("2022") == ("9013",)


WRONG = [
    ("2061", {}, "BeginTime is missing: 2061 takes BeginTime, EndTime"),
    (
        "2061",
        {"BeginTime": "2016", "EndTime": "20160801080000"},
        "BeginTime: '2016' is not a time of 14 digits",
    ),
    (
        "2061",
        {"BeginTime": "20160801080000", "EndTime": "20160732080000"},
        "EndTime: '20160732080000' is not",
    ),
    (
        "2061",
        {"BeginTime": "20160801080000", "EndTime": "20160801070000"},
        "EndTime: '20160801070000' is before",
    ),
    (
        "3020",
        {"PolId": "w01018", "InfoId": "i11001", "BeginTime": "20160801080000"},
        "EndTime is missing: they go",
    ),
    ("1062", {"RtdInterval": "0"}, "RtdInterval: '0' is not a number from 1 to 9999"),
    ("1062", {"RtdInterval": "３０"}, "RtdInterval: '３０' is not a number"),
    ("1062", {"RtdInterval": "30", "Colour": "red"}, "Colour: 1062 takes RtdInterval"),
    ("1061", {"RtdInterval": "30"}, "RtdInterval: 1061 takes no parameters"),
    ("1072", {"NewPW": "12345"}, "NewPW: '12345' is not six letters or digits"),
    ("1072", {"NewPW": "12;456"}, "NewPW: '12;456' is not six letters or digits"),
    (
        "3016",
        {"PolId": "w01018", "CstartTime": "240000", "CTime": "2"},
        "CstartTime: '240000' is not a time of day",
    ),
    ("3021", {"PolId": "w01018", "InfoId": "i13004"}, "i13004-Info is missing"),
    ("3021", {"PolId": "w1", "InfoId": "i13004", "i13004-Info": "1&&2"}, "i13004-Info: '1&&2' is not a text"),
    ("3012", {"PolId": "化学"}, "PolId: '化学' is not a factor's code"),
    (
        "1014",
        {"SKCreateTime": "20240601085857", "NewSK": "0"},
        "SKCreateTime: '20240601085857' is not a time of 17",
    ),
]


@pytest.mark.parametrize(("cn", "parameters", "words"), WRONG)
def test_what_cannot_be_asked_names_the_parameter(cn, parameters, words):
    with pytest.raises(ValueError, match=words):
        request(cn, MN, "123456", AT, parameters=parameters)
