"""相似: how alike two cases or letters are, and why; a proposal for a person, who decides."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Protocol

from django.utils.translation import gettext as _

from huanzhi.science.coordinates import metres_between

NEAR_M, LONG_H = 500, 24
WORTH = 50  # of a hundred: from here on a likeness is worth a look


class Comparable(Protocol):
    """What is compared: a case, or what came in words before it is one (place in WGS-84)."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def lon(self) -> Decimal | None: ...
    @property
    def lat(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Likeness:
    """A score of a hundred, and each reason with what it brought."""

    score: int
    reasons: tuple[tuple[str, int], ...]

    def plain(self) -> dict[str, Any]:
        """As the log keeps it."""
        return {"score": self.score, "reasons": [[text, points] for text, points in self.reasons]}


def compare(one: Comparable, other: Comparable) -> Likeness:
    """Kind 20, the same subject 30, nearness up to 30, time up to 10, words up to 10."""
    found: list[tuple[str, int]] = []
    if one.kind == other.kind:
        found.append((_("the same kind"), 20))
    if one.subject == other.subject:
        found.append((_("about the same thing"), 30))
    if (metres := distance(one, other)) is not None and metres < NEAR_M:
        found.append((_("%(m)d m apart") % {"m": metres}, round(30 * (1 - metres / NEAR_M))))
    hours = abs((one.opened_at - other.opened_at).total_seconds()) / 3600
    if hours < LONG_H:
        found.append((_("opened %(h)d h apart") % {"h": hours}, round(10 * (1 - hours / LONG_H))))
    words = SequenceMatcher(None, one.title, other.title, autojunk=False).ratio()
    if words > 0.5:
        found.append((_("titles alike by %(p)d %%") % {"p": words * 100}, round(10 * words)))
    return Likeness(sum(points for _text, points in found), tuple(found))


def distance(one: Comparable, other: Comparable) -> float | None:
    """Metres between two places; None when one has no place."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return metres_between((float(one.lon), float(one.lat)), (float(other.lon), float(other.lat)))
