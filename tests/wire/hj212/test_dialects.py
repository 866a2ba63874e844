"""Dialects: each is data with a source and a grade, and each changes exactly what it says."""

from dataclasses import fields

import pytest

from huanzhi.wire.hj212 import Dialect, dialects, dialects_of, factors, parse, readings, unit_of
from huanzhi.wire.hj212.codes import flags

HEAD = "QN=20160801085857223;ST=31;CN={cn};PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&"
# what is sent, what it is without the dialect, what with it (codes, parts, times, values and flags)
CHANGES = {
    "periods-by-end": ("2031", "DataTime=20160802000000;a21026-Avg=1", "2016-08-03", "2016-08-02"),
    "hours-by-end": ("2061", "DataTime=20160801080000;a21026-Avg=1", "T09:00", "T08:00"),
    "sample-time-aside": (
        "2011",
        "DataTime=20160801080000;w-SampleTime=20160801070000,w-Rtd=1",
        "T07:00",
        "T08:00",
    ),
    "averages-as-real": ("2011", "DataTime=20160801080000;a21026-Avg=1", "a21026-Avg ", "a21026 "),
    "td-for-rtd": ("2011", "DataTime=20160801084000;LA-td=50.1", "no part of a reading", "LA 50.1"),
    "states-as-rt": ("2021", "DataTime=20160801084000;SB1-RT=1", "SB1-RT 1", "SB1-RS 1"),
    "parts-aside": ("2051", "DataTime=20160801084000;a01006-Avg=1,a01006-ID=0", "a01006-ID", "+08:00"),
    "flags-small": ("2051", "DataTime=20160801084000;a01006-Avg=1,a01006-Flag=d", " d ", " D "),
    "flags-2005": ("2011", "DataTime=20160801084000;a01006-Rtd=1,a01006-Flag=P", " P ", " D "),
    "codes-2005": ("2061", "DataTime=20160801080000;B02-Avg=3.0586", "B02 ", "a00000 "),
    "codes-in-capitals": ("2061", "DataTime=20160801080000;W01018-Avg=3", "W01018 ", "w01018 "),
}
UNITS = {
    "particles-ug": ("a34004", "ng/m3", "ug/m3"),
    "particles-mg": ("a34001", "ng/m3", "mg/m3"),
    "ambient-gases-ug": ("a21026", "mg/m3", "ug/m3"),
    "water-flow-m3h": ("w00000", "L/s", "m3/h"),
}


def shown(cn: str, body: str, names: frozenset[str]) -> str:
    found, unfit = readings(parse((HEAD.format(cn=cn) + body + "&&").encode()), dialects=names)
    lines = [f"{one.series} {one.value} {one.flag} {one.time.isoformat()}" for one in found]
    return "; ".join(lines + [str(one) for one in unfit])


@pytest.mark.parametrize(("name", "case"), CHANGES.items())
def test_each_changes_what_it_says(name, case):
    cn, body, without, given = case
    assert without in shown(cn, body, frozenset())
    assert shown(cn, body, frozenset()) != shown(cn, body, frozenset({name}))
    assert given in shown(cn, body, frozenset({name}))
    assert without not in shown(cn, body, frozenset({name}))


@pytest.mark.parametrize(("name", "case"), UNITS.items())
def test_each_unit_is_the_one_it_says(name, case):
    code, printed, meant = case
    assert (unit_of(code), unit_of(code, "Max", frozenset({name}))) == (printed, meant)


def test_none_is_without_a_case_a_source_and_a_grade():
    assert dialects().keys() == CHANGES.keys() | UNITS.keys()
    for one in dialects().values():
        assert one.zh
        assert one.en
        assert one.source
        assert one.grade in {"A", "B", "C", "M"}
        assert one.units.keys() <= factors().keys()
        assert set(one.flags.values()) <= flags().keys()
        changes = [f for f in fields(Dialect)[6:] if f.name != "parts_of" and getattr(one, f.name)]
        assert [f.name for f in changes if f.name != "sample_time"] or not one.sample_time


def test_codes_of_both_editions_for_one_factor_that_differ_are_no_reading():
    body = "DataTime=20160801080000;B02-Avg=1;a00000-Avg=2"
    assert "said twice" in shown("2061", body, frozenset({"codes-2005"}))


def test_units_of_masses_and_states():
    assert unit_of("w01018", "Cou") == "kg"
    assert unit_of("a00000", "Cou") == "m3"
    assert (unit_of("SB1", "RS"), unit_of("SB1", "RT")) == ("1", "h")
    assert unit_of("B01", "Avg") == "L/s"
    with pytest.raises(LookupError):
        unit_of("xyz")


def test_a_name_that_is_none_is_refused_and_so_are_two_that_contradict():
    with pytest.raises(LookupError, match="no dialect 'pirate'"):
        dialects_of("particles-ug, pirate")
    with pytest.raises(ValueError, match="contradict each other over a34001"):
        dialects_of("particles-ug particles-mg")
    assert dialects_of("") == frozenset()


def test_codes_that_are_none_stay_as_they_were_sent():
    body = "DataTime=20160801080000;X9-Avg=1;W01018-Avg=2;B01-Avg=3"
    assert shown("2061", body, frozenset({"codes-2005"})).startswith("X9 1")
    assert "W01018 2" in shown("2061", body, frozenset({"codes-2005"}))
    capitals = shown("2061", body, frozenset({"codes-in-capitals"}))
    assert "w01018 2" in capitals
    assert "X9 1" in capitals
    assert "B01 3" in capitals
    both = shown("2061", body, frozenset({"codes-2005", "codes-in-capitals"}))
    assert "w01018 2" in both
    assert "w00000 3" in both
