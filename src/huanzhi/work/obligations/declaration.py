"""What a pack declares of duties 义务规则: what, for which subjects, how often, by which clause, what proves it."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huanzhi.work.obligations.recurrence import Due, Recurrence

PROOFS = ("file", "reading", "inspection", "case", "record")


@dataclass(frozen=True)
class Subject:
    """What a duty is about and who answers for it: a record of a register, a task, an organisation.

    `key` is `kind:code`; without an organisation nobody answers, and no duty can be made.
    """

    key: str
    name: str
    organisation: int | None
    starts: date | None = None
    ends: date | None = None
    user: int | None = None
    area: int | None = None
    simulated: bool = False
    due: date | None = None  # of a duty with a day of its own


Subjects = Callable[[], Iterable[Subject]]


@dataclass(frozen=True)
class DutyRule:
    """A kind of duty. `remind`: days before its day; `case`: the kind of case it becomes, `case_after` days late."""

    code: str
    zh: str
    en: str
    subjects: Subjects
    recurrence: Recurrence
    clause: str
    proof: str = "file"
    grade: str = "own choice"
    remind: tuple[int, ...] = (7, 0)
    case: str = ""
    case_after: int = 0
    ahead: int = 100  # days for which duties are made in advance; the next one always

    def __post_init__(self) -> None:
        if self.proof not in PROOFS:
            raise ValueError(f"{self.code}: proof: {self.proof!r} is none of {', '.join(PROOFS)}")

    def terms(self) -> dict[str, Any]:
        """What an obligation keeps of its rule, so that a later rule does not change what stood then."""
        return {
            "zh": self.zh,
            "en": self.en,
            "clause": self.clause,
            "grade": self.grade,
            "proof": self.proof,
            "every": self.recurrence.every,
            "days": self.recurrence.days,
            "remind": list(self.remind),
            "case": self.case,
            "case_after": self.case_after,
        }


_RULES: dict[str, DutyRule] = {}


def add(rule: DutyRule) -> DutyRule:
    """Declare a rule; two of one code is an error."""
    if rule.code in _RULES:
        raise ValueError(f"two duty rules called {rule.code}")
    _RULES[rule.code] = rule
    return rule


def rules() -> Iterator[DutyRule]:
    """Every declared rule, by code."""
    return (_RULES[code] for code in sorted(_RULES))


def read(text: str, sources: Mapping[str, Callable[[Mapping[str, Any]], Subjects]]) -> list[DutyRule]:
    """Rules of a data file: one table each; `of` names the source of its subjects, which is given the table."""
    tables = {code: table for code, table in tomllib.loads(text).items() if isinstance(table, dict)}
    return [_rule(code, table, sources) for code, table in tables.items()]


def _rule(
    code: str, table: Mapping[str, Any], sources: Mapping[str, Callable[[Mapping[str, Any]], Subjects]]
) -> DutyRule:
    if table["of"] not in sources:
        raise LookupError(f"{code}: of: no source {table['of']!r}; there are: {', '.join(sorted(sources))}")
    own = {"remind", "proof", "grade", "case", "case_after", "ahead"} & set(table)
    given = {name: table[name] for name in own}
    if "remind" in given:
        given["remind"] = tuple(given["remind"])
    recurrence = Recurrence(
        every=table["every"],
        due=Due(**table.get("due", {})),
        days=table.get("days", 0),
        by=table.get("by"),
        partial=table.get("partial", False),
    )
    subjects = sources[table["of"]](table)
    return DutyRule(code, table["zh"], table["en"], subjects, recurrence, table["clause"], **given)
