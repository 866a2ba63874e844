"""What has changed between a frozen figure and now: members, parts, rules, target, and what that did. Pure."""

from dataclasses import dataclass, field
from typing import Any

from huanzhi.measures.computation import WEIGHED


@dataclass(frozen=True)
class Difference:
    """Before and after; values in thousandths. `parts`: (key, before, after), None where there is no valid one."""

    value: tuple[int | None, int | None]
    status: tuple[str, str]
    parts: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    former: int = 0
    rules: list[tuple[str, Any, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.parts or self.gone or self.new or self.former or self.rules)


def difference(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Compare two contents ({inputs, result}) of one measure and year."""
    old, new = before["inputs"], after["inputs"]
    weighed = new["measure"]["kind"] in WEIGHED
    parts = _changed(old["parts"], new["parts"], weighed)
    former = sum(
        len(_changed(old["former"].get(year, []), new["former"].get(year, [])))
        for year in {*old["former"], *new["former"]}
    )
    members = set(old["set"]["members"]), set(new["set"]["members"])
    names = ("measure", "outlook", "target", "editions", "needed", "period")
    rules = [(name, old[name], new[name]) for name in names if old[name] != new[name]]
    if old["set"]["version"] != new["set"]["version"]:
        rules.append(("set", old["set"]["version"], new["set"]["version"]))
    return Difference(
        value=(before["result"]["value_e3"], after["result"]["value_e3"]),
        status=(before["result"]["status"], after["result"]["status"]),
        parts=parts,
        gone=sorted(members[0] - members[1]),
        new=sorted(members[1] - members[0]),
        former=former,
        rules=rules,
    )


def _changed(
    old: list[list[Any]], new: list[list[Any]], weighed: bool = False
) -> list[tuple[str, int | None, int | None]]:
    """`weighed`: what a part is divided by counts too."""
    end = 3 if weighed else 2
    first, second = ({row[0]: row[1:end] for row in rows} for rows in (old, new))
    was, now = {row[0]: row[1] for row in old}, {row[0]: row[1] for row in new}
    keys = sorted(key for key in {*was, *now} if first.get(key) != second.get(key))
    return [(key, was.get(key), now.get(key)) for key in keys]
