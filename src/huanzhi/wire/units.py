"""Units 计量单位 as instruments and laboratories write them, and exact ratios between them.

A unit is spelt here as HJ 212, annex B, prints it: ``mg/L``, ``ug/m3``, ``degC``, ``1`` for what has none. Litres of
water and cubic metres of air stay apart: nothing that is measured in one is reported in the other.
"""

import re
import unicodedata
from fractions import Fraction
from functools import cache

PREFIXES = {"k": 3, "": 0, "m": -3, "u": -6, "n": -9, "p": -12}
_MASS = re.compile(r"(k|m|u|n|p|)g/(L|m3|kg)")
_OTHER = {
    "1": ("1", 0),
    "1/L": ("1/L", 0),
    "1/100mL": ("1/L", 1),
    "1/mL": ("1/L", 3),
    "uS/cm": ("uS/cm", 0),
    "mS/cm": ("uS/cm", 3),
    "S/m": ("uS/cm", 4),
    "hPa": ("kPa", -1),
    "Pa": ("kPa", -3),
    "kPa": ("kPa", 0),
}
_WORDS = {
    "微克": "ug", "毫克": "mg", "纳克": "ng", "千克": "kg", "克": "g", "升": "L", "立方米": "m3", "摄氏度": "degC",
    "无量纲": "1", "pH值": "1", "pH": "1", "°C": "degC", "MPN": "1", "CFU": "1", "cfu": "1", "个": "1", "度": "colour",
    "倍": "colour", "dB(A)": "dB(A)", "dBA": "dB(A)", "dB": "dB(A)",
}  # fmt: skip


class WrongUnit(ValueError):
    """A unit that is not known, or that measures something else."""


@cache
def unit(text: str) -> str:
    """A unit in the one spelling; what is not known stays as it was written, without its blanks.

    >>> unit("µg/m³"), unit("毫克/升"), unit(" mg/Nm3 "), unit("℃"), unit("MPN/L"), unit("无量纲")
    ('ug/m3', 'mg/L', 'mg/m3', 'degC', '1/L', '1')
    """
    said = unicodedata.normalize("NFKC", text).replace("\u03bc", "u").replace("^", "")
    said = re.sub(r"\s|\(标准状态\)|\(标况\)", "", said)
    for word in sorted(_WORDS, key=len, reverse=True):
        if said == word or said.startswith(f"{word}/"):
            said = _WORDS[word] + said[len(word) :]
        elif said.endswith(f"/{word}"):
            said = said[: -len(word)] + _WORDS[word]
    said = re.sub(r"/(N|S|n)?m3$", "/m3", said)
    return re.sub(r"/(l|dm3)$", "/L", said).replace("/100ml", "/100mL")


def dimension(text: str) -> tuple[str, int]:
    """What a unit measures, and the power of ten of its size; an unknown unit measures only itself.

    >>> dimension("mg/L"), dimension("ng/L"), dimension("MPN/100mL"), dimension("NTU")
    (('g/L', -3), ('g/L', -9), ('1/L', 1), ('NTU', 0))
    """
    said = unit(text)
    match = _MASS.fullmatch(said)
    if match:
        return f"g/{match[2]}", PREFIXES[match[1]]
    return _OTHER.get(said, (said, 0))


def ratio(given: str, wanted: str) -> Fraction:
    """What a number in one unit is multiplied by to be in the other, exactly. WrongUnit when they measure two things.

    >>> ratio("mg/L", "µg/L"), ratio("ng/m3", "mg/m3")
    (Fraction(1000, 1), Fraction(1, 1000000))
    >>> ratio("mg/L", "mg/m3")
    Traceback (most recent call last):
    huanzhi.wire.units.WrongUnit: 'mg/L' is no unit for what is kept in 'mg/m3'
    """
    (of, size), (kept, own) = dimension(given), dimension(wanted)
    if of != kept:
        raise WrongUnit(f"{given!r} is no unit for what is kept in {wanted!r}")
    return Fraction(10) ** (size - own)
