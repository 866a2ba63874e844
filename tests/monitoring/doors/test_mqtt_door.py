"""The door of micro-stations: channels, units, exact thousandths."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from huanzhi.monitoring.doors.book import Told
from huanzhi.monitoring.doors.mqtt import as_kept, open_
from huanzhi.monitoring.inbox import Frame
from huanzhi.wire.micro_station import EVERYTHING

AT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)


def told(**more):
    base = {
        "mn": "A1",
        "point": "M1",
        "simulated": True,
        "minute_minutes": 10,
        "allowed": EVERYTHING,
        "dialects": "",
        "channels": {"PM2.5": ("pm2_5", Decimal(1)), "CO": ("co", Decimal("0.001"))},
        "units": {"PM2.5": "ug/m3", "CO": "mg/m3"},
    }
    return {"A1": Told(**base | more)}


def opened(factors, book=None, mn="A1"):
    payload = json.dumps({"time": "2026-11-24T10:05:00+08:00", "factors": factors}).encode()
    frame = Frame(id=7, received=AT, door="mqtt", peer="", mn=mn, raw=as_kept("huanzhi/A1/data", payload))
    return open_(frame, told() if book is None else book)


@pytest.mark.parametrize(
    ("factors", "factor", "value_e3", "leniencies"),
    [
        ({"PM2.5": {"value": 35.1}}, "pm2_5", 35_100, ()),
        ({"PM2.5": {"value": 0.0351, "unit": "mg/m3"}}, "pm2_5", 35_100, ()),
        ({"CO": {"value": 800}}, "co", 800, ()),
        ({"CO": {"value": 0.8, "unit": "mg/m³"}}, "co", 800, ()),
        ({"a21026": {"value": 12}}, "a21026", 12_000, ()),
        ({"a21026": {"value": 12, "unit": "ug/m3"}}, "a21026", 12, ()),
        ({"PM2.5": {"value": 1.0005}}, "pm2_5", 1000, ("more-decimals",)),
        ({"PM2.5": {"value": 1.0015}}, "pm2_5", 1002, ("more-decimals",)),
    ],
)
def test_values_in_thousandths_of_the_unit_kept(factors, factor, value_e3, leniencies):
    found = opened(factors)
    [reading] = found.readings
    assert (reading.point, reading.factor, reading.statistic, reading.time, reading.flag) == (
        "M1",
        factor,
        "real",
        AT,
        "N",
    )
    assert (reading.value_e3, found.leniencies) == (value_e3, leniencies)
    assert (found.device, found.command, found.data_time, found.simulated) == ("A1", "real", AT, True)


def test_a_flag_without_a_value_is_kept_as_such():
    [reading] = opened({"PM2.5": {"value": None, "flag": "C"}}).readings
    assert (reading.value_e3, reading.flag) == (None, "C")


@pytest.mark.parametrize(
    ("factors", "field", "value"),
    [
        ({"PM2.5": {"value": 1, "unit": "mg/L"}}, "PM2.5.unit", "mg/L"),
        ({"noise": {"value": 1, "unit": "dB"}}, "noise.unit", "dB"),
        ({"PM2.5": {"value": 1e29}}, "PM2.5.value", "1E+29"),
        ({"PM2.5": {"value": "?"}}, "PM2.5.value", "?"),
    ],
)
def test_a_value_that_cannot_be_used_names_field_and_value(factors, field, value):
    found = opened(factors | {"CO": {"value": 1}})
    [unusable] = found.unusable
    assert (unusable.kind, unusable.field, unusable.value) == ("value", field, value)
    assert len(found.readings) == 1


def test_who_is_not_known_or_not_understood():
    [unknown] = opened({"CO": {"value": 1}}, mn="B9").unusable
    assert (unknown.kind, unknown.value) == ("unknown-device", "B9")
    [strict] = opened({"CO": 1}, told(allowed=frozenset())).unusable
    assert strict.kind == "unreadable"
    assert "json-bare-value" in strict.reason
