"""A result 监测结果 as laboratories write it: a number, below what can be detected, above what can be counted.

What lies below the detection limit takes part with half the limit: 环办监测函〔2020〕82号, 7, and HJ/T 166-2004,
11.3, as others quote them (grade C); reports write the limit with the letter L (HJ/T 91-2002, as quoted). The
reading carries the flag L, and the file in the journal what was written.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from .words import plain, words

BELOW, ABOVE, SOUND = "L", "T", "N"
_NUMBER = r"\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?"
_PLAIN = re.compile(rf"[+-]?{_NUMBER}")
_POWER = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[×x*·]10\^?([+-]?\d{1,2})")
_LESS = re.compile(rf"(?:<|≤|小于|低于)=?({_NUMBER})L?")
_LETTER = re.compile(rf"({_NUMBER})\(?(?:L|l|ND)\)?")
_NAMED = re.compile(rf"(?:ND|N\.D\.?|未检出)[\(<]{{1,2}}({_NUMBER})\)?", re.IGNORECASE)
_MORE = re.compile(rf"(?:>|≥|大于)=?({_NUMBER})")


@dataclass(frozen=True)
class Result:
    """A number in the file's unit, exact, with its flag: N, L (half the detection limit) or T (above the range)."""

    value: Fraction
    flag: str = SOUND


def number(text: str) -> Fraction:
    """A plain number, also with an exponent, as spreadsheets write small ones. ValueError for anything else.

    >>> number("0.05"), number("1e-05"), number("2.4×10^3")
    (Fraction(1, 20), Fraction(1, 100000), Fraction(2400, 1))
    """
    match = _POWER.fullmatch(text)
    if match:
        return Fraction(match[1]) * Fraction(10) ** int(match[2])
    if not _PLAIN.fullmatch(text):
        raise ValueError("not a number")
    return Fraction(text)


def result(text: str, detection: str = "", mark: str = "") -> Result | None:
    """What a cell says, with the detection limit and the mark that stand beside it; None when nothing was measured.

    Raises ValueError with the reason.

    >>> result("12.5"), result("<0.01"), result("0.01L"), result("未检出", "0.004")
    (Result(value=Fraction(25, 2), flag='N'), Result(value=Fraction(1, 200), flag='L'), \
Result(value=Fraction(1, 200), flag='L'), Result(value=Fraction(1, 500), flag='L'))
    >>> result("ND")
    Traceback (most recent call last):
    ValueError: not detected, and no detection limit beside it
    >>> result("/") is None, result(">24196").flag
    (True, 'T')
    """
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if plain(said) in _set("missing"):
        return None
    sign = plain(mark)
    if sign not in _set("below_marks") and sign not in _set("sound_marks"):
        raise ValueError(f"mark {mark!r} is not known")
    for form in (_LESS, _LETTER, _NAMED):
        if match := form.fullmatch(said):
            return _half(match[1])
    if plain(said) in _set("not_detected"):
        return _undetected(detection)
    if match := _MORE.fullmatch(said):
        return Result(number(match[1]), ABOVE)
    value = number(said)
    if sign in _set("below_marks"):  # the limit stands where the result would
        return _half(said)
    return Result(value)


def _half(limit: str) -> Result:
    value = number(limit)
    if value <= 0:
        raise ValueError("a detection limit is above zero")
    return Result(value / 2, BELOW)


def _undetected(detection: str) -> Result:
    limit = re.sub(r"[\s<]", "", unicodedata.normalize("NFKC", detection)).removesuffix("L")
    if plain(limit) in _set("missing"):
        raise ValueError("not detected, and no detection limit beside it")
    try:
        return _half(limit)
    except ValueError as error:
        raise ValueError(f"detection limit {detection!r}: {error}") from None


def _set(name: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words()[name])
