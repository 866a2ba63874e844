"""Codes hold together or are refused with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.wire.codes import Manifest, WrongCode, area, credit_code, manifest, permit

REAL = "912201011239989159"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def checked(body: str) -> str:
    """GB 32100 written out: the character that makes the weighted sum a multiple of 31."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def test_a_real_code_and_its_spellings():
    assert credit_code(REAL) == REAL
    assert credit_code(" 9122 0101 1239 9891 59 ") == REAL
    assert checked(REAL[:17]) == REAL


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_seen(place, char):
    other = REAL[:place] + char + REAL[place + 1 :]
    if other == REAL:
        assert credit_code(other) == REAL
    else:
        with pytest.raises(WrongCode, match="credit code"):
            credit_code(other)


@pytest.mark.parametrize("text", ["", "1", REAL + "0", REAL[:-1] + "O", "朝阳区" * 6])
def test_what_is_no_code_says_what_is_wrong(text):
    with pytest.raises(WrongCode, match="credit code"):
        credit_code(text)


def test_manifests():
    assert manifest(" 20262201000001 ", date(2026, 11, 24)) == Manifest(2026, "22", "01", 1)
    for wrong in ("2026220100001", "20212201000001", "20260001000001", "20262201000000", "2026A201000001"):
        with pytest.raises(WrongCode, match="manifest"):
            manifest(wrong)
    with pytest.raises(WrongCode, match="no manifests of 2027"):
        manifest("20272201000001", date(2026, 11, 24))


def test_permits():
    assert permit(REAL + "012q") == (REAL, 12, "Q")
    for wrong in (REAL, REAL + "1V", REAL[:-1] + "0001V"):
        with pytest.raises(WrongCode):
            permit(wrong)


def test_areas():
    assert area("220104003004") == ("22", "2201", "220104", "220104003", "220104003004")
    for wrong in ("", "2", "220", "99", "2201040", "22010x"):
        with pytest.raises(WrongCode, match="area"):
            area(wrong)
