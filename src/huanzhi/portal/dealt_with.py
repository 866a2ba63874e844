"""What the public sees of cases: kind, cell of the grid, days, how it stands, pictures decided to be shown."""

from dataclasses import dataclass, field
from typing import Any

from huanzhi.work.disclosure import shown
from huanzhi.work.kinds import named
from huanzhi.work.models import Case, Disclosure

MOST = 200


@dataclass
class Shown:
    """A case with its public pictures: no person, no exact place."""

    kind: str
    area: str
    opened: Any
    closed: Any
    state: str
    simulated: bool
    pictures: list[Disclosure] = field(default_factory=list)


def cases_shown() -> list[Shown]:
    """Cases that have a public picture, the newest picture first."""
    found: dict[int, Shown] = {}
    for held in shown()[:MOST]:
        case = held.evidence.case
        if case.pk not in found:
            found[case.pk] = _shown(case)
        found[case.pk].pictures.append(held)
    for one in found.values():
        one.pictures.sort(key=lambda held: held.evidence_id)
    return list(found.values())


def _shown(case: Case) -> Shown:
    area = case.area.name if case.area else ""
    return Shown(
        named(case.kind), area, case.opened_at, case.closed_at, case.get_state_display(), case.simulated
    )
