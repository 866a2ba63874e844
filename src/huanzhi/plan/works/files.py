"""Files that works keep 工程附件: photos and what proves a stage; their originals are checked like any evidence."""

from collections.abc import Iterator

from huanzhi.plan.models import Gate, WorkPhoto


def hashes(newest: int | None = None) -> Iterator[str]:
    """The hash of every original; of the newest of each kind alone where a number is given."""
    photos = WorkPhoto.objects.order_by("-pk").values_list("sha256", flat=True)
    gates = Gate.objects.filter(file__sha256__isnull=False).order_by("-passed_at")
    proofs = gates.values_list("file__sha256", flat=True)
    yield from dict.fromkeys([*photos[:newest], *proofs[:newest]])
