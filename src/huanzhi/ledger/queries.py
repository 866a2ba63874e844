"""Reads of the ledger."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from huanzhi.ledger.chain import Break, verify
from huanzhi.ledger.models import Entry


def history(subject: models.Model) -> models.QuerySet[Entry]:
    """What was done to one record, newest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by(
        "-seq"
    )


def entries() -> Iterator[dict[str, Any]]:
    """Every entry in order, as the chain hashes it."""
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=5000):
        yield entry.plain()


def state() -> tuple[int, Break | None]:
    """How many entries hold, and the first break if there is one."""
    return verify(entries())
