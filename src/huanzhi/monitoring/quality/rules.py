"""Rules of the quality chain as data: editions with their dates, families of factors, and one row a rule."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One rule: which check (`kind`), of which statistics and factors, with which numbers, and what it says."""

    rule: str
    kind: str
    standing: str
    statistics: tuple[str, ...]
    factors: tuple[str, ...]
    numbers: Mapping[str, Any]
    grade: str
    why: str

    def minutes(self, name: str) -> timedelta:
        """A number of it that is a time.

        >>> Rule("r", "stuck", "suspect", (), (), {"gap_minutes": 90}, "M", "").minutes("gap_minutes")
        datetime.timedelta(seconds=5400)
        """
        return timedelta(minutes=self.numbers[name])


@dataclass(frozen=True)
class Edition:
    """The rules that hold from a day on."""

    edition: str
    effective: date
    superseded: date | None
    rules: tuple[Rule, ...]
    held: Mapping[str, Any]

    def of(self, kind: str, statistic: str) -> list[tuple[int, Rule]]:
        """Rules of a kind for a statistic, with their places in the edition."""
        return [(n, r) for n, r in enumerate(self.rules) if r.kind == kind and statistic in r.statistics]


WHERE = ("rule", "kind", "standing", "statistics", "factors", "grade", "why")


@cache
def document(name: str = "rules.toml") -> dict[str, Any]:
    """A data file of this package."""
    place = resources.files("huanzhi.monitoring.quality") / name
    return tomllib.loads(place.read_text(encoding="utf-8"))


@cache
def editions(name: str = "rules.toml") -> tuple[Edition, ...]:
    """All editions of a file, the oldest first.

    >>> [edition.edition for edition in editions()]
    ['QC-2026.1']
    """
    return tuple(read(row) for row in document(name)["edition"])


def read(row: Mapping[str, Any]) -> Edition:
    """An edition as its file has it; ``@name`` among a rule's factors stands for the family of that name."""
    families = row.get("families", {})
    rules = []
    for one in row["rule"]:
        named = [families[n[1:]] if n.startswith("@") else [n] for n in one.get("factors", [])]
        rules.append(
            Rule(
                rule=one["rule"],
                kind=one["kind"],
                standing=one.get("standing", ""),
                statistics=tuple(one["statistics"]),
                factors=tuple(factor for some in named for factor in some),
                numbers={name: value for name, value in one.items() if name not in WHERE},
                grade=one.get("grade", row["grade"]),
                why=one.get("why", ""),
            )
        )
    rest = {name: value for name, value in row.items() if name != "rule"}
    return Edition(row["edition"], row["effective"], row.get("superseded"), tuple(rules), rest)


def edition_on(on: date | None, name: str = "rules.toml") -> Edition:
    """The edition that holds on a day; the newest without one. LookupError before the first.

    >>> edition_on(date(2026, 11, 24)).edition
    'QC-2026.1'
    """
    known = editions(name)
    if on is None:
        return known[-1]
    for edition in reversed(known):
        if edition.effective <= on and (edition.superseded is None or on < edition.superseded):
            return edition
    raise LookupError(f"no rules of quality on {on}; the first hold from {known[0].effective}")


def former_flags() -> dict[str, str]:
    """Flags of HJ/T 212-2005 that the edition of 2017 has no more, and what they come to."""
    return dict(document()["former_flags"])


def words(rule: str) -> dict[str, str]:
    """What a rule is called, in Chinese and English; its own name when it has no other.

    >>> words("stuck")["zh"]
    '恒值'
    """
    named = document()["words"] | document("suspicions.toml")["words"]
    return named.get(rule, {"zh": rule, "en": rule})


def matching(patterns: tuple[str, ...] | list[str], names: list[str]) -> list[str]:
    """Those of the names that fit a pattern.

    >>> matching(["w*-Cou"], ["w01018", "w01018-Cou", "a21026-Cou"])
    ['w01018-Cou']
    """
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]
