"""默克尔树 Merkle tree (RFC 6962, section 2.1): one hash for many entries, and short proofs about it.

Arithmetic only: no database, no clock. A leaf is the text of an entry's hash; hashes are bytes here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

EMPTY = hashlib.sha256(b"").digest()


def leaf(text: str) -> bytes:
    """The hash of a leaf; its prefix keeps leaves and nodes apart."""
    return hashlib.sha256(b"\0" + text.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two halves."""
    return hashlib.sha256(b"\1" + left + right).digest()


@dataclass
class Tree:
    """A tree that grows at its right edge and remembers only the peaks: the whole subtrees, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, text: str) -> None:
        """One more leaf."""
        carried, bits = leaf(text), self.size
        while bits & 1:
            carried = node(self.peaks.pop(), carried)
            bits >>= 1
        self.peaks.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """The hash of all leaves.

        >>> Tree().root() == EMPTY
        True
        """
        if not self.peaks:
            return EMPTY
        whole = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            whole = node(peak, whole)
        return whole


def root(leaves: Iterable[str]) -> bytes:
    """The root over these leaves.

    >>> root(["a", "b", "c"]) == node(node(leaf("a"), leaf("b")), leaf("c"))
    True
    """
    tree = Tree()
    for text in leaves:
        tree.add(text)
    return tree.root()


def inclusion(leaves: Sequence[str], index: int) -> list[bytes]:
    """The audit path of the leaf at `index` (from 0): the other halves, from the leaf up."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"leaf {index}: the tree has {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(leaves[:half], index), root(leaves[half:])]
    return [*inclusion(leaves[half:], index - half), root(leaves[:half])]


def included(text: str, index: int, size: int, path: Sequence[bytes], whole: bytes) -> bool:
    """Whether the path shows that the leaf stands at `index` in the tree of `size` leaves with that root."""
    if not 0 <= index < size:
        return False
    at, last, made = index, size - 1, leaf(text)
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            made = node(other, made)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            made = node(made, other)
        at, last = at >> 1, last >> 1
    return last == 0 and made == whole


def consistency(leaves: Sequence[str], size: int) -> list[bytes]:
    """What shows that the tree of the first `size` leaves is the beginning of this one."""
    if not 0 < size <= len(leaves):
        raise ValueError(f"{size} leaves: the tree has {len(leaves)}")
    return _subproof(leaves, size, True)


def _subproof(leaves: Sequence[str], size: int, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root(leaves)]
    half = _half(len(leaves))
    if size <= half:
        return [*_subproof(leaves[:half], size, whole), root(leaves[half:])]
    return [*_subproof(leaves[half:], size - half, False), root(leaves[:half])]


def grown(old_size: int, old: bytes, size: int, new: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path shows that the tree with the root `new` begins with the one with the root `old`."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not path and old == new
    steps = list(path) if old_size & (old_size - 1) else [old, *path]
    if not steps:
        return False
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for other in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node(other, first), node(other, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node(second, other)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old and second == new


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
