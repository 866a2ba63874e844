"""Decimal text to scaled integers and back, without a float on the way."""

import re

_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?")


def parse_scaled(text: str, places: int = 3) -> int:
    """Read a plain decimal number as an integer scaled by ``10 ** places``.

    More decimals than ``places`` are taken only when they are zeros: what cannot be kept exactly is refused.
    Raises ValueError naming the text.

    >>> parse_scaled("0.8"), parse_scaled("35"), parse_scaled("-1.2340")
    (800, 35000, -1234)
    >>> parse_scaled("0.0005", places=5)
    50
    """
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a decimal number: {text!r}")
    sign, whole, fraction = match[1], match[2], (match[3] or "").rstrip("0")
    if len(fraction) > places:
        raise ValueError(f"more than {places} decimals: {text!r}")
    scaled = int(whole) * 10**places + int(fraction.ljust(places, "0") or "0")
    return -scaled if sign == "-" else scaled


def format_scaled(value: int, places: int = 3) -> str:
    """Write a scaled integer as the shortest decimal number.

    >>> format_scaled(35_500), format_scaled(800), format_scaled(-1_234), format_scaled(35_000)
    ('35.5', '0.8', '-1.234', '35')
    """
    whole, fraction = divmod(abs(value), 10**places)
    tail = str(fraction).rjust(places, "0").rstrip("0") if places else ""
    return f"{'-' if value < 0 else ''}{whole}{'.' + tail if tail else ''}"
