"""Factor codes against the table that others read from the standard."""

import csv

import pytest

from huanzhi.wire.hj212 import factor, factors


def test_every_code_has_two_names_a_unit_and_one_old_code():
    for one in factors().values():
        assert one.zh
        assert one.en
        assert one.unit
        if one.old:
            assert factor(one.old, one.medium) == one


def test_the_codes_are_those_of_annex_b(shared):
    with (shared / "standards" / "hj212_2017_factor_codes.csv").open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert set(rows) == {one.code for one in factors().values() if one.grade == "A+"}
    for code, row in rows.items():
        old = row["old_code_2005"]
        if old.isascii() and old.strip("-"):
            assert factors()[code].old == old


def test_codes_in_use_beyond_the_annex_say_how_sure_they_are():
    beyond = [one for one in factors().values() if one.grade != "A+"]
    assert {"a05024", "w01003"} <= {one.code for one in beyond}
    assert {one.grade for one in beyond} == {"C"}
    assert not any(one.format or one.old or one.load for one in beyond)


def test_no_such_code():
    with pytest.raises(LookupError, match="no factor 'x1'"):
        factor("x1")
