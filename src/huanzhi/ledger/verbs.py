"""Verbs: the only way to write. Each is allowed or refused, recorded, and all or nothing."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from huanzhi.ledger.chain import GENESIS, digest
from huanzhi.ledger.models import Entry
from huanzhi.ledger.plainness import plain

P = ParamSpec("P")
R = TypeVar("R")
_LOCK = 0x4C454447  # "LEDG": appends stand in line, so that numbers have no gaps


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
    entries: list[Entry] = field(default_factory=list)


_doing: ContextVar[_Doing | None] = ContextVar("doing", default=None)


def verb(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb: its first argument is the actor.

    Raises NotAllowed before anything is done, RuntimeError when the function recorded nothing.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = args[0]
            assert isinstance(actor, Actor), f"{name}: the first argument is the actor"
            if not actor.may(name):
                raise NotAllowed(f"{actor.name} ({actor.role}) may not {name}")
            doing = _Doing(actor, name)
            token = _doing.set(doing)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    if not doing.entries:
                        raise RuntimeError(f"{name} recorded nothing in the ledger")
                    return result
            finally:
                _doing.reset(token)

        run.verb = name  # type: ignore[attr-defined]
        return run

    return decorate


def record(
    subject: models.Model | str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Append to the ledger, inside a verb, in the verb's transaction."""
    doing = _doing.get()
    if doing is None:
        raise RuntimeError("record() outside a verb")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    kind, key = _address(subject)
    entry = Entry(
        seq=seq,
        at=datetime.now(UTC),
        verb=doing.verb,
        actor=doing.actor.plain(),
        subject_type=kind,
        subject_id=key,
        before=plain(before, DjangoJSONEncoder),
        after=plain(after, DjangoJSONEncoder),
        reason=reason,
        previous=previous,
    )
    entry.hash = digest(entry.plain(), previous)
    entry.save(force_insert=True)
    doing.entries.append(entry)
    return entry


def _address(subject: models.Model | str) -> tuple[str, str]:
    """`app.model` and key of a record; a plain word stands for itself."""
    if isinstance(subject, str):
        kind, _, key = subject.partition(":")
        return kind, key
    return subject._meta.label_lower, str(subject.pk)
