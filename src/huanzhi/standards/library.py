"""The shelf of standards (标准库): every data file read once, chosen by number or by the date of a sample.

>>> edition_for("HJ 633", date(2026, 2, 28)).number, edition_for("HJ 633", date(2026, 3, 1)).number
('HJ 633-2012', 'HJ 633-2026')
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from huanzhi.science.decimals import parse_scaled

from .verdict import UNVERIFIED


@dataclass(frozen=True)
class Limit:
    """One number of the law, with everything needed to defend it."""

    standard: str
    table: str
    clause: str
    item: str
    unit: str
    averaging: str
    category: str
    sense: str
    text: str
    effective: date
    superseded: date | None
    grade: str
    note: str = ""

    def scaled(self, places: int = 3) -> int:
        """The limit as an integer in 10^-places of its unit (thousandths by default)."""
        return parse_scaled(self.text, places)

    @property
    def verified(self) -> bool:
        """False for grades M and C: shown as an unverified limit."""
        return self.grade not in UNVERIFIED

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on that day."""
        return self.effective <= day and (self.superseded is None or day < self.superseded)


@dataclass(frozen=True)
class Standard:
    """One edition of one standard: its limits and the rules around them."""

    number: str
    family: str
    edition: str
    title_zh: str
    title_en: str
    effective: date
    superseded: date | None
    grade: str
    source: str
    read: date
    note: str
    limits: tuple[Limit, ...]
    tables: tuple[Mapping[str, Any], ...]
    rules: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        """Whether this edition is in force on that day."""
        return self.effective <= day and (self.superseded is None or day < self.superseded)

    def find(self, item: str, averaging: str = "", category: str = "", on: date | None = None) -> Limit:
        """The one limit that fits; LookupError when there is none or more than one."""
        found = [
            limit
            for limit in self.limits
            if limit.item == item
            and (not averaging or limit.averaging == averaging)
            and (not category or limit.category == category)
            and (on is None or limit.holds_on(on))
        ]
        if len(found) != 1:
            wanted = " ".join(part for part in (item, averaging, category, str(on or "")) if part)
            raise LookupError(f"{self.number} has {len(found)} limits for {wanted}")
        return found[0]


def _limits(head: Mapping[str, Any], tables: list[dict[str, Any]]) -> list[Limit]:
    limits = []
    for table in tables:
        for row in table["rows"]:
            for category, text in row["limits"].items():
                limits.append(
                    Limit(
                        standard=head["number"],
                        table=table["name"],
                        clause=row.get("clause", table["clause"]),
                        item=row["item"],
                        unit=row["unit"],
                        averaging=row.get("averaging", ""),
                        category=category,
                        sense=row.get("sense", table["sense"]),
                        text=text,
                        effective=table.get("effective", head["effective"]),
                        superseded=table.get("superseded", head.get("superseded")),
                        grade=row.get("grade", table.get("grade", head["grade"])),
                        note=row.get("note", ""),
                    )
                )
    return limits


def read(text: str) -> Standard:
    """Read one data file; KeyError or ValueError names what is missing or wrong in it."""
    data = tomllib.loads(text)
    head, tables = data["standard"], data.get("table", [])
    return Standard(
        **{key: head[key] for key in ("number", "family", "edition", "title_zh", "title_en", "effective")},
        superseded=head.get("superseded"),
        grade=head["grade"],
        source=head["source"],
        read=head["read"],
        note=head.get("note", ""),
        limits=tuple(_limits(head, tables)),
        tables=tuple(tables),
        rules=data.get("rules", {}),
    )


@cache
def everything() -> tuple[Standard, ...]:
    """Every standard on the shelf, by number.

    >>> len(everything()) > 20
    True
    """
    files = resources.files("huanzhi.standards").joinpath("data").iterdir()
    texts = [file.read_text("utf-8") for file in files if file.name.endswith(".toml")]
    return tuple(sorted((read(text) for text in texts if "[standard]" in text), key=lambda one: one.number))


def get(number: str) -> Standard:
    """The standard of that number ("GB 3838-2002"; spaces and case do not matter). LookupError otherwise.

    >>> get("gb3838-2002").find("nh3n", category="III").text
    '1.0'
    """
    wanted = number.replace(" ", "").upper()
    for standard in everything():
        if standard.number.replace(" ", "").upper() == wanted:
            return standard
    known = ", ".join(standard.number for standard in everything())
    raise LookupError(f"no standard {number!r}; there are {known}")


def editions(family: str) -> tuple[Standard, ...]:
    """Every edition of a standard, oldest first; none for a family that is not on the shelf.

    >>> [one.number for one in editions("HJ 633")]
    ['HJ 633-2012', 'HJ 633-2026']
    """
    return tuple(sorted((one for one in everything() if one.family == family), key=lambda one: one.effective))


def edition_for(family: str, day: date) -> Standard:
    """The edition in force on a day. LookupError when none is.

    >>> edition_for("GB 3095", date(2026, 2, 28)).number, edition_for("GB 3095", date(2026, 3, 1)).number
    ('GB 3095-2012', 'GB 3095-2026')
    """
    for standard in editions(family):
        if standard.holds_on(day):
            return standard
    raise LookupError(f"no edition of {family} was in force on {day}")
