"""Rows about the whole district 全区: who may look at all of it sees them, nobody else sees any."""

from typing import Any, Self, TypeVar

from django.db import models

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class WideQuerySet(models.QuerySet[M_co]):
    """Rows of no department in particular: the ledger, frames, readings, episodes."""

    def visible_to(self, user: Any) -> Self:
        """All of them for somebody whose scope is everything; for everybody else none."""
        if not getattr(user, "is_authenticated", False) or not user.scope().everything:
            return self.none()
        return self
