"""Whatever is done to a chain, it is found: by its hashes, or, at its end, by a published checkpoint."""

import copy
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huanzhi.ledger.chain import FIELDS, GENESIS, around, digest, verify
from huanzhi.ledger.merkle import root

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CONTENTS = st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=3), min_size=2, max_size=8)


def chain(contents):
    made, previous = [], GENESIS
    for seq, after in enumerate(contents, 1):
        entry = dict.fromkeys(FIELDS, "x") | {
            "seq": seq,
            "before": None,
            "after": after,
            "previous": previous,
        }
        previous = entry["hash"] = digest(entry, previous)
        made.append(entry)
    return made


def change(made, at, draw):
    name = draw.draw(st.sampled_from([*FIELDS, "previous", "hash"]))
    old = made[at][name]
    made[at][name] = draw.draw(VALUES.filter(lambda value: value != old))


def forge(made, at, draw):
    """A changed entry with a hash that fits it; only the last one can be forged so without a break after it."""
    made[at]["after"] = {"forged": True}
    made[at]["hash"] = digest(made[at], made[at]["previous"])


def remove(made, at, draw):
    del made[at]


def insert(made, at, draw):
    made.insert(at, copy.deepcopy(made[draw.draw(st.integers(0, len(made) - 1))]))


def swap(made, at, draw):
    other = draw.draw(st.integers(0, len(made) - 1).filter(lambda number: number != at))
    made[at], made[other] = made[other], made[at]


@settings(max_examples=30)
@pytest.mark.parametrize("tamper", [change, forge, remove, insert, swap])
@given(contents=CONTENTS, draw=st.data())
def test_tampering_is_found(tamper, contents, draw):
    made = chain(contents)
    assert verify(made) == (len(made), None)
    published = len(made), root(entry["hash"] for entry in made)
    tamper(made, draw.draw(st.integers(0, len(made) - 1)), draw)
    held, broken = verify(made)
    if broken is None:  # the end was cut off or forged: only what was published shows it
        assert (len(made), root(entry["hash"] for entry in made)) != published
        assert held >= len(contents) - 1
    else:
        assert str(broken).startswith("entry ")


@settings(max_examples=30)
@given(contents=CONTENTS)
def test_the_text_around_number_and_previous_hash_is_the_digests(contents):
    for entry in chain(contents):
        parts = around(entry)
        assert not any("\n" in part for part in parts)  # lines part them on their way to the database
        head, middle, tail = parts
        whole = head + entry["previous"] + middle + str(entry["seq"]) + tail
        assert hashlib.sha256(whole.encode()).hexdigest() == entry["hash"]
