"""代理链: whom something reaches when people are absent, and what reaches one person instead of others."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from huanzhi.people.models import Substitution, User


class Circle(LookupError):
    """Substitutions that lead back to where they began: nobody is there."""


def follow(start: int, leads: Mapping[int, int]) -> int:
    """Where a chain of substitutions ends; Circle when it leads back.

    >>> follow(1, {1: 2, 2: 3}), follow(9, {1: 2})
    (3, 9)
    >>> follow(1, {1: 2, 2: 1})
    Traceback (most recent call last):
        ...
    huanzhi.people.delegation.Circle: substitutions lead in a circle: 1 → 2 → 1
    """
    walked = [start]
    while (step := leads.get(walked[-1])) is not None:
        if step in walked:
            said = " → ".join(str(one) for one in [*walked, step])
            raise Circle(f"substitutions lead in a circle: {said}")
        walked.append(step)
    return walked[-1]


def leads(at: datetime) -> dict[int, int]:
    """Who is absent at a moment, and who stands in; of two for the same person the one agreed last."""
    running = Substitution.objects.running(at).values_list("absent_id", "substitute_id")
    found: dict[int, int] = {}
    for absent, stands_in in running:
        found.setdefault(absent, stands_in)
    return found


def acting(user: User, at: datetime | None = None) -> User:
    """Who acts for a person at a moment: the person, or whoever the substitutions lead to. Circle when nobody."""
    end = follow(user.pk, leads(at or timezone.now()))
    return user if end == user.pk else User.objects.get(pk=end)


def principals(user_id: int | None, at: datetime) -> frozenset[int]:
    """The keys of a person and of everybody for whom they act at a moment, over any number of steps; one query."""
    if user_id is None:
        return frozenset()
    chain = leads(at)
    return frozenset({user_id, *(absent for absent in chain if _end(absent, chain) == user_id)})


def stands_in_for(user: User, at: datetime | None = None) -> list[User]:
    """For whom a person acts at a moment, over any number of steps; the person not counted."""
    found = principals(user.pk, at or timezone.now()) - {user.pk}
    return list(User.objects.filter(pk__in=found).order_by("pk"))


def _end(absent: int, chain: Mapping[int, int]) -> int | None:
    try:
        return follow(absent, chain)
    except Circle:
        return None


def closes_a_circle(absent: int, substitute: int, since: datetime, until: datetime) -> bool:
    """Whether somebody who would stand in is led back to the absent person at any moment of that time.

    A circle can only close where substitutions begin, so it is enough to look at those moments.
    """
    others = Substitution.objects.filter(since__lt=until, until__gt=since)
    moments = {since, *(max(since, start) for start in others.values_list("since", flat=True))}
    for moment in moments:
        try:
            follow(absent, leads(moment) | {absent: substitute})
        except Circle:
            return True
    return False
