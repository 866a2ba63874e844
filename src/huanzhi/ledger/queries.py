"""Reads of the ledger."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

from huanzhi.ledger.chain import GENESIS, Break, break_at, canonical, hashed, parts
from huanzhi.ledger.merkle import Tree
from huanzhi.ledger.models import Checkpoint, Entry, Sealed
from huanzhi.ledger.proofs import growth, inclusion, wrong_growth
from huanzhi.ledger.seal import commitment, commitments

PIECE = 5000
PLAIN = """SELECT seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), verb, actor::text, subject_type,
  subject_id, before::text, after::text, reason, previous, hash FROM ledger_entry WHERE seq > %s ORDER BY seq"""


def history(subject: models.Model) -> models.QuerySet[Entry]:
    """What was done to one record, newest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by(
        "-seq"
    )


def entries(after: int = 0) -> Iterator[dict[str, Any]]:
    """Every entry in order, as the chain hashes it; from one moment, however long reading takes."""
    actors = lru_cache(4096)(json.loads)  # few people, many entries; nobody changes what they get
    for seq, at, verb, actor, kind, key, before, then, reason, previous, found in _rows(PLAIN, [after]):
        yield {
            "seq": seq,
            "at": _iso(at),
            "verb": verb,
            "actor": actors(actor),
            "subject_type": kind,
            "subject_id": key,
            "before": json.loads(before) if before else None,
            "after": json.loads(then) if then else None,
            "reason": reason,
            "previous": previous,
            "hash": found,
        }


def links(
    after: int = 0, previous: str = GENESIS, seen: Callable[[int], None] = lambda count: None
) -> Iterator[tuple[str, Break | None]]:
    """The hash of every entry after one with this number and hash, recomputed from its content; and what is wrong.

    The same as `chain.verify` over `entries`, in half the time: what repeats is written once.
    """

    def rewritten(text: str | None) -> str:
        return canonical(json.loads(text)) if text else "null"

    often, text_of = lru_cache(8192)(rewritten), lru_cache(8192)(canonical)
    for seq, at, verb, actor, kind, key, before, then, reason, said, found in _rows(PLAIN, [after]):
        after += 1
        text = parts(
            often(actor), rewritten(then), canonical(_iso(at)), often(before), text_of(reason), canonical(key),
            text_of(kind), text_of(verb),
        )  # fmt: skip
        expected = hashed(text, seq, previous)
        yield expected, break_at(seq, said, found, (after, previous, expected))
        previous = expected
        if not after % PIECE:
            seen(PIECE)


def hashes(after: int = 0, through: int | None = None) -> Iterator[str]:
    """The hashes of entries in order: the leaves of the tree."""
    asked = "SELECT hash FROM ledger_entry WHERE seq > %s AND seq <= %s ORDER BY seq"
    for row in _rows(asked, [after, through if through is not None else 2**62]):
        yield row[0]


def size() -> int:
    """How many entries there are."""
    return Entry.objects.aggregate(last=models.Max("seq"))["last"] or 0


def state(
    seen: Callable[[int], None] = lambda count: None, since: Checkpoint | None = None
) -> tuple[int, Break | None]:
    """How many entries hold, and the first break if there is one; of all, or of those after a checkpoint.

    `seen` is told of every piece that was read.
    """
    held = 0
    for _hash, broken in links(since.size, since.head, seen) if since else links(seen=seen):
        if broken:
            return held, broken
        held += 1
    return held, None


def opened(entry: Entry) -> dict[str, Sealed]:
    """The sealed values of an entry that were not erased, by commitment."""
    names = [*commitments(entry.before), *commitments(entry.after)]
    return Sealed.objects.in_bulk(names) if names else {}


def broken_seals() -> list[str]:
    """Commitments whose kept value is no longer what was sealed."""
    rows = Sealed.objects.iterator(chunk_size=PIECE)
    return [one.commitment for one in rows if commitment(one.value, bytes(one.salt)) != one.commitment]


def checkpoints() -> models.QuerySet[Checkpoint]:
    """The newest first."""
    return Checkpoint.objects.order_by("-size")


def checkpoint_like(said: dict[str, Any]) -> Checkpoint:
    """Ours that is the published one; LookupError when there is none."""
    found = Checkpoint.objects.filter(size=said["size"], root=said["root"]).first()
    if found is None:
        raise LookupError(f"no checkpoint has {said['size']} entries and the root {said['root']}")
    return found


def prove_entry(seq: int, under: Checkpoint | None = None) -> dict[str, Any]:
    """The proof that an entry is under a checkpoint, the first that has it unless another is said.

    Raises LookupError when there is no such entry, or no checkpoint over it yet.
    """
    entry = Entry.objects.filter(seq=seq).first()
    if entry is None:
        raise LookupError(f"entry {seq}: the ledger has {size()}")
    under = under or Checkpoint.objects.filter(size__gte=seq).order_by("size").first()
    if under is None or under.size < seq:
        raise LookupError(f"entry {seq}: no checkpoint is over it yet (huanzhi ledger checkpoint makes one)")
    return inclusion(entry.plain(), _leaves(under), under.root)


def prove_growth(old: dict[str, Any], new: Checkpoint | None = None) -> dict[str, Any]:
    """The proof that the published checkpoint `old` is the beginning of `new` (the newest); ValueError when not."""
    new = new or checkpoints().first()
    if new is None:
        raise LookupError("there is no checkpoint yet (huanzhi ledger checkpoint makes one)")
    if old["size"] > new.size:
        raise ValueError(f"size: the earlier checkpoint has {old['size']} entries, the later one {new.size}")
    proof = growth(old, _leaves(new), new.root)
    if wrong := wrong_growth(proof, old, new.plain()):
        raise ValueError(wrong)
    return proof


def against(document: dict[str, Any]) -> str:
    """Why the ledger is not the one of a published checkpoint; empty when its first entries are those."""
    tree, head = Tree(), GENESIS
    for head in hashes(through=document["size"]):
        tree.add(head)
    if tree.size < document["size"]:
        return (
            f"the ledger has {tree.size} entries, the checkpoint has {document['size']}: entries are missing"
        )
    if head != document["head"]:
        return f"entry {tree.size}: its hash is {head}, the checkpoint's head is {document['head']}"
    if tree.root().hex() != document["root"]:
        return f"the root over {tree.size} entries is {tree.root().hex()}, the checkpoint's is {document['root']}"
    return ""


def _leaves(checkpoint: Checkpoint) -> list[str]:
    """The hashes under a checkpoint; LookupError when some are gone."""
    leaves = list(hashes(through=checkpoint.size))
    if len(leaves) != checkpoint.size:
        raise LookupError(f"{len(leaves)} entries, the checkpoint of {checkpoint.day} has {checkpoint.size}")
    return leaves


def _iso(text: str) -> str:
    """As `datetime.isoformat` writes it: no fraction when there is none."""
    return f"{text.removesuffix('.000000')}+00:00"


def _rows(asked: str, values: list[int]) -> Iterator[tuple[Any, ...]]:
    """Rows through a cursor of the server: neither side holds them all."""
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor(name="ledger") as cursor:
        cursor.itersize = PIECE
        with connection.wrap_database_errors:
            cursor.execute(asked, values)
        yield from cursor
