"""Verbs: the only way to write. Each is allowed or refused, recorded, and all or nothing."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from huanzhi.ledger.appending import Drafts, Recorded
from huanzhi.ledger.chain import around
from huanzhi.ledger.models import Sealed
from huanzhi.ledger.plainness import Seals, plain

P = ParamSpec("P")
R = TypeVar("R")


class NotAllowed(Exception):
    """The actor may not use this verb; a face answers 403."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, for which organisation (its code), from where."""

    name: str
    role: str
    organisation: str | None = None
    user_id: int | None = None
    origin: str = ""
    verbs: frozenset[str] = frozenset()

    def may(self, verb: str) -> bool:
        """Whether the actor may use the verb; `*` is all, `plan.*` all of a room."""
        return bool({"*", verb, verb.split(".")[0] + ".*"} & self.verbs)

    def plain(self) -> dict[str, Any]:
        """The actor as the ledger keeps it."""
        return {
            "name": self.name,
            "role": self.role,
            "organisation": self.organisation,
            "user_id": self.user_id,
            "origin": self.origin,
        }


def SYSTEM(origin: str) -> Actor:
    """The system itself, as commands and jobs are."""
    return Actor(name="system", role="system", origin=origin, verbs=frozenset({"*"}))


@dataclass
class _Doing:
    actor: Actor
    verb: str
    drafts: Drafts
    recorded: int = 0


_doing: ContextVar[_Doing | None] = ContextVar("doing", default=None)


def verb(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb: its first argument is the actor.

    What it and the verbs in it recorded is chained when the outermost one ends, in its transaction. Raises NotAllowed
    before anything is done, RuntimeError when the function recorded nothing.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = args[0]
            assert isinstance(actor, Actor), f"{name}: the first argument is the actor"
            if not actor.may(name):
                raise NotAllowed(f"{actor.name} ({actor.role}) may not {name}")
            outer = _doing.get()
            with transaction.atomic():
                doing = _Doing(actor, name, outer.drafts if outer else Drafts())
                token = _doing.set(doing)
                try:
                    result = function(*args, **kwargs)
                finally:
                    _doing.reset(token)
                if not doing.recorded:
                    raise RuntimeError(f"{name} recorded nothing in the ledger")
                if outer is None:
                    doing.drafts.chain(commit=doing.drafts.own)
                return result

        run.verb = name  # type: ignore[attr-defined]
        return run

    return decorate


def record(
    subject: models.Model | str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Recorded:
    """Write in the ledger what is done, inside a verb, in the verb's transaction.

    Values wrapped in `sealed(...)` are kept apart; the entry holds their commitments.
    """
    doing = _doing.get()
    if doing is None:
        raise RuntimeError("record() outside a verb")
    kind, key = address(subject)
    seals: Seals = {}
    draft = doing.drafts.add(
        around(
            {
                "at": datetime.now(UTC).isoformat(),
                "verb": doing.verb,
                "actor": doing.actor.plain(),
                "subject_type": kind,
                "subject_id": key,
                "before": plain(before, DjangoJSONEncoder, seals),
                "after": plain(after, DjangoJSONEncoder, seals),
                "reason": str(reason),
            }
        )
    )
    doing.recorded += 1
    if seals:
        Sealed.objects.bulk_create(
            Sealed(commitment=name, salt=salt, value=value, subject_type=kind, subject_id=key)
            for name, (salt, value) in seals.items()
        )
    return draft


def address(subject: models.Model | str) -> tuple[str, str]:
    """`app.model` and key of a record; a plain word stands for itself."""
    if isinstance(subject, str):
        kind, _, key = subject.partition(":")
        return kind, key
    return subject._meta.label_lower, str(subject.pk)
