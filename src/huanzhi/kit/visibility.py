"""Who sees what: every queryset starts from `visible_to(user)`."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models

from huanzhi.ledger.visibility import WideQuerySet

__all__ = ["OwnQuerySet", "Scope", "VisibleQuerySet", "WideQuerySet"]


class Scope(Protocol):
    """What a signed-in person may look at: everything, or what concerns these organisations and people."""

    everything: bool
    organisations: frozenset[int]
    people: frozenset[int]


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[M_co]):
    """A queryset that can be cut down to what a user may see.

    A model narrows it by a classmethod `visible_q(scope) -> Q`; without one, whoever is signed in sees
    all of it.
    """

    def visible_to(self, user: Any) -> Self:
        """The rows this user may see; nobody is signed in: none."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        scope: Scope = user.scope()
        narrow = getattr(self.model, "visible_q", None)
        if scope.everything or narrow is None:
            return self
        return self.filter(narrow(scope)).distinct()


class OwnQuerySet(models.QuerySet[M_co]):
    """Rows of one's own account, by their `user`: nobody else's, however much else somebody may see."""

    def visible_to(self, user: Any) -> Self:
        """The user's own."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=user)
