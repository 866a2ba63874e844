"""Codes 编码: what they are made of, and whether they hold together. Check digits come from python-stdnum."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

MANIFEST = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{6})")
PERMIT = re.compile(r"([0-9A-Z]{18})(\d{3})([A-Z])")
FIRST_MANIFESTS = 2022  # the rule that gives manifests their 14 digits holds since then


class WrongCode(ValueError):
    """A code that does not hold together; the message names the code and what is wrong."""


def credit_code(text: str) -> str:
    """统一社会信用代码: 18 characters, the last a check. Returns it in capitals; WrongCode otherwise.

    Source: GB 32100-2015.

    >>> credit_code("912201011239989159")
    '912201011239989159'
    >>> credit_code("912201011239989150")
    Traceback (most recent call last):
    huanzhi.wire.codes.WrongCode: credit code 912201011239989150: the check character does not fit
    """
    code = re.sub(r"[\s-]", "", text).upper()
    try:
        return str(uscc.validate(code))
    except ValidationError as error:
        words = {
            "InvalidLength": f"{len(code)} characters, 18 needed",
            "InvalidChecksum": "the check character does not fit",
            "InvalidFormat": "characters that do not belong, or an authority that does not exist",
        }
        raise WrongCode(f"credit code {code}: {words.get(type(error).__name__, str(error))}") from None


@dataclass(frozen=True)
class Manifest:
    """The parts of a hazardous-waste manifest number (危险废物转移联单)."""

    year: int
    province: str
    city: str
    serial: int


def manifest(text: str, today: date | None = None) -> Manifest:
    """The 14 digits of a manifest: year, province and city of dispatch, six of a serial. WrongCode otherwise.

    With ``today`` a year to come is refused. Source: rules on the transfer of hazardous waste, article 15.

    >>> manifest("20252201000123")
    Manifest(year=2025, province='22', city='01', serial=123)
    """
    match = MANIFEST.fullmatch(text.strip())
    if not match:
        raise WrongCode(f"manifest {text!r}: 14 digits are needed")
    year, serial = int(match[1]), int(match[4])
    if year < FIRST_MANIFESTS or (today is not None and year > today.year):
        raise WrongCode(f"manifest {text!r}: no manifests of {year}")
    if not 11 <= int(match[2]) <= 82 or not serial:
        raise WrongCode(f"manifest {text!r}: no province {match[2]}, or serial zero")
    return Manifest(year, match[2], match[3], serial)


def permit(text: str) -> tuple[str, int, str]:
    """The parts of a discharge-permit number: credit code, place, letter. WrongCode otherwise.

    Firms without a credit code (``H9…``) are not known here. Source: HJ 608-2017, annex A prints 22 characters with P.

    >>> permit("91130200699229617X002P")[1:]
    (2, 'P')
    >>> permit("912201011239989159001V")
    ('912201011239989159', 1, 'V')
    """
    match = PERMIT.fullmatch(text.strip().upper())
    if not match:
        raise WrongCode(f"permit {text!r}: a credit code, three digits and a letter are needed")
    return credit_code(match[1]), int(match[2]), match[3]


def area(text: str) -> tuple[str, ...]:
    """The codes of the areas an area lies in, from the province down; 2, 4, 6, 9 or 12 digits of GB/T 2260 and 10114.

    >>> area("220104003")
    ('22', '2201', '220104', '220104003')
    >>> area("2201")
    ('22', '2201')
    """
    code = text.strip()
    if not (code.isdigit() and len(code) in (2, 4, 6, 9, 12) and 11 <= int(code[:2]) <= 82):
        raise WrongCode(f"area {text!r}: 2, 4, 6, 9 or 12 digits, a province first")
    return tuple(code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code))
