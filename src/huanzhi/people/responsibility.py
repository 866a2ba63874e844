"""责任人: who answers for a cell at a moment; a vacant post falls to the cell above, and the answer says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huanzhi.people.delegation import Circle, follow, leads
from huanzhi.people.grid import Duty, day_of
from huanzhi.people.models import Area, GridPost, User


@dataclass(frozen=True)
class Responsible:
    """Who answers; nobody (`user` None) only when no cell up to the top has anybody.

    `acting_for` is the holder of the post when a substitute answers, `area` the cell whose post it is, `vacant`
    the cells below it that had nobody.
    """

    user: User | None
    acting_for: User | None
    area: Area
    vacant: tuple[Area, ...] = ()
    post: GridPost | None = None


def chain_of(area: Area) -> list[Area]:
    """The cell and those above it; one query a level that is not loaded yet."""
    chain, seen = [area], {area.pk}
    while (parent := chain[-1].parent) is not None and parent.pk not in seen:
        chain.append(parent)
        seen.add(parent.pk)
    return chain


def responsible(area: Area, at: datetime | None = None) -> Responsible:
    """Who answers for a cell: its member, its chief, then the same of the cells above; each or their substitute."""
    return responsible_of(chain_of(area), at or timezone.now())


def responsible_of(chain: Sequence[Area], at: datetime) -> Responsible:
    """Who answers for the first of a chain of cells; two queries, however long the chain."""
    held: dict[int, list[GridPost]] = {area.pk: [] for area in chain}
    for post in GridPost.objects.holding(day_of(at)).filter(area__in=held).select_related("user"):
        held[post.area_id].append(post)
    stand_ins = leads(at)
    people = _people(held, stand_ins)
    vacant: list[Area] = []
    for area in chain:
        for post in sorted(held[area.pk], key=_first):
            try:
                user = people[follow(post.user_id, stand_ins)]
            except Circle:
                continue
            if user.is_active:
                absent = post.user if user.pk != post.user_id else None
                return Responsible(user, absent, area, tuple(vacant), post)
        vacant.append(area)
    return Responsible(None, None, chain[-1], tuple(vacant))


def _first(post: GridPost) -> tuple[bool, int, int]:
    """Members before chiefs; of several the one who has held the post longest."""
    return post.duty != Duty.MEMBER, post.since.toordinal(), post.pk


def _people(held: dict[int, list[GridPost]], stand_ins: dict[int, int]) -> dict[int, User]:
    """The people that posts can lead to; no query when nobody is absent."""
    people = {post.user_id: post.user for posts in held.values() for post in posts}
    if any(key in stand_ins for key in people):
        people |= {user.pk: user for user in User.objects.filter(pk__in=stand_ins.values())}
    return people
