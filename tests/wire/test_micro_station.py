"""Messages of micro-stations: the documented form, the shapes that are tolerated by name, everything else refused."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.micro_station import LENIENCIES, Said, Unreadable, Value, head, parse

pytestmark = pytest.mark.pure
GOOD = {"device": "A1", "time": "2026-11-24T10:05:00+08:00", "factors": {"a34004": {"value": 35.2}}}


def said(**more):
    return parse(json.dumps(GOOD | more).encode())


def test_the_documented_form_needs_no_leniency():
    message = {
        "device": "A1",
        "time": "2026-11-24T10:00:00+08:00",
        "statistic": "hour",
        "token": "t",
        "factors": {
            "a34004": {"value": 35.2, "flag": "N", "unit": "ug/m3"},
            "a34002": {"value": None, "flag": "D"},
        },
    }
    found = parse(json.dumps(message).encode(), frozenset())
    assert (found.device, found.token, found.statistic, found.leniencies) == ("A1", "t", "hour", ())
    assert found.values == (
        Value("a34004", Decimal("35.2"), "N", "ug/m3"),
        Value("a34002", None, "D", ""),
    )
    assert head(json.dumps(message).encode()).device == "A1"


def test_numbers_are_what_was_written():
    payload = b'{"device":"A1","time":"2026-11-24T10:05:00","factors":{"x":{"value":0.1000000000000000055511151231}}}'
    assert str(parse(payload).values[0].value) == "0.1000000000000000055511151231"


@pytest.mark.parametrize(
    ("more", "leniency"),
    [
        ({"time": 1795572300}, "json-time-number"),
        ({"time": 1795572300000}, "json-time-number"),
        ({"time": "1795572300"}, "json-time-number"),
        ({"time": "20261125100500"}, "json-time-digits"),
        ({"factors": {"a34004": 35.2}}, "json-bare-value"),
        ({"factors": {"a34004": {"value": "35.2"}}}, "json-text-number"),
        ({"factors": [{"code": "a34004", "value": 35.2}]}, "json-list"),
        ({"factors": {"a34004": {"val": 35.2}}}, "json-name"),
    ],
)
def test_other_shapes_are_tolerated_by_name_and_can_be_forbidden(more, leniency):
    found = said(**more)
    assert found.leniencies == (leniency,)
    assert [(one.code, one.value) for one in found.values] == [("a34004", Decimal("35.2"))]
    if "time" in more:
        assert found.time.isoformat() == "2026-11-25T10:05:00+08:00"
    with pytest.raises(Unreadable, match=leniency):
        parse(json.dumps(GOOD | more).encode(), frozenset(LENIENCIES) - {leniency})


@pytest.mark.parametrize(
    ("payload", "field", "reason"),
    [
        (b"", "", "no JSON"),
        (b"[]", "", "no JSON object"),
        (b"\xff", "", "not in UTF-8"),
        (b"[" * 60000, "", "nested too deeply|no JSON"),
        (b'{"a":' + b"1" * 5000 + b"}", "", "no JSON"),
        (b'{"a": NaN}', "", "no number"),
        (b'{"a": 1, "a": 1}', "a", "stands twice"),
        (b'{"device": {}}', "device or token", "no text"),
        (b'{"device": "A", "mn": "B"}', "device", "say different things"),
        (b'{"device": "A"}', "time", "no time"),
        (b'{"time": true}', "time", "no time"),
        (b'{"time": "2026-11-24"}', "time", "no time"),
        (b'{"time": "2026-02-30T10:00:00"}', "time", "no time"),
        (b'{"time": 1e300}', "time", "no time"),
        (b'{"time": -5}', "time", "no time"),
        (b'{"time": "2026-11-24T10:05:00", "statistic": "hour", "factors": {}}', "time", "no hour ends then"),
        (b'{"time": "2026-11-24T10:05:00", "statistic": "week"}', "statistic", "none of"),
        (b'{"time": "2026-11-24T10:05:00"}', "factors", "no factors"),
        (b'{"time": "2026-11-24T10:05:00", "factors": {}}', "factors", "no factors"),
        (b'{"time": "2026-11-24T10:05:00", "factors": [1]}', "factors", "no code"),
    ],
)
def test_what_says_nothing_certain_names_field_and_reason(payload, field, reason):
    with pytest.raises(Unreadable, match=reason) as caught:
        parse(payload)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("factor", "field", "reason"),
    [
        ({"value": "x"}, "a34004.value", "no number"),
        ({"value": True}, "a34004.value", "no number"),
        ({"value": 1e400}, "a34004.value", "no number"),
        ({"value": None}, "a34004.value", "no number"),
        ({}, "a34004.value", "no number"),
        ({"value": 1, "flag": "Z"}, "a34004.flag", "no flag of HJ 212"),
        ({"value": 1, "unit": 5}, "a34004.unit", "no unit"),
    ],
)
def test_a_factor_that_cannot_be_used_leaves_the_others(factor, field, reason):
    text = json.dumps(GOOD | {"factors": {"a34004": factor, "a34002": {"value": 1}}}).replace(
        "Infinity", "1e400"
    )
    found = parse(text.encode())
    assert [one.code for one in found.values] == ["a34002"]
    [unfit] = found.unfit
    assert (unfit.field, unfit.reason) == (field, reason)


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["device", "time", "factors", "value", "flag", "code", "mn", "x"]), inner, max_size=5),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_whatever_comes_is_read_or_refused_by_name(payload):
    assert read_or_refused(payload)


def read_or_refused(payload):
    try:
        return isinstance(parse(payload), Said)
    except Unreadable as error:
        return bool(error.reason)
