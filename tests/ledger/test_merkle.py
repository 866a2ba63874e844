"""The tree of RFC 6962: its known roots, and proofs that hold for what they are about and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.test_tampering import chain

from huanzhi.ledger import merkle, proofs

SIZES = st.integers(1, 40)


def leaves(size):
    return [f"leaf {number}" for number in range(size)]


def by_definition(of):
    """Section 2.1 of the RFC, word by word."""
    if len(of) == 1:
        return merkle.leaf(of[0])
    half = 1
    while half * 2 < len(of):
        half *= 2
    return merkle.node(by_definition(of[:half]), by_definition(of[half:]))


@given(SIZES)
def test_the_root_is_the_one_of_the_definition(size):
    assert merkle.root(leaves(size)) == by_definition(leaves(size))


def test_published_roots():
    """Of the empty tree and of one empty leaf, as Certificate Transparency's implementations publish them."""
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(SIZES, st.data())
def test_a_tree_goes_on_from_its_peaks(size, draw):
    cut = draw.draw(st.integers(0, size))
    tree = merkle.Tree()
    for text in leaves(cut):
        tree.add(text)
    tree = merkle.Tree(tree.size, list(tree.peaks))
    for text in leaves(size)[cut:]:
        tree.add(text)
    assert tree.root() == merkle.root(leaves(size))


@given(SIZES, st.data())
def test_inclusion_holds_for_its_leaf_at_its_place_only(size, draw):
    index = draw.draw(st.integers(0, size - 1))
    every, whole = leaves(size), merkle.root(leaves(size))
    path = merkle.inclusion(every, index)
    assert merkle.included(every[index], index, size, path, whole)
    assert not merkle.included("another", index, size, path, whole)
    assert not merkle.included(every[index], index, size, [*path, whole], whole)
    if path:
        assert not merkle.included(every[index], index, size, path[:-1], whole)
        assert not merkle.included(every[index], (index + 1) % size, size, path, whole)
    with pytest.raises(ValueError, match="the tree has"):
        merkle.inclusion(every, size)


@given(SIZES, st.data())
def test_growth_holds_for_a_beginning_only(size, draw):
    old = draw.draw(st.integers(1, size))
    every, whole = leaves(size), merkle.root(leaves(size))
    path = merkle.consistency(every, old)
    assert merkle.grown(old, merkle.root(every[:old]), size, whole, path)
    other = merkle.root(["rewritten", *every[1:old]])
    assert not merkle.grown(old, other, size, whole, path)
    if old < size:
        assert not merkle.grown(old, merkle.root(every[:old]), size, merkle.root([*every[:-1], "x"]), path)


def documents(size=7, old=3):
    made = chain([{"n": number} for number in range(size)])
    hashes = [entry["hash"] for entry in made]
    points = [
        {"kind": proofs.CHECKPOINT, "day": "2026-11-24", "at": "x", "size": n, "head": hashes[n - 1]}
        | {"root": merkle.root(hashes[:n]).hex()}
        for n in (old, size)
    ]
    return made, hashes, *points


def test_a_proof_of_an_entry_fails_when_anything_is_altered():
    made, hashes, old, new = documents()
    proof = proofs.inclusion(made[4], hashes, new["root"])
    assert proofs.kind_of(proof) == proofs.INCLUSION
    assert proofs.wrong_inclusion(proof, new) == ""
    assert "another checkpoint" in proofs.wrong_inclusion(proof, old)
    altered = made[4] | {"after": {"n": 99}}
    assert "content does not give its hash" in proofs.wrong_inclusion(proof | {"entry": altered}, new)
    from huanzhi.ledger.chain import digest

    forged = altered | {"hash": digest(altered, altered["previous"])}
    assert "does not lead to" in proofs.wrong_inclusion(proof | {"entry": forged}, new)
    assert "does not lead to" in proofs.wrong_inclusion(proof | {"path": proof["path"][::-1]}, new)
    with pytest.raises(ValueError, match="'x' is not a hash"):
        proofs.wrong_inclusion(proof | {"path": ["x"]}, new)


def test_a_proof_of_growth_is_about_two_checkpoints():
    _made, hashes, old, new = documents()
    proof = proofs.growth(old, hashes, new["root"])
    assert proofs.wrong_growth(proof, old, new) == ""
    assert "another earlier" in proofs.wrong_growth(proof, old | {"root": "00"}, new)
    assert "another later" in proofs.wrong_growth(proof, old, new | {"root": "00"})
    rewritten = old | {"root": new["root"]}
    assert "are not those" in proofs.wrong_growth(proof | {"old_root": new["root"]}, rewritten, new)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "kind None"),
        ({"kind": "x"}, "kind 'x'"),
        ({"kind": proofs.CHECKPOINT, "day": "d", "at": "a", "size": "7"}, "size: '7' is not a int"),
        ({"kind": proofs.INCLUSION, "entry": {}, "size": 1, "root": "", "path": []}, "seq, at, verb"),
    ],
)
def test_what_is_no_document_is_named(document, words):
    with pytest.raises(ValueError, match=words):
        proofs.kind_of(document)
