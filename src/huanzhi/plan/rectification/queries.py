"""Reads of rectification: sums of rounds, items as they stand, what is published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huanzhi.people.models import Organisation
from huanzhi.plan.rectification.inspection_round import InspectionRound
from huanzhi.plan.rectification.item import ItemState, RectificationItem
from huanzhi.plan.rectification.letter import InspectionLetter


@dataclass(frozen=True)
class Part:
    """How many there are and how many closed; `stated` when a document says so and no single ones are on record."""

    total: int | None
    closed: int | None
    stated: bool

    @property
    def ratio(self) -> str:
        """Closed of all in per cent, cut off rather than rounded up: 99.9 is not all."""
        if not self.total or self.closed is None:
            return ""
        tenths = 1000 * self.closed // self.total
        return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class Lack:
    """What nobody has said yet, and who must say it."""

    what: str
    who: Organisation | None


@dataclass(frozen=True)
class Progress:
    """A round with its sums and what it lacks."""

    round: InspectionRound
    items: Part
    letters: Part
    lacks: tuple[Lack, ...]

    @property
    def as_printed(self) -> bool:
        """Whether all that is known are the totals that a document states."""
        return self.items.stated or self.letters.stated


def progress(user: Any) -> list[Progress]:
    """Every round: its items and letters counted as the user may see them, else as a document states them."""
    items = RectificationItem.objects.visible_to(user).order_by()
    letters = InspectionLetter.objects.visible_to(user).order_by()
    done = Count("pk", filter=Q(state=ItemState.WRITTEN_OFF), distinct=True)
    of_items = _counts(items, done)
    of_letters = _counts(letters, Count("pk", filter=Q(closed_on__isnull=False), distinct=True))
    rows = InspectionRound.objects.visible_to(user).select_related("asked")
    return [_progress(row, of_items.get(row.pk), of_letters.get(row.pk)) for row in rows]


def totals(rows: Iterable[Progress]) -> tuple[Part, Part]:
    """All rounds together; a round whose items nobody has stated adds nothing, and is named among its lacks."""
    found = list(rows)
    return _sum([row.items for row in found]), _sum([row.letters for row in found])


def _sum(parts: list[Part]) -> Part:
    known = [part for part in parts if part.total is not None]
    return Part(
        sum(part.total or 0 for part in known),
        sum(part.closed or 0 for part in known),
        any(part.stated for part in known),
    )


def _counts(rows: QuerySet[Any], closed: Any) -> dict[int, tuple[int, int]]:
    counted = rows.values_list("round").annotate(n=Count("pk", distinct=True), closed=closed)
    return {key: (n, done) for key, n, done in counted}


def _progress(
    row: InspectionRound, items: tuple[int, int] | None, letters: tuple[int, int] | None
) -> Progress:
    held = Part(*items, stated=False) if items else _stated(row.items_stated, row.items_closed_stated)
    post = Part(*letters, stated=False) if letters else _stated(row.letters_stated, row.letters_closed_stated)
    lacks = [Lack(row.unknown, row.asked)] if row.unknown else []
    if row.year is None:
        lacks.append(Lack(_("in which year it was"), row.asked))
    if not row.document:
        lacks.append(Lack(_("the number of the document that reports it"), row.asked))
    if held.stated or post.stated:
        lacks.append(Lack(_("single items and letters: not on record, only their totals"), row.asked))
    lacks += [
        Lack(
            _("%(there)s of %(stated)s stated are on record") % {"there": there.total, "stated": stated},
            row.asked,
        )
        for there, stated in ((held, row.items_stated), (post, row.letters_stated))
        if not there.stated and stated is not None and there.total != stated
    ]
    return Progress(row, held, post, tuple(lacks))


def _stated(total: int | None, closed: int | None) -> Part:
    return Part(total, closed, stated=total is not None)


def items(user: Any) -> QuerySet[RectificationItem]:
    """The items that a user may see, what is due first on top."""
    rows = RectificationItem.objects.visible_to(user).select_related("round", "lead", "case")
    return rows.order_by("deadline", "code")


def by_state(rows: QuerySet[RectificationItem]) -> dict[str, int]:
    """How many items stand in each state, every state named."""
    counts = Counter(dict(rows.order_by().values_list("state").annotate(n=Count("pk", distinct=True))))
    return {state: counts[state] for state in ItemState.values}


def late(rows: QuerySet[RectificationItem], today: date) -> QuerySet[RectificationItem]:
    """Those not confirmed by the second check although their deadline is over."""
    waiting = (ItemState.LISTED, ItemState.UNDERWAY, ItemState.PROPOSED, ItemState.CHECKED)
    return rows.filter(state__in=waiting, deadline__lt=today)


def letters(user: Any) -> QuerySet[InspectionLetter]:
    """The letters that a user may see, the newest first."""
    rows = InspectionLetter.objects.visible_to(user)
    return rows.select_related("round", "organisation", "area", "repeat_of").defer(
        "area__geometry", "area__given_geometry"
    )


@dataclass(frozen=True)
class Published:
    """What the public sees of a closing, and nothing else."""

    number: str
    round: str
    problem: str
    measures: str
    result: str
    published_on: date
    comments_until: date
    comments_to: str
    simulated: bool


def in_publication(today: date) -> list[Published]:
    """Closings on which the public may comment today, what ends first on top."""
    rows = RectificationItem.objects.filter(state=ItemState.PUBLISHED, comments_until__gte=today)
    fields = (
        "code", "round__name", "text", "measures", "result", "published_on", "comments_until", "comments_to",
        "simulated",
    )  # fmt: skip
    return [Published(*row) for row in rows.order_by("comments_until", "code").values_list(*fields)]
