"""Files of the ledger that anybody can check: an exported chain, a checkpoint, a proof. No database, no network."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from huanzhi.config.cli.progress import rows_read
from huanzhi.ledger import proofs
from huanzhi.ledger.chain import FIELDS, verify
from huanzhi.ledger.merkle import Tree

PIECE = 5000


def document(file: Path) -> dict[str, Any]:
    """A checkpoint or a proof."""
    try:
        found = json.loads(_there(file).read_text(encoding="utf-8"))
        proofs.kind_of(found)
    except ValueError as error:
        raise ValueError(
            f"{file}: {'not JSON' if isinstance(error, json.JSONDecodeError) else error}"
        ) from None
    return found


def prove_file(file: Path, checkpoint: Path | None, earlier: Path | None) -> tuple[str, str]:
    """What is said of a file, and what is wrong with it; empty when nothing."""
    if not _is_document(file):
        return _chain(file, document(checkpoint) if checkpoint else None)
    said = document(file)
    kind = proofs.kind_of(said)
    if kind == proofs.CHECKPOINT:
        raise ValueError(
            f"{file}: a checkpoint proves nothing alone: huanzhi ledger verify --checkpoint {file}"
        )
    if checkpoint is None:
        raise ValueError(f"{file}: a proof is held against a published checkpoint: --checkpoint FILE")
    new = document(checkpoint)
    if kind == proofs.INCLUSION:
        wrong = proofs.wrong_inclusion(said, new)
        return f"entry {said['entry']['seq']} is under the checkpoint of {new['day']}", wrong
    if earlier is None:
        raise ValueError(f"{file}: a proof of growth is held against two checkpoints: --earlier FILE")
    wrong = proofs.wrong_growth(said, document(earlier), new)
    return f"the {new['size']} entries begin with the {said['old_size']} of the earlier checkpoint", wrong


def _chain(file: Path, checkpoint: dict[str, Any] | None) -> tuple[str, str]:
    """An exported chain, against a checkpoint when there is one."""
    tree, size = Tree(), checkpoint["size"] if checkpoint else 0
    head = ""

    def watched(seen: Callable[[int], None]) -> Iterator[dict[str, Any]]:
        nonlocal head
        for number, entry in enumerate(_lines(file), 1):
            if number <= size:
                tree.add(head := entry["hash"])
            if not number % PIECE:
                seen(PIECE)
            yield entry

    with rows_read("entries") as seen:
        held, broken = verify(watched(seen))
    if broken is not None:
        return "", f"{broken}; {held} entries before it hold"
    if checkpoint and tree.size < size:
        return "", f"{held} entries, the checkpoint of {checkpoint['day']} has {size}"
    if checkpoint and (tree.root().hex(), head) != (checkpoint["root"], checkpoint["head"]):
        return "", f"its first {size} entries are not those of the checkpoint of {checkpoint['day']}"
    return f"{held} entries, the chain holds", ""


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with _there(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
            except ValueError:
                raise ValueError(f"{file}, line {number}: not JSON") from None
            wanted = (*FIELDS, "hash", "previous")
            if not isinstance(entry, dict) or (lost := [name for name in wanted if name not in entry]):
                lack = ", ".join(lost) if isinstance(entry, dict) else "an entry"
                raise ValueError(f"{file}, line {number}: {lack} missing")
            yield entry


def _is_document(file: Path) -> bool:
    """Whether a file is one document, and not a chain with an entry a line."""
    with _there(file).open(encoding="utf-8") as text:
        first = text.readline()
    try:
        return "kind" in json.loads(first)
    except (ValueError, TypeError):
        return first.strip() == "{"


def _there(file: Path) -> Path:
    if not file.is_file():
        raise FileNotFoundError(f"{file}: no such file")
    return file
