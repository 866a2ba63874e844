"""Subjects from registers 台账对象: each record that holds, from when until when, and who answers for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from huanzhi.kit.register import Record
from huanzhi.work.obligations.declaration import Subject, Subjects

Who = Callable[[Any], int | None]


def of_register(
    records: Callable[[], QuerySet[Any]],
    organisation: Who,
    starts: str = "valid_from",
    user: Who | None = None,
) -> Subjects:
    """Every record of a register; a retired one ends its duties on its last day.

    `organisation` gives the key of who answers for a record; `starts` names the field with its first day, `valid_from`
    where that is empty.
    """

    def subjects() -> Iterator[Subject]:
        for record in records():
            yield _subject(
                record, organisation(record), getattr(record, starts), user(record) if user else None
            )

    return subjects


def _subject(record: Record, organisation: int | None, starts: Any, user: int | None) -> Subject:
    key = f"{record._meta.model_name}:{record.code}"
    return Subject(
        key=key[:80],
        name=record.name,
        organisation=organisation,
        starts=starts or record.valid_from,
        ends=record.valid_until,
        user=user,
        simulated=record.simulated,
    )
