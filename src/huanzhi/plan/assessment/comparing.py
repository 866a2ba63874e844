"""Two results of an assessment side by side: under other rules, or with the records of another day. Pure."""

from dataclasses import dataclass, field
from typing import Any

from huanzhi.plan.assessment.scoring import score

Found = dict[str, Any]
Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Beside:
    """Both results; `indicators`, `tasks`, `organisations`: keys of rows that came out differently."""

    ours: Found
    theirs: Found
    indicators: set[int] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    gone: list[Found] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.indicators or self.tasks or self.organisations or self.gone or self.new)


def beside(content: Found, rules: Found) -> Beside:
    """The frozen result beside what the same inputs give under other rules."""
    return compare(content["result"], score(content["inputs"], rules))


def compare(ours: Found, theirs: Found) -> Beside:
    """Two results over the same plan."""
    before, after = _talks(ours), _talks(theirs)
    return Beside(
        ours,
        theirs,
        indicators=_differing(ours["indicators"], theirs["indicators"], "no", ("verdict", "points_e3")),
        tasks=_differing(ours["tasks"], theirs["tasks"], "code", ("state", "points_e3")),
        organisations=_differing(
            ours["organisations"], theirs["organisations"], "code", ("points_e3", "level")
        ),
        gone=[row for key, row in before.items() if key not in after],
        new=[row for key, row in after.items() if key not in before],
    )


def _differing(before: list[Found], after: list[Found], key: str, names: tuple[str, ...]) -> set[Any]:
    now = {row[key]: row for row in after}
    return {
        row[key]
        for row in before
        if row[key] not in now or any(row[name] != now[row[key]][name] for name in names)
    }


def _talks(result: Found) -> dict[Pair, Found]:
    return {(row["rule"], row["about"], row["organisation"]): row for row in result["triggers"]}  # type: ignore[misc]
