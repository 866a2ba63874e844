"""Bounds 上下限: what a limit as printed allows: at most (50), at least (≥5), or from one to the other (pH 6~9)."""

import re
from typing import NamedTuple

from huanzhi.science.decimals import parse_scaled

NUMBER = r"-?\d+(?:\.\d+)?"
BETWEEN = re.compile(rf"({NUMBER})\s*[~～〜∼–—至-]\s*({NUMBER})")
LEAST = re.compile(rf"(?:≥|>=|不低于|不小于)\s*({NUMBER})")
MOST = re.compile(rf"(?:≤|<=|不高于|不大于|不超过)?\s*({NUMBER})")


class Bounds(NamedTuple):
    """The least and the largest value allowed, as printed; None where there is no such bound."""

    low: str | None
    high: str | None

    def scaled(self, places: int = 3) -> tuple[int | None, int | None]:
        """Both in whole 10^-places of the unit; ValueError for a number that is finer.

        >>> Bounds("6", "9").scaled(), Bounds(None, "0.5").scaled()
        ((6000, 9000), (None, 500))
        """
        low, high = (None if text is None else parse_scaled(text, places) for text in self)
        return low, high


def bounds(text: str) -> Bounds:
    """The bounds that a limit as printed sets; ValueError for what is none.

    A strict sign ("<50") is refused: the limits of discharge are all inclusive, and a guess would judge wrongly.

    >>> bounds("50"), bounds("6～9"), bounds("≥ 5")
    (Bounds(low=None, high='50'), Bounds(low='6', high='9'), Bounds(low='5', high=None))
    >>> bounds("9-6")
    Traceback (most recent call last):
    ValueError: the limit '9-6' ends below its beginning
    """
    plain = text.strip()
    if found := MOST.fullmatch(plain):
        return Bounds(None, found[1])
    if found := LEAST.fullmatch(plain):
        return Bounds(found[1], None)
    if not (found := BETWEEN.fullmatch(plain)):
        raise ValueError(
            f"{text!r} is no limit; write 50 (at most), ≥5 (at least) or 6~9 (from one to the other)"
        )
    both = Bounds(found[1], found[2])
    low, high = both.scaled(max(len(number.partition(".")[2]) for number in both if number))
    if low is not None and high is not None and low >= high:
        raise ValueError(f"the limit {text!r} ends below its beginning")
    return both
