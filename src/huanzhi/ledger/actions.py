"""Verbs about the ledger itself: put a day's state into two hashes, erase what was sealed."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from huanzhi.ledger.chain import GENESIS
from huanzhi.ledger.merkle import Tree
from huanzhi.ledger.models import Checkpoint, Entry, Sealed
from huanzhi.ledger.queries import checkpoints, links
from huanzhi.ledger.verbs import Actor, address, record, verb


@verb("ledger.checkpoint")
def checkpoint(actor: Actor, now: datetime | None = None) -> Checkpoint:
    """Put every entry so far under one root. What came since the last checkpoint is proven first.

    Raises ValueError when the chain does not hold: nothing is made of a broken one.
    """
    now = now or timezone.now()
    last = checkpoints().first()
    tree, head = Tree(), GENESIS
    if last is not None:
        tree = Tree(last.size, [bytes.fromhex(peak) for peak in last.peaks])
        head = Entry.objects.filter(seq=last.size).values_list("hash", flat=True).first() or ""
        if head != last.head:
            raise ValueError(f"entry {last.size}: its hash is not that of the checkpoint of {last.day}")
    for link, broken in links(tree.size, head):
        if broken:
            raise ValueError(f"the chain does not hold: {broken}")
        tree.add(head := link)
    if not tree.size or (last is not None and tree.size == last.size):
        raise ValueError("nothing was recorded since the last checkpoint")
    made = Checkpoint.objects.create(
        size=tree.size,
        day=timezone.localdate(now),
        at=now,
        head=head,
        root=tree.root().hex(),
        peaks=[peak.hex() for peak in tree.peaks],
    )
    record(made, after={"size": made.size, "head": made.head, "root": made.root})
    return made


@verb("ledger.erase")
def erase(actor: Actor, subject: models.Model | str, reason: str) -> int:
    """Erase every sealed value of a record (个人信息删除): the entries stay, what they sealed is gone. How many.

    Raises ValueError without a reason, LookupError when nothing of the record is sealed.
    """
    if not reason.strip():
        raise ValueError("reason: erasing needs one")
    kind, key = address(subject)
    rows = Sealed.objects.filter(subject_type=kind, subject_id=key)
    gone = sorted(rows.values_list("commitment", flat=True))
    if not gone:
        raise LookupError(f"{kind}:{key}: nothing of it is sealed")
    Sealed.objects.filter(pk__in=gone).delete()
    record(subject, before={"kept": gone}, after={"erased": len(gone)}, reason=reason)
    return len(gone)
