"""The grid as a tree with who holds each post, and one cell with its people through time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huanzhi.ledger.models import Entry
from huanzhi.people.delegation import Circle, follow, leads
from huanzhi.people.grid import day_of
from huanzhi.people.models import Area, GridPost, User


@dataclass(frozen=True)
class Held:
    """A post today: who holds it, and who acts when they are absent."""

    post: GridPost
    acting: User | None

    @property
    def vacant(self) -> bool:
        """Nobody acts: the holder has left, or substitutions lead in a circle."""
        return self.acting is None


@dataclass(frozen=True)
class Cell:
    """A line of the tree; `last` lines have no cells under them and need somebody."""

    area: Area
    depth: int
    posts: tuple[Held, ...]
    last: bool

    @property
    def vacant(self) -> bool:
        """Whether nobody answers in the cell itself."""
        return all(held.vacant for held in self.posts)


def tree(user: Any, at: datetime) -> list[Cell]:
    """Every cell that the person may see, in the order of the tree; three queries."""
    areas = list(Area.objects.visible_to(user).defer("geometry", "given_geometry").order_by("code"))
    below: dict[int | None, list[Area]] = {}
    known = {area.pk for area in areas}
    for area in areas:
        below.setdefault(area.parent_id if area.parent_id in known else None, []).append(area)
    held = held_posts(user, at)

    def walk(parent: int | None, depth: int) -> Iterator[Cell]:
        for area in below.get(parent, []):
            yield Cell(area, depth, tuple(held.get(area.pk, ())), area.pk not in below)
            yield from walk(area.pk, depth + 1)

    return list(walk(None, 0))


def held_posts(user: Any, at: datetime, area: Area | None = None) -> dict[int, list[Held]]:
    """Posts held at that moment by cell, members before chiefs."""
    rows = (
        GridPost.objects.visible_to(user)
        .holding(day_of(at))
        .select_related("user")
        .order_by("-duty", "since")
    )
    rows = rows.filter(area=area) if area else rows
    stand_ins, posts = leads(at), list(rows)
    needed = set(stand_ins.values()) if any(post.user_id in stand_ins for post in posts) else set()
    people = {one.pk: one for one in User.objects.filter(pk__in=needed)} if needed else {}
    found: dict[int, list[Held]] = {}
    for post in posts:
        try:
            end = follow(post.user_id, stand_ins)
            acts = people.get(end, post.user if end == post.user_id else None)
        except Circle:
            acts = None
        found.setdefault(post.area_id, []).append(Held(post, acts if acts and acts.is_active else None))
    return found


def why_ended(posts: list[GridPost]) -> dict[int, str]:
    """Why posts ended, as the ledger has it."""
    keys = [str(post.pk) for post in posts]
    told = Entry.objects.filter(
        subject_type=GridPost._meta.label_lower, subject_id__in=keys, verb="people.relieve"
    )
    return {int(key): reason for key, reason in told.order_by("seq").values_list("subject_id", "reason")}
