"""Rules of episodes (过程规则): read from data, chosen by the day, and checked before one is used."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

EXCEEDANCE, OFFLINE, MISSING = "exceedance", "offline", "missing"
NUMBERS = {
    EXCEEDANCE: ("begins_hours", "ends_hours", "ends_below_percent", "gap_hours"),
    OFFLINE: ("silences", "minutes"),
    MISSING: ("begins_hours", "ends_hours", "gap_hours", "offline_minutes"),
}
DECLARATIONS = {"shutdown", "calibration", "maintenance"}
_HEAD = {"kind", "edition", "effective", "rests_for"}


@dataclass(frozen=True)
class Rule:
    """An edition of a rule: its numbers, from which day on, and which declarations give it rest."""

    kind: str
    edition: str
    effective: date
    numbers: Mapping[str, int]
    rests_for: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    @property
    def code(self) -> str:
        """What an episode names."""
        return self.kind

    def plain(self) -> dict[str, Any]:
        """For a page and for the command line."""
        head = {"kind": self.kind, "edition": self.edition, "effective": self.effective.isoformat()}
        return {**head, **self.numbers, "rests_for": sorted(self.rests_for)}


@dataclass(frozen=True)
class RateRule:
    """What the rates of a device are made of: two counts of a device's day each, and which states count."""

    edition: str
    transmission: tuple[str, str]
    valid: tuple[str, str]
    mark_percent: int
    sent: frozenset[str]
    good: frozenset[str]
    undue: frozenset[str]
    undue_for: frozenset[str]


def read(table: Mapping[str, Any]) -> list[Rule]:
    """The rules of a table as `rules.toml` has them; ValueError names what is wrong with one.

    >>> read({"rule": [{"kind": "offline", "edition": "x", "effective": date(2026, 1, 1), "silences": 3}]})
    Traceback (most recent call last):
        ...
    ValueError: rule offline x: minutes is not there
    """
    rows = table.get("rule", [])
    if not rows:
        raise ValueError("rules: there is no [[rule]]")
    return sorted((_rule(row) for row in rows), key=lambda rule: (rule.kind, rule.effective))


def _rule(row: Mapping[str, Any]) -> Rule:
    kind, edition, effective = row.get("kind"), row.get("edition", ""), row.get("effective")
    name = f"rule {kind} {edition}"
    if kind not in NUMBERS:
        raise ValueError(f"{name}: kind is one of {', '.join(NUMBERS)}")
    if not isinstance(effective, date):
        raise ValueError(f"{name}: effective is a date, not {effective!r}")
    if unknown := sorted(set(row) - _HEAD - set(NUMBERS[kind])):
        raise ValueError(f"{name}: {unknown[0]} is not known")
    for number in NUMBERS[kind]:
        if number not in row:
            raise ValueError(f"{name}: {number} is not there")
        if type(row[number]) is not int or row[number] < (0 if number in _MAY_BE_NOTHING else 1):
            raise ValueError(f"{name}: {number} is a whole number above nothing, not {row[number]!r}")
    if unknown := sorted(set(row.get("rests_for", [])) - DECLARATIONS):
        raise ValueError(f"{name}: rests_for knows no {unknown[0]}")
    numbers = {number: row[number] for number in NUMBERS[kind]}
    return Rule(kind, str(edition), effective, numbers, frozenset(row.get("rests_for", [])))


_MAY_BE_NOTHING = {"gap_hours", "minutes"}


@cache
def _table() -> dict[str, Any]:
    text = resources.files("huanzhi.monitoring.episodes").joinpath("rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of this installation, every edition."""
    return tuple(read(_table()))


def editions(kind: str) -> tuple[Rule, ...]:
    """The editions of one kind, oldest first.

    >>> [rule.kind for rule in editions("missing")]
    ['missing']
    """
    return tuple(rule for rule in rules() if rule.kind == kind)


def pick(those: Iterable[Rule], day: date) -> Rule | None:
    """Of editions of one kind the one in force on a day; None before the first."""
    held = [rule for rule in those if rule.effective <= day]
    return max(held, key=lambda rule: rule.effective, default=None)


def rule_on(kind: str, day: date) -> Rule:
    """The rule in force on a day; LookupError when there is none.

    >>> rule_on("offline", date(2026, 11, 24))["silences"]
    5
    """
    found = pick(editions(kind), day)
    if found is None:
        raise LookupError(f"no rule of {kind} on {day}")
    return found


def most(those: Sequence[Rule], number: str) -> int:
    """The greatest value that any edition has of a number."""
    return max(rule[number] for rule in those)


@cache
def rate_rule() -> RateRule:
    """How the rates of a device are made.

    >>> rate_rule().valid
    ('valid', 'sent')
    """
    row = _table()["rates"]
    return RateRule(
        edition=row["edition"],
        transmission=tuple(row["transmission"]),
        valid=tuple(row["valid"]),
        mark_percent=row["mark_percent"],
        **{name: frozenset(row[name]) for name in ("sent", "good", "undue", "undue_for")},
    )
