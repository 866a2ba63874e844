"""证明 Proofs as documents: a checkpoint, that an entry is under it, that a later one grew from it.

Arithmetic only; all of it can be checked offline. A document is a small JSON object; `kind` says which one it is.
"""

from collections.abc import Sequence
from typing import Any

from huanzhi.ledger import merkle
from huanzhi.ledger.chain import FIELDS, GENESIS, digest

CHECKPOINT, INCLUSION, GROWTH = "huanzhi-ledger-checkpoint", "huanzhi-ledger-entry", "huanzhi-ledger-growth"
WANTED = {
    CHECKPOINT: {"day": str, "at": str, "size": int, "head": str, "root": str},
    INCLUSION: {"entry": dict, "size": int, "root": str, "path": list},
    GROWTH: {"old_size": int, "old_root": str, "size": int, "root": str, "path": list},
}


def inclusion(entry: dict[str, Any], leaves: Sequence[str], root: str) -> dict[str, Any]:
    """That this entry is one of those whose hashes are `leaves`, under this root."""
    path = [step.hex() for step in merkle.inclusion(leaves, entry["seq"] - 1)]
    return {"kind": INCLUSION, "entry": entry, "size": len(leaves), "root": root, "path": path}


def growth(old: dict[str, Any], leaves: Sequence[str], root: str) -> dict[str, Any]:
    """That the ledger of the checkpoint `old` is the beginning of this one."""
    path = [step.hex() for step in merkle.consistency(leaves, old["size"])]
    found = {"kind": GROWTH, "old_size": old["size"], "old_root": old["root"]}
    return found | {"size": len(leaves), "root": root, "path": path}


def kind_of(document: Any) -> str:
    """Which document this is, with every field that it must have; ValueError names what is missing."""
    kind = document.get("kind") if isinstance(document, dict) else None
    if kind not in WANTED:
        raise ValueError(f"kind {kind!r}: neither a checkpoint nor a proof of the ledger")
    for name, type_ in WANTED[kind].items():
        if not isinstance(document.get(name), type_):
            raise ValueError(f"{name}: {document.get(name)!r} is not a {type_.__name__}")
    if kind == INCLUSION and (
        lost := [name for name in (*FIELDS, "hash", "previous") if name not in document["entry"]]
    ):
        raise ValueError(f"entry: {', '.join(lost)} missing")
    return kind


def wrong_inclusion(proof: dict[str, Any], checkpoint: dict[str, Any]) -> str:
    """Why the proof does not show that its entry is under the checkpoint; empty when it does."""
    entry = proof["entry"]
    if (proof["size"], proof["root"]) != (checkpoint["size"], checkpoint["root"]):
        return (
            f"it is about another checkpoint (of {proof['size']} entries, this one has {checkpoint['size']})"
        )
    if digest(entry, entry["previous"]) != entry["hash"]:
        return f"entry {entry['seq']}: its content does not give its hash"
    if entry["seq"] == 1 and entry["previous"] != GENESIS:
        return "entry 1: it follows another"
    if entry["seq"] == checkpoint["size"] and entry["hash"] != checkpoint["head"]:
        return f"entry {entry['seq']}: it is the last, but its hash is not the checkpoint's head"
    root = _bytes(checkpoint["root"])
    path = [_bytes(step) for step in proof["path"]]
    if not merkle.included(entry["hash"], entry["seq"] - 1, proof["size"], path, root):
        return f"entry {entry['seq']}: its path does not lead to the checkpoint's root"
    return ""


def wrong_growth(proof: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> str:
    """Why the proof does not show that the ledger of `new` begins with that of `old`; empty when it does."""
    for name, said in (("old_size", old["size"]), ("old_root", old["root"])):
        if proof[name] != said:
            return f"{name}: it is about another earlier checkpoint"
    for name in ("size", "root"):
        if proof[name] != new[name]:
            return f"{name}: it is about another later checkpoint"
    path = [_bytes(step) for step in proof["path"]]
    if not merkle.grown(old["size"], _bytes(old["root"]), new["size"], _bytes(new["root"]), path):
        return f"the later checkpoint's first {old['size']} entries are not those of the earlier one"
    return ""


def _bytes(text: Any) -> bytes:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        raise ValueError(f"{text!r} is not a hash") from None
